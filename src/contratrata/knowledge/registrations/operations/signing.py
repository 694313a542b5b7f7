"""Signing up: anybody, by a link that invites, or proposed by an organisation. Without an account."""

import dataclasses
import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Fact, Values, check_values
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault

from .. import asking, links, mails, places
from .. import events as _events  # noqa: F401  (declares the events of this package)
from ..happenings import Door, Happening
from ..models import Registration, Terms
from ..queries import terms_of
from ..states import LIVING, State
from ._moving import born, locked, mail, move, public_text

#: Her link is mailed again at most so often, however often somebody writes her address.
LINK_AGAIN = dt.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class _Sending:
    """What was sent, checked. `nominated_by`: an organisation, by id and name."""

    happening: Happening
    terms: Terms | None
    facts: tuple[Fact, ...]
    values: Values
    language: str
    nominated_by: tuple[uuid.UUID, str] | None


def sign_up(
    happening: Happening,
    *,
    values: Values,
    language: str,
    invitation: str = "",
    nominated_by: tuple[uuid.UUID, str] | None = None,
) -> Registration:
    """Sign somebody up, in the scope of the organisation that holds the event, whoever asks.

    The same address at the same event is the same registration: what is sent again writes nothing, and its owner is
    mailed her link. `nominated_by`: an organisation, by id and name. Raises `DomainError`, `WrongState`.
    """
    with acting(job_scope(happening.organisation)), transaction.atomic():
        terms = terms_of(happening)
        check_open(happening, terms, invitation=invitation, nominated=nominated_by is not None)
        facts = asking.facts_of(happening, terms)
        checked = check_values(facts, {fact.name: fact.kind.empty for fact in facts} | dict(values))
        sending = _Sending(happening, terms, facts, checked, language, nominated_by)
        keys = links.address_keys(happening.id, checked["email"], vault.ring())
        one_at_a_time(str(keys[0]))
        rows = Registration.objects.filter(organisation_id=happening.organisation.id, event_id=happening.id)
        former = rows.filter(email_key__in=keys).values_list("id", flat=True).first()
        if former is None:
            return _new(sending, keys[0])
        places.alone(happening.id)
        return _again(sending, locked(former))


def check_open(happening: Happening, terms: Terms | None, *, invitation: str, nominated: bool) -> None:
    """Raise `WrongState` in words where this way of registering is not open."""
    words = {
        Door.CLOSED: _("La inscripción ya cerró."),
        Door.PAST: _("Este evento ya pasó."),
        Door.CANCELLED: _("Este evento se canceló."),
    }
    door = happening.door()
    if door is not Door.OPEN:
        raise WrongState(words[door])
    turn = terms.turn if terms else 1
    invited = bool(invitation) and links.invites(happening.id, turn, invitation, vault.ring())
    if not nominated and not invited and happening.facts.who != "public":
        raise WrongState(_("A este evento se entra por invitación."))


def _new(sending: _Sending, email_key: uuid.UUID) -> Registration:
    """Everything is written before the places are locked, so that the next one waits for the last three statements."""
    happening, values, by = sending.happening, sending.values, sending.nominated_by
    sealer = vault.create_subject()
    row = Registration(
        event_id=happening.id, subject_id=sealer.subject_id, email_key=email_key, language=sending.language,
        time_zone=asking.zone_of(values["country"], happening), nominated_by_id=by[0] if by else None,
    )  # fmt: skip
    asking.put(row, sending.facts, values, sealer)
    if by:
        mail(mails.NOMINATED, happening, row, email=values["email"], organisation=public_text(by[1]))
    else:
        mail(mails.CONFIRM, happening, row, email=values["email"])
    audit.record("registration.signed_up", kind="registration", subject=row.id)
    verb = first_verb(happening, sending.terms, row)
    row.due_at = happening.wait() if verb == "place" else None
    born(row, verb, by_organisation_id=row.nominated_by_id)
    return row


def first_verb(happening: Happening, terms: Terms | None, row: Registration) -> str:
    """What becomes of somebody new: asked, or a place or the list, decided while nobody else takes a place."""
    if happening.facts.approval:
        return "ask"
    return fitting_verb(happening, terms, row)


def fitting_verb(happening: Happening, terms: Terms | None, row: Registration) -> str:
    """A place where she fits, else the list; nobody else takes or frees a place until the transaction ends."""
    limits = places.limits_of(happening.facts.capacity, terms)
    if not limits.most:
        return "place"
    return "queue" if limits.full(places.taken_alone(happening.id), row.traits) else "place"


def _again(sending: _Sending, row: Registration) -> Registration:
    """Who left comes back with what she writes now; anybody else is mailed her link, and nothing of hers changes."""
    happening, now = sending.happening, clock.now()
    if row.state in (*LIVING, State.DECLINED):
        if row.linked_at <= now - LINK_AGAIN:
            row.linked_at = now
            row.save(update_fields=["linked_at"])
            mail(mails.KNOWN, happening, row)
        return row
    asking.put(row, sending.facts, sending.values, vault.open_subject(row.subject_id))
    row.linked_at = row.since = now
    row.confirmed_at = None
    row.save()
    mail(mails.CONFIRM, happening, row)
    audit.record("registration.returned", kind="registration", subject=row.id)
    verb = first_verb(happening, sending.terms, row)
    move(row, verb, due_at=happening.wait() if verb == "place" else None)
    return row
