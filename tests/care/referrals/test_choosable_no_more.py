"""Who or what may be chosen no more: where it stands it is shown as such, and nobody chooses it anew.

Both sides: a row that has it keeps it while other answers change; a row that has it not does not get it.
"""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast, another
from contratrata.care.referrals import operations
from contratrata.care.referrals.models import Referral
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Fact, check_values
from contratrata.ground.network import house
from contratrata.ground.network.models import Agreement, Membership
from contratrata.ground.network.public import Role
from contratrata.ground.nouns import ties
from contratrata.ground.things.public import FactsForm
from referred import Line
from signin import sign_in

NO_MORE = "(ya no se puede elegir)"
OFFERED, TAKEN_BACK = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def fact(monkeypatch: pytest.MonkeyPatch) -> Fact:
    """A tie to a kind of thing of which one is published, and one was."""
    kind = ties.Tieable("thing", "Cosa", lambda: [(OFFERED, "La de hoy")], lambda _id, _language: "")
    monkeypatch.setitem(ties._declared, "thing", kind)
    return Fact(name="tie", kind=ties.Tie("thing"), label="¿De qué?")


def tied_to(which: uuid.UUID, title: str) -> str:
    return f"{ties.key_of('thing', which)}{title}"


class TestATie:
    """A tie to a thing that was taken back."""

    def test_where_it_stands_it_is_offered_as_such_and_stays(self, fact: Fact) -> None:
        stood = tied_to(TAKEN_BACK, "La de ayer")
        form = FactsForm({"tie": stood}, facts=[fact], initial_values={"tie": stood})
        assert (stood, f"Cosa: La de ayer {NO_MORE}") in form.fields["tie"].choices
        assert form.is_valid(), form.errors
        assert check_values([fact], form.values, before={"tie": stood}) == {"tie": stood}

    def test_nobody_chooses_it_anew(self, fact: Fact) -> None:
        stood, now = tied_to(TAKEN_BACK, "La de ayer"), tied_to(OFFERED, "La de hoy")
        for before in ("", now):
            form = FactsForm({"tie": stood}, facts=[fact], initial_values={"tie": before})
            assert stood not in dict(form.fields["tie"].choices)
            assert "tie" in form.errors
            with pytest.raises(DomainError):
                check_values([fact], {"tie": stood}, before={"tie": before})


class TestASubstituteOrganisation:
    """An organisation that answers for another, and then may receive no more."""

    def settings(self, cast: Cast, client: Client, **values: str) -> str:
        stands = {
            "version": str(cast.refugio.version),
            "idle_minutes": "15",
            "time_zone": "America/Guatemala",
            "substitute_id": "",
        }
        return client.post("/ajustes/", stands | values, follow=True).content.decode()

    def test_where_it_stands_it_is_offered_as_such_and_stays(self, cast: Cast, client: Client) -> None:
        sign_in(client, cast.flor)
        self.settings(cast, client, substitute_id=str(cast.horizonte.pk))
        Agreement.objects.filter(organisation=cast.horizonte).update(ended_at=clock.now())
        assert f"{cast.horizonte.name} {NO_MORE}" in client.get("/ajustes/").content.decode()
        cast.refugio.refresh_from_db()
        self.settings(cast, client, substitute_id=str(cast.horizonte.pk), idle_minutes="20")
        cast.refugio.refresh_from_db()
        assert (cast.refugio.idle_minutes, cast.refugio.substitute_id) == (20, cast.horizonte.pk)
        self.settings(cast, client)
        cast.refugio.refresh_from_db()
        assert cast.refugio.substitute_id is None
        assert NO_MORE not in client.get("/ajustes/").content.decode()

    def test_nobody_chooses_it_anew(self, cast: Cast, client: Client) -> None:
        sign_in(client, cast.flor)
        Agreement.objects.filter(organisation=cast.horizonte).update(ended_at=clock.now())
        assert cast.horizonte.name not in client.get("/ajustes/").content.decode()
        self.settings(cast, client, substitute_id=str(cast.horizonte.pk))
        cast.refugio.refresh_from_db()
        assert cast.refugio.substitute_id is None
        with acting(cast.flor.scope), pytest.raises(DomainError):
            house.change_settings(expected_version=cast.refugio.version, substitute_id=cast.horizonte.pk)


class TestWhoStandsInAtTheReceiver:
    """Somebody who stands in for who answers for a person, and works there no more: she reads nothing, and is named."""

    def gone(self, line: Line) -> tuple[Referral, uuid.UUID, Client]:
        taken = line.at("accepted")
        with acting(line.cast.diana.scope):
            rosa = another(line.cast.horizonte, "Rosa", Role.CASEWORKER)
        elena = line.cast.elena
        line.by(
            elena,
            operations.assign,
            taken,
            responsible_id=elena.user.id,
            substitute_id=rosa.user.id,
        )
        with acting(line.cast.diana.scope):
            Membership.objects.filter(id=rosa.membership.id).update(ended_at=clock.now())
        return taken, rosa.user.id, sign_in(Client(), elena)

    def test_she_is_offered_as_such_and_is_taken_by_no_hand_over(self, line: Line) -> None:
        taken, rosa, client = self.gone(line)
        where = reverse("referrals:assign", args=[taken.id])
        page = client.get(where).content.decode()
        assert NO_MORE in page
        seen = page.partition('name="seen" value="')[2].partition('"')[0]
        stands = {"responsible_id": str(line.cast.elena.user.id), "seen": seen}
        refused = client.post(where, stands | {"substitute_id": str(rosa)})
        assert refused.status_code == 200
        assert "Elija a otra persona que gestione casos." in refused.content.decode()
        assert client.post(where, stands | {"substitute_id": ""}).status_code == 302
        with acting(line.cast.elena.scope):
            assert Referral.objects.get(id=taken.id).substitute_id is None

    def test_nobody_chooses_her_anew(self, line: Line) -> None:
        _taken, rosa, _client = self.gone(line)
        other = line.at("received")
        where = reverse("referrals:accept", args=[other.id])
        diana = sign_in(Client(), line.cast.diana)
        assert str(rosa) not in diana.get(where).content.decode()
        for values in (
            {"responsible_id": rosa},
            {"responsible_id": line.cast.elena.user.id, "substitute_id": rosa},
        ):
            with acting(line.cast.diana.scope), pytest.raises(DomainError):
                operations.accept(other.id, **values)
