"""What older versions kept in clear is sealed once, shown as before, and gone where a person was erased."""

import io

from django.core.management import call_command
from django.test import Client

from cast import Cast, another
from contratrata.care.cases import operations as cases
from contratrata.care.cases.inputs import NewAssertion, NewCase
from contratrata.care.cases.models import FirstContact, StatusAssertion
from contratrata.ground.accounts import helped
from contratrata.ground.accounts.models import FactorHelp
from contratrata.ground.base.scope import acting
from contratrata.ground.network import lost_factor, queries, staffing
from contratrata.ground.network.models import ChangeReason, MembershipChange
from contratrata.ground.network.roles import Role
from house import connect
from keeping import signed_as
from signin import sign_in

COURT = "Juzgado Séptimo (ficticio)"


def _older(cast: Cast) -> tuple[str, str]:
    """A world of an older version: the four texts stand in clear. The case, and another that is erased."""
    with acting(cast.ana.scope):
        sentence = NewAssertion(
            status="actual_victim", decided_by_kind="court_or_prosecution", basis="La sentencia."
        )
        created = [
            cases.register_case(NewCase(values={"sex": "female"}, assertion=sentence)) for _n in range(2)
        ]
        cases.record_first_contact(contact={"said": "preguntó", "channel": "hotline"})
    with acting(cast.flor.scope):
        rosa = another(cast.refugio, "Rosa", Role.FACILITATOR)
        staffing.change_roles(
            membership_id=rosa.membership.id, seen=[Role.FACILITATOR], roles=[Role.PARTICIPANT],
            reason=ChangeReason.NEW_DUTIES,
        )  # fmt: skip
    lost_factor.ask_help(user=rosa.user)
    with connect("keeper") as keeper:
        keeper.execute("UPDATE cases_statusassertion SET decided_by = %s", [COURT])
        keeper.execute("UPDATE cases_firstcontact SET referred_to = 'Clínica (ficticia)'")
        keeper.execute("UPDATE network_membershipchange SET words = 'cambió de turno'")
        keeper.execute("UPDATE accounts_factorhelp SET reason = 'la vio en la oficina'")
    return str(created[0].id), str(created[1].id)


def _clear(cast: Cast) -> list[str]:
    """What still stands in clear, read as the keeper."""
    with connect("keeper") as keeper:
        return [
            text
            for table, column in (
                ("cases_statusassertion", "decided_by"), ("cases_firstcontact", "referred_to"),
                ("network_membershipchange", "words"), ("accounts_factorhelp", "reason"),
            )
            for (text,) in keeper.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''").fetchall()
        ]  # fmt: skip


def test_texts_in_clear_are_sealed_once_and_read_as_before(real_cast: Cast) -> None:
    case, _other = _older(real_cast)
    assert len(_clear(real_cast)) == 5
    ana = sign_in(Client(), real_cast.ana)
    before = ana.get(f"/casos/{case}/").content.decode()
    assert COURT in before
    out = io.StringIO()
    with signed_as("worker"):
        call_command("seal_texts", stdout=out)
        call_command("seal_texts", stdout=out)
    assert out.getvalue().split(".\n")[:2] == ["Textos sellados: 5", "Textos sellados: 0"]
    assert _clear(real_cast) == []
    assert COURT in ana.get(f"/casos/{case}/").content.decode()
    with acting(real_cast.ana.scope):
        contact = FirstContact.objects.get()
        assert StatusAssertion.objects.filter(case_id=case).get().authority
    assert "Clínica (ficticia)" in ana.get(f"/casos/primeros-contactos/{contact.id}/").content.decode()
    with acting(real_cast.flor.scope):
        assert [words for _row, words in queries.explained(MembershipChange.objects.all())] == [
            "cambió de turno"
        ]
        row = FactorHelp.objects.get()
        assert helped.words(row.id, row.explained) == "la vio en la oficina"
