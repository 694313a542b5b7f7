"""From a row as read to the case it becomes. A known field without a place of its own goes, word for word, into one
note; what no field takes is kept apart (`Unmapped`), where nothing is shared from.

Nothing is made up: a consent whose giver and form the file does not tell is no consent here, and a telephone
is no safe contact because a register holds it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import PartialDate, Precision
from contratrata.ground.base.texts import STORY
from contratrata.ground.codes.public import country_from_text, country_name, vocabulary
from contratrata.ground.imports.public import OWN_COLUMNS, plain
from contratrata.ground.kinds.public import Answers, Fact, Where

from ..file.documents import Document
from ..file.questions import FILE
from ..htcds.public import ReadCase
from ..inputs import NewAssertion, NewCase
from ..states import CaseState

SOURCE = "htcds"
_TELEPHONES = ("prs_HomePhone", "prs_MobilePhone", "prs_Email")
_ADDRESS = ("prs_MailingStreet", "prs_MailingCity", "prs_MailingState", "prs_MailingPostalCode")


def new_case(
    read: ReadCase, *, key: str, responsible_id: Any = None, today: dt.date | None = None
) -> NewCase:
    """The case that a row becomes. `today`: the day the file was read; `key`: what the row is known by."""
    day = today or clock.today()
    registered = _registered(read.registered_on, day)
    state = CaseState(read.text("cas_Status") or CaseState.ACTIVE)
    closed = state in (CaseState.CLOSED, CaseState.CLOSED_REFERRED)
    why = read.text("cas_ReasonForCaseClosure") if closed else ""
    values = _values(read)
    age = read.age if read.birth is None else None
    return NewCase(
        values=values,
        age_on=(registered.date() if registered else day) if age else None,
        assertion=_assertion(read),
        note=_note(read),
        unmapped=_unmapped(read),
        responsible_id=responsible_id,
        state=state,
        closure_reason=(vocabulary("closure_reason").from_standard("htcds", why) or "") if why else "",
        source=SOURCE,
        source_id=key,
        registered_at=registered,
    )


def _registered(partial_date: PartialDate | None, today: dt.date) -> dt.datetime | None:
    """Noon of the day the file tells (the first of its month or year); now when it tells none, or today."""
    if partial_date is None or partial_date.earliest() >= today:
        return None
    return timezone.make_aware(dt.datetime.combine(partial_date.earliest(), dt.time(12)))


def _day(values: Any) -> dt.date | None:
    return (
        values.earliest() if isinstance(values, PartialDate) and values.precision is Precision.DAY else None
    )


def _values(read: ReadCase) -> dict[str, Any]:
    """The answers a row gives: each question takes the field its standard names, some what is made of several."""
    values: dict[str, Any] = {
        fact.name: value
        for fact in FILE.facts
        if (value := _value(fact, read.facts.get(fact.standards.get("htcds", f"x_{fact.name}")))) is not None
    }
    age = read.age if read.birth is None else None
    number = read.text("prs_IdentityNumber")
    languages = (*read.codes("prs_PrimaryLanguage"), *read.codes("prs_SecondaryLanguage"))
    return values | {
        "given_names": read.given_names,
        "first_surname": read.surname,
        "second_surname": read.second_surname,
        "alias": read.alias,
        "birth_date": read.birth,
        "age_years": age.low if age else None,
        "age_estimated": bool(age and (age.estimated or age.low != age.high)),
        "languages": tuple(dict.fromkeys(languages)),
        "documents": (Document("other", "", number),) if number else (),
        "arrived_on": _day(read.facts.get("cas_IncomingReferralDate")),
        "recruitment": Where(_country_in(read.text("vic_LocationOfRecruitment"))),
        "exploitation": Where(_country_in(read.text("vic_LocationOfExploitation"))),
        **_contact(read),
    }


def _value(fact: Fact, value: Any) -> Any:
    """What was read as the kind of the question takes it. Several choices: what the row names is a yes."""
    if isinstance(fact.kind, Answers) and value:
        return dict.fromkeys(value if isinstance(value, tuple) else (value,), True)
    if isinstance(fact.kind.empty, tuple) and isinstance(value, str):
        return (value,)
    if isinstance(value, Answer):
        return value.as_bool()
    return value if isinstance(value, (type(fact.kind.empty), PartialDate)) else None


def _contact(read: ReadCase) -> dict[str, str]:
    known = [read.text(field) for field in _TELEPHONES if read.text(field)]
    place = [read.text(field) for field in _ADDRESS if read.text(field)]
    if country := read.text("prs_MailingCountry"):
        place.append(country_name(country))
    detail = [_("De un registro anterior; no se sabe si es seguro:"), *known] if known else []
    return {"contact_detail": "\n".join(detail)[:500], "address": ", ".join(place)[:500]}


def _country_in(place: str) -> str:
    """The country of a place in words, when its last part is one beyond doubt."""
    last = place.rsplit(",", 1)[-1].strip()
    return (country_from_text(last).code or "") if last else ""


def _assertion(read: ReadCase) -> NewAssertion | None:
    status = read.text("vic_TraffickingStatus")
    if not status:
        return None
    kind = read.text("vic_TraffickingStatusDecisionMakingOrg")
    unsaid = "" if kind else _("No consta en el archivo de origen")
    return NewAssertion(status=status, decided_by_kind=kind or "other", decided_by=unsaid)


def _note(read: ReadCase) -> str:
    """All that has no field of its own, a line each."""
    lines = [f"{label}: {text}" for label, text in _sentence(read) if text]
    if not lines:
        return ""
    return "\n".join([_("Del archivo de origen:"), *lines])[:STORY]


def _sentence(read: ReadCase) -> Iterable[tuple[str, str]]:
    yield _("Código de origen"), read.source_id or ""
    if read.registered_on and read.registered_on.precision is not Precision.DAY:
        yield _("Fecha de registro"), read.registered_on.words()
    if read.age_when_trafficked:
        yield _("Edad al momento de la trata"), read.age_when_trafficked.words()
    if read.birth is not None and read.age is not None:
        yield _("Edad"), read.age.words()
    if read.consent is not Answer.UNKNOWN:
        yield _("Consentimiento (sin decir quién ni cómo)"), str(read.consent.label)
    for field, label in _WORDS.items():
        if text := _facts(read.facts.get(field)):
            yield label(), text


def _unmapped(read: ReadCase) -> str:
    """What stands in columns that nothing here takes: it may name anybody, so it is kept apart from the story."""
    rows = ((header, plain(value)) for header, value in read.extra.items())
    lines = [
        f"{header}: {text}" for header, text in rows if text and header.strip().casefold() not in OWN_COLUMNS
    ]
    return "\n".join(lines)[:STORY]


def _facts(value: Any) -> str:
    if isinstance(value, PartialDate):
        return value.words()
    return "" if value is None else str(value)


#: Texts that go into the note, each with its label.
_WORDS: dict[str, Callable[[], str]] = {
    "prs_Salutation": lambda: _("Tratamiento"),
    "prs_Title": lambda: _("Ocupación o cargo"),
    "vic_LocationOfRecruitment": lambda: _("Lugar de captación"),
    "vic_LocationOfExploitation": lambda: _("Lugar de explotación"),
    "cas_CaseOwner": lambda: _("Responsable en el origen"),
    "cas_ReferringOrganisation": lambda: _("Organización que derivó"),
    "cas_ReferringPrimaryCaseWorker": lambda: _("Persona que derivó"),
    "cas_IncomingReferralDate": lambda: _("Derivación recibida"),
    "cas_IncomingReferralDetails": lambda: _("Detalle de la derivación recibida"),
    "cas_ReferredOrganisation": lambda: _("Organización a la que se derivó"),
    "cas_ReferredPrimaryCaseWorker": lambda: _("Persona a la que se derivó"),
    "cas_OutgoingReferralDate": lambda: _("Derivación enviada"),
    "cas_OutgoingReferralDetails": lambda: _("Detalle de la derivación enviada"),
    "cas_ReasonForCaseClosure": lambda: _("Motivo del cierre"),
    "cco_CaseComment": lambda: _("Observaciones"),
}
