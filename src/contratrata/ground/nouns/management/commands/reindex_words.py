"""`contratrata reindex-words`: make anew the words by which rows are found, after a version that indexes others."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Model

from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.nouns.declared import Noun, every_noun
from contratrata.ground.nouns.finding import SEARCH_COLUMNS
from contratrata.ground.nouns.operations import put_words

#: Rows in one transaction: killed half-way the command is simply run again.
BATCH = 200


class Command(BaseCommand):
    """What everybody reads first, then what each organisation wrote, as a job of its own does."""

    help = "Rehace las palabras con las que se encuentra lo escrito y lo publicado (prácticas y otros)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        total = 0
        for noun in every_noun():
            if not noun.is_searched:
                continue
            if noun.copy is not None:
                total += _reindexed(noun, noun.copy, partial(publishing, noun.copy))
            for one in Organisation.objects.order_by("id"):
                total += _reindexed(noun, noun.row, partial(acting, job_scope(one)), organisation_id=one.id)
        self.stdout.write(f"Filas: {total}.")


def _reindexed(
    noun: Noun[Any, Any], model: type[Model], writing: Callable[[], AbstractContextManager[Any]], **of: Any
) -> int:
    """Make the words of the rows `of` anew, each batch inside `writing`; no version rises, for nothing said changed."""
    number, last = 0, None
    while True:
        with writing():
            rows = model._default_manager.filter(**of).order_by("id")
            batch = list((rows.filter(id__gt=last) if last else rows)[:BATCH])
            for row in batch:
                put_words(noun, row)
                rows.filter(id=row.pk).update(**{column: getattr(row, column) for column in SEARCH_COLUMNS})
        if not batch:
            return number
        number, last = number + len(batch), batch[-1].pk
