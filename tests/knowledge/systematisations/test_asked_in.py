"""Who is asked into a systematisation writes in it: the database keeps the rest against raw SQL."""

import contextlib

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import coediting
from contratrata.knowledge.systematisations import parts
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Editor
from systematising import begun, part_values


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE systematisations_systematisation SET organisation_id = %(horizonte)s WHERE id = %(row)s",  # takes it
        "UPDATE systematisations_systematisation SET version = 9 WHERE id = %(other)s",  # another one
        "UPDATE systematisations_part SET organisation_id = %(horizonte)s WHERE id = %(part)s",
        "DELETE FROM systematisations_systematisation WHERE id = %(row)s",
        "UPDATE systematisations_editor SET row_id = %(other)s",  # asks itself in elsewhere
        "INSERT INTO systematisations_editor (id, organisation_id, realm, row_id, "
        "editor_organisation_id, at) "
        "VALUES (gen_random_uuid(), %(refugio)s, 1, %(other)s, %(horizonte)s, now())",
    ],
)
def test_the_database_lets_it_write_there_and_nowhere_else(cast: Cast, statement: str) -> None:
    row, other = begun(cast), begun(cast)
    with acting(cast.flor.scope):
        part = parts.add(row.id, "lesson", values=part_values("lesson", "Hilo"))
        coediting.invite(SYSTEMATISATIONS, row.id, editor_id=cast.horizonte.id)
    values = {
        "row": row.id, "other": other.id, "part": part.id,
        "refugio": cast.refugio.id, "horizonte": cast.horizonte.id,
    }  # fmt: skip
    done = 0
    with acting(cast.diana.scope), connection.cursor() as cursor:
        cursor.execute("UPDATE systematisations_part SET version = version WHERE id = %(part)s", values)
        assert cursor.rowcount == 1
        with contextlib.suppress(DatabaseError), transaction.atomic():
            cursor.execute(statement, values)
            done = cursor.rowcount
    assert done == 0


def test_an_end_is_not_taken_back(cast: Cast) -> None:
    row = begun(cast)
    with acting(cast.flor.scope):
        one = coediting.invite(SYSTEMATISATIONS, row.id, editor_id=cast.horizonte.id)
        coediting.end(SYSTEMATISATIONS, row.id, one.id)
    for player in (cast.diana, cast.flor):
        with acting(player.scope), pytest.raises(DatabaseError), transaction.atomic():
            Editor.objects.filter(id=one.id).update(ended_at=None)
