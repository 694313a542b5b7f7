"""How the rows of any noun come in from a sheet: nothing is left to say for the noun but that they do."""

import functools
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import URLResolver, include, path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.imports.public import FactsImporter, register, urls_of
from contratrata.ground.network.public import Role

from . import operations
from .declared import C, Noun, R
from .listing import lines_of

#: Of those who write, who sees what others brought.
_OVERSEERS = (Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION)


class NounImporter(FactsImporter):
    """Brings the rows of one noun; they are published by nobody but the coordination, as those of the form."""

    def __init__(self, noun: Noun[Any, Any]) -> None:
        super().__init__(noun.facts, ours=lambda: [str(column.label) for column in noun.list.columns])
        self.of = noun
        title = noun.questions.title.lazily()
        for name, value in {
            "key": noun.key,
            "namespace": f"{noun.app}:import",
            "event": f"{noun.key}_import",
            "roles": noun.writers,
            "overseers": tuple(role for role in noun.writers if role in _OVERSEERS),
            "title": format_lazy(_l("Traer de una hoja: {noun}"), noun=title),
            "short": _l("Traer de una hoja"),
            "lead": _l("Primero verá qué se entendió y qué no. Nada entra hasta que usted lo decida."),
            "home": (f"{noun.app}:list", title, _l("Ver la lista")),
        }.items():
            setattr(self, name, value)

    def noun(self, number: int) -> str:
        """The word of the noun, without the number."""
        return (self.of.words("one" if number == 1 else "many").here() % {"n": ""}).strip()

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What its rows are called by."""
        return self.of.questions.fact(self.of.named_by).words(values[self.of.named_by])

    def write(self, values: Mapping[str, Any], token: uuid.UUID) -> uuid.UUID:
        """As the form does."""
        created: uuid.UUID = operations.write(self.of, values=values, token=token).id
        return created

    def find(self, tokens: Collection[uuid.UUID]) -> Collection[uuid.UUID]:
        """Rows of the organisation that stand under these tokens."""
        mine = self.of.rows().filter(organisation_id=organisation_id(), once__in=tokens)
        return set(mine.values_list("once", flat=True))

    def remove(self, made_id: uuid.UUID) -> None:
        """A row that nobody changed or published; one that somebody removed is gone already."""
        row = self.of.rows().filter(id=made_id).first()
        if row is None:
            return
        if row.version > 1:
            raise WrongState(_("Alguien lo cambió desde entonces."))
        operations.remove(self.of, made_id, expected_version=1)

    def worked_on(self, organisation_id: uuid.UUID, query: "QuerySet[Any, Any]") -> list[str]:
        """The titles of rows that somebody changed or the coordination published."""
        stopped = Q(version__gt=1)
        if self.of.copy is not None:
            stopped |= Q(id__in=self.of.copy._default_manager.values("row_id"))
        rows = self.of.rows().filter(stopped, organisation_id=organisation_id, id__in=query)
        return sorted(line.title for line in lines_of(self.of, list(rows)))

    def url_of(self, made_id: uuid.UUID) -> str:
        """Its page."""
        return self.of.url("row", self.of.row(id=made_id))


@functools.cache
def importer_for(noun: Noun[R, C]) -> NounImporter:
    """The importer of a noun, made known with its notices."""
    importer = NounImporter(noun)
    register(importer)
    return importer


def import_urls(noun: Noun[R, C], prefix: str) -> list[URLResolver]:
    """The addresses under which rows of a noun are brought."""
    return [path(f"{prefix}importar/", include((urls_of(importer_for(noun)), "import")))]
