"""Consent on the screen: a sentence read aloud before it is kept, a child, a legal duty, taking it back."""

import datetime as dt
import uuid

import pytest
import time_machine
from page_tools import browser, errors, look, on_file, text

from cast import Cast
from contratrata.care.cases.inputs import NewCase, NewConsent
from contratrata.care.cases.models import Consent
from contratrata.care.cases.operations import give_consent
from contratrata.ground.base.scope import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def sharing(cast: Cast, **changed: object) -> dict[str, object]:
    """The choices of a permission to share."""
    values: dict[str, object] = {
        "recipient_id": str(cast.horizonte.id),
        "parts": ["identity", "needs"],
        "services_0": ["shelter"],
        "services_1": ["psychosocial"],
        "given_by": "person",
        "means": "verbal_with_witness",
        "witness": "La intérprete",
        "until_day": "21",
        "until_month": "2",
        "until_year": "2031",
        "told__interview": "yes",
        "told__research": "no",
        "once": str(uuid.uuid4()),
    }
    return values | changed


def test_the_sentence_is_read_before_it_is_kept(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana, choices = browser(cast.ana), sharing(cast)
    url = f"/casos/{case.id}/consentimientos/nuevo/compartir/"
    assert ">Ver la frase</button>" in ana.get(url).content.decode()
    read = ana.post(url, choices)
    assert (
        "La persona permite que Casa Refugio (ficticia) comparta identidad y necesidades con "
        "Albergue Horizonte (ficticio) para albergue o alojamiento seguro y atención psicosocial , "
        "hasta el 21 de febrero de 2031 ." in text(read)
    )
    before = look(cast.ana, Consent.objects.count)
    changed = ana.post(url, choices | {"cambiar": "1"})
    assert 'value="La intérprete"' in changed.content.decode()
    for _time in range(2):
        stored = ana.post(url, choices | {"confirmar": "1"})
        assert stored["Location"] == f"/casos/{case.id}/consentimientos/"
    assert look(cast.ana, Consent.objects.count) == before + 1
    row = look(cast.ana, lambda: Consent.objects.get(purpose="referral", recipient_id=cast.horizonte.id))
    assert (row.parts, row.aims, row.told_yes, row.told_no) == (
        ["identity", "needs"], ["shelter", "psychosocial"], ["interview"], ["research"],
    )  # fmt: skip
    shown = text(ana.get(f"/casos/{case.id}/consentimientos/"))
    assert "Testigo: La intérprete" in shown


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"recipient_id": ""}, "recipient_id"),
        ({"recipient_id": str(uuid.uuid4())}, "recipient_id"),
        ({"parts": []}, "parts"),
        ({"parts": ["corazón"]}, "parts"),
        ({"services_0": [], "services_1": []}, "services_0"),
        ({"given_by": ""}, "given_by"),
        ({"means": ""}, "means"),
        ({"witness": ""}, "witness"),
        ({"until_year": "2020"}, "until"),
        ({"until_day": ""}, "until"),
        ({"told__interview": "tal vez"}, "told__interview"),
    ],
)
def test_half_a_sentence_is_not_kept(cast: Cast, changed: dict[str, object], field: str) -> None:
    case = on_file(cast.ana, NewCase(values={"age_years": 30}))
    sent = sharing(cast, **changed) | {"confirmar": "1"}
    shown = browser(cast.ana).post(f"/casos/{case.id}/consentimientos/nuevo/compartir/", sent)
    assert list(errors(shown)) == [field]
    assert not look(cast.ana, Consent.objects.exists)


def test_its_own_organisation_and_those_of_the_other_realm_are_no_recipients(cast: Cast) -> None:
    case = on_file(cast.ana)
    for other in (cast.refugio, cast.escuela):
        sent = sharing(cast, recipient_id=str(other.id))
        shown = browser(cast.ana).post(f"/casos/{case.id}/consentimientos/nuevo/compartir/", sent)
        assert list(errors(shown)) == ["recipient_id"]


def test_a_child_agrees_with_her_guardian(cast: Cast) -> None:
    case = on_file(cast.ana, NewCase(values={"age_years": 15}))
    url = f"/casos/{case.id}/consentimientos/nuevo/permiso/"
    sent = {"purpose": "assistance", "given_by": "guardian", "means": "written", "confirmar": "1"}
    ana = browser(cast.ana)
    shown = ana.post(url, sent)
    assert list(errors(shown)) == ["given_by"]
    assert "Es menor de 18 años" in text(shown)
    assert ana.post(url, sent | {"given_by": "person_and_guardian"}).status_code == 302


def test_a_legal_duty_needs_its_reason_in_writing(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/consentimientos/nuevo/obligacion/"
    sent = {"recipient_id": str(cast.horizonte.id), "parts": ["identity"], "services_0": ["protection"]}
    assert list(errors(ana.post(url, sent))) == ["reason"]
    short = ana.post(url, sent | {"reason": "Ley", "confirmar": "1"})
    assert list(errors(short)) == ["reason"]
    why = "Hay peligro para su vida esta misma noche."
    read = text(ana.post(url, sent | {"reason": why}))
    assert "Por deber legal, sin consentimiento, Casa Refugio (ficticia) comparte identidad" in read
    ana.post(url, sent | {"reason": why, "confirmar": "1"})
    assert look(cast.ana, lambda: Consent.objects.filter(legal_duty=True).count()) == 1
    assert why in text(ana.get(f"/casos/{case.id}/consentimientos/"))


def test_taking_it_back_says_what_it_does_and_holds_at_once(cast: Cast) -> None:
    case = on_file(cast.ana, NewCase(values={"age_years": 30}))
    ana = browser(cast.ana)
    ana.post(f"/casos/{case.id}/consentimientos/nuevo/compartir/", sharing(cast) | {"confirmar": "1"})
    row = look(cast.ana, Consent.objects.get)
    url = f"/casos/{case.id}/consentimientos/{row.id}/retirar/"
    asked = text(ana.get(url))
    assert "Albergue Horizonte (ficticio) dejará de ver lo compartido en este mismo momento" in asked
    assert look(cast.ana, Consent.objects.get).withdrawn_at is None
    assert ana.post(url).status_code == 302
    assert look(cast.ana, Consent.objects.get).withdrawn_at is not None
    assert ana.post(url).status_code == 404
    assert "Ya no valen" in text(ana.get(f"/casos/{case.id}/consentimientos/"))


def test_what_she_took_back_stands_on_the_case_with_the_day_it_was_here(cast: Cast) -> None:
    """At 00:30 UTC it is still the evening before in Guatemala."""
    case = on_file(cast.ana)
    with acting(cast.ana.scope):
        consent = give_consent(
            case.id, new=NewConsent(purpose="assistance", given_by="person", means="written")
        )
    with time_machine.travel(dt.datetime(2027, 3, 11, 0, 30, tzinfo=dt.UTC), tick=False):
        ana = browser(cast.ana)
        asked = text(ana.post(f"/casos/{case.id}/consentimientos/{consent.id}/retirar/", follow=True))
        assert "el caso puede cerrarse y sus datos borrarse" in asked
        assert "Retirado el 10 de marzo de 2027" in asked
        for page in ("", "imprimir/"):
            shown = text(ana.get(f"/casos/{case.id}/{page}"))
            assert "Recibir atención de esta organización: lo retiró el 10 de marzo de 2027" in shown


def test_that_care_was_never_asked_is_said(cast: Cast) -> None:
    case = on_file(cast.ana)
    shown = text(browser(cast.ana).get(f"/casos/{case.id}/"))
    assert "Recibir atención de esta organización: todavía no se le ha preguntado" in shown
