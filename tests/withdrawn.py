"""A receiver's own case of a referral, what ends its consent, and what then still stands of it anywhere."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cast import Player
from contratrata.care.cases import operations as cases
from contratrata.care.cases.inputs import NewAssertion, NewConsent, NewStep
from contratrata.care.cases.jobs import remove_overdue
from contratrata.care.cases.models import (
    Case,
    CaseAnswer,
    CaseMove,
    Consent,
    Identity,
    NextStep,
    Note,
    Person,
    SealedVersion,
    StatusAssertion,
)
from contratrata.care.cases.public import visible_to
from contratrata.care.cases.search import likely_persons, search
from contratrata.care.referrals import operations
from contratrata.ground.base import clock
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Names
from keeping import signed_as
from referred import AIMS, ITS_OWN, NAME, STORY, Line

TELEPHONE = "5555 0134"


def open_own(referral_id: uuid.UUID) -> Case:
    """An own case whose consent, given when it was opened, is past when the sender's ends."""
    case = operations.open_own_case(referral_id, consent=ITS_OWN)
    yesterday = clock.today() - dt.timedelta(days=1)
    assert Consent.objects.filter(case=case).update(until=yesterday) == 1
    return case


def own_case(line: Line, rosa: Player, state: str = "accepted") -> tuple[Case, object]:
    taken = line.at("accepted")
    with acting(line.cast.elena.scope):
        case = open_own(taken.id)
        cases.share_with(case.id, user_id=rosa.user.id)
        if state == "closed":
            operations.attend(taken.id, outcomes=dict.fromkeys(AIMS, "provided"))
            operations.close(taken.id, words="Queda bien")
    return case, taken.id


def finds(player: Player, case: Case) -> set[str]:
    """The ways in which she still comes to the case or to the name."""
    with acting(player.scope):
        ways = {
            "list": visible_to(player.scope).filter(id=case.id).exists(),
            "name": any(one.case.id == case.id for one in search(player.scope, NAME)),
            "telephone": any(one.case.id == case.id for one in search(player.scope, TELEPHONE)),
            "likely": bool(likely_persons(player.scope, Names(given="Yolanda", surname="Xitumul"))),
        }
    client = Client()
    client.force_login(player.user)
    ways["page"] = client.get(reverse("cases:detail", args=[case.id])).status_code == 200
    return {way for way, entry in ways.items() if entry}


EVERYWHERE = {"list", "name", "telephone", "likely", "page"}


def by_consent(line: Line, _referral_id: object) -> None:
    with acting(line.cast.ana.scope):
        cases.withdraw_consent(line.consent_id)


def by_erasure(line: Line, _referral_id: object) -> None:
    with acting(line.cast.beatriz.scope):
        cases.erase_person(line.case_id, reason="asked_by_person")


def by_taking_back(line: Line, referral_id: object) -> None:
    with acting(line.cast.ana.scope):
        operations.withdraw(referral_id, reason="person_declined")  # type: ignore[arg-type]


OWN = "Prefiere que la llamen por la tarde"


#: What came of her, in words: names, telephone, story, who determined that she is a victim.
CAME = ("Yolanda", "Xitumul", "5555 0134", "Izabal", "Fiscalía Ficticia")


ALL_PARTS = ("identity", "profile", "contact", "trafficking", "needs", "narrative")


def whole(line: Line, rosa: Player) -> Case:
    """An own case that came with everything, was corrected here, and in which its people wrote; Rosa works on it."""
    ana, elena = line.cast.ana, line.cast.elena
    with acting(ana.scope):
        mine = Case.objects.get(id=line.case_id)
        mine = cases.edit_file(
            mine.id,
            section="hechos",
            values={"exploited_from": PartialDate.parse("2025")},
            expected_version=mine.version,
        )
        status = NewAssertion(
            status="actual_victim",
            decided_by_kind="court_or_prosecution",
            decided_by="Fiscalía Ficticia",
            basis="Oficio",
        )
        cases.assert_status(mine.id, assertion=status, expected_version=mine.version)
        consent = NewConsent(
            purpose="referral",
            recipient_id=line.cast.horizonte.id,
            aims=AIMS,
            parts=ALL_PARTS,
            given_by="person",
            means="written",
        )
        line.consent_id = cases.give_consent(mine.id, new=consent).id
    taken = line.draft(ALL_PARTS)
    line.by(ana, operations.send, taken)
    line.by(line.cast.diana, operations.accept, taken, **line.taken)
    with acting(elena.scope):
        case = open_own(taken.id)
        cases.share_with(case.id, user_id=rosa.user.id)
        for values in ({"alias": ("Yoli",)}, {"first_surname": "Xitumul Cho"}, {"second_surname": "Cho"}):
            case.refresh_from_db()
            cases.edit_file(case.id, section="nombre", values=values, expected_version=case.version)
        cases.amend_note(Note.objects.get(case=case).id, text=f"{STORY}, en 2025")
        cases.add_note(case.id, text=OWN)
        cases.set_next_step(case.id, step=NewStep(what="Acompañarla al médico"))
    return case


def own_words_in(line: Line, case: Case) -> str:
    """Everything that stands of this case in any table, opened with its keys; and what the page of it says."""
    with acting(job_scope(line.cast.horizonte)):
        sealer = vault.open_subject(case.person.subject_id)
        identity = Identity.objects.get(person_id=case.person_id)
        rows: list[vault.SealedRow] = [identity]
        for table in (CaseAnswer, Note, StatusAssertion, NextStep, CaseMove):
            rows += table.objects.filter(case=case)
        rows += SealedVersion.objects.filter(row__in=[case.id, identity.id])
        texts = [text for row in rows for text in row.open(sealer).values()]
        person = Person.objects.get(id=case.person_id)
        texts += [person.sex, *person.citizenships, str(person.age_years)]
    client = Client()
    client.force_login(line.cast.elena.user)
    pages = (client.get(reverse(f"cases:{page}", args=[case.id])) for page in ("detail", "story", "history"))
    return "\n".join([*texts, *(page.content.decode() for page in pages)])


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def sweep() -> int:
    """One pass of the worker, as the login that may remove."""
    with signed_as("worker"):
        return remove_overdue()


def due_of(line: Line, case: Case) -> dt.datetime:
    with acting(line.cast.elena.scope):
        case.refresh_from_db()
    assert case.revoked_due is not None
    return case.revoked_due
