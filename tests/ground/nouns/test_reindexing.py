"""What was written and published before words were kept is found after `contratrata reindex-words`."""

import io

import pytest
from django.core.management import call_command

from cast import Cast
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.finding import SEARCH_COLUMNS
from contratrata.ground.nouns.public import found_by
from contratrata.knowledge.practices.models import PRACTICES, Published
from reviewing import published


@pytest.mark.django_db
def test_rows_and_copies_of_before_are_found_again(cast: Cast) -> None:
    row = published(cast, "Faro")
    nothing = dict.fromkeys(SEARCH_COLUMNS)
    with acting(cast.flor.scope), publishing(Published):
        PRACTICES.rows().filter(id=row.id).update(**nothing)
        Published.objects.update(**nothing)

    def matches() -> list[int]:
        with acting(cast.flor.scope):
            return [
                found_by(PRACTICES.rows(), "faro").count(),
                found_by(Published.objects.all(), "faro").count(),
            ]

    assert matches() == [0, 0]
    output = io.StringIO()
    call_command("reindex_words", stdout=output)
    assert matches() == [1, 1]
    with acting(cast.flor.scope):
        assert PRACTICES.rows().get(id=row.id).version == row.version
