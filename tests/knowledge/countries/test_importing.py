"""Entries come in from a sheet in either language; what is not understood is asked about, never guessed."""

import pytest

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import operations, queries, sealing, working
from contratrata.ground.imports.models import Import
from contratrata.ground.imports.moving import locked
from contratrata.ground.network.public import job_scope
from contratrata.ground.nouns.importing import importer_for
from contratrata.ground.vault import public as vault
from contratrata.knowledge.countries.models import ENTRIES, Entry

pytestmark = pytest.mark.django_db
SHEET = """Kind;Country;Name;Nombre;Phone;Spoken there;Languages spoken there;Free of charge;Checked;Notas
Hotline;Guatemala;Test line;Línea (ficticia);1572;;Spanish;yes;31/01/2026;
ley;HN;;Ley (ficticia);;;;;;
Hotline;Honduras;;Línea dos (ficticia);145;;;quizá;;
contacto de la red en el país;Honduras;;Tres (ficticia);;;;;;Preguntar por Rosa
Hotline;;;Sin país (ficticia);145;;;;;
"""


def staged(cast: Cast) -> Import:
    with acting(cast.flor.scope):
        one = operations.receive(importer_for(ENTRIES), name="hoja.csv", content=[SHEET.encode()])
    working.stage(job_scope(cast.flor.membership.organisation, user_id=cast.flor.user.id), one.id)
    return one


def test_rows_are_read_in_either_language_and_doubts_are_asked(cast: Cast) -> None:
    one = staged(cast)
    with acting(cast.flor.scope):
        outcomes = dict(one.rows.order_by("number").values_list("number", "outcome"))
        words = {
            row.number: [
                (finding.field, str(finding.kind))
                for finding in sealing.understood(
                    locked(one.id), row, sealing.source_of(row, vault.ring())
                ).findings
            ]
            for row in one.rows.all()
        }
        assert list(outcomes.values()) == ["understood", "understood", "asked", "asked", "refused"]
        assert words[4] == [("free", "asked")]
        assert words[5] == [("Notas", "asked")]
        assert words[6] == [("country", "refused")]
        assert ("", "Spoken there") in sealing.columns_of(locked(one.id), vault.ring())
        operations.apply(one.id)
    working.bring(job_scope(cast.flor.membership.organisation, user_id=cast.flor.user.id), one.id)
    with acting(cast.flor.scope):
        line, law = Entry.objects.order_by("kind")
        assert (line.kind, line.country, line.phone, line.free) == ("hotline", "GTM", "1572", True)
        assert (line.name.text("es"), line.name.text("en")) == ("Línea (ficticia)", "Test line")
        assert line.languages == ["spanish"]
        assert line.checked_on.isoformat() == "2026-01-31"
        assert (law.kind, law.country, law.name.text("es")) == ("law", "HND", "Ley (ficticia)")
        assert queries.counts(locked(one.id))["made"] == 2
