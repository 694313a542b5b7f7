"""Signing up: anybody, by a link that invites, or proposed by an organisation. Without an account."""

import dataclasses
import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.at_once import AtOnce
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Fact, Values, check_values
from contratrata.ground.network.public import job_scope
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault

from .. import asking, links, mails, places
from .. import events as _events  # noqa: F401  (declares the events of this package)
from ..happenings import Door, Happening
from ..models import Registration, RegistrationMove, Terms
from ..queries import terms_of
from ..states import LIVING, REGISTRATION, State
from ._moving import locked, mail, move, prepared, public_text

_VERBS = {State.ASKED: "ask", State.PLACED: "place", State.WAITING: "queue"}
#: Her link is mailed again at most so often, however often somebody writes her address.
LINK_AGAIN = dt.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class _Sending:
    """What was sent, checked and sealed, with the mail that goes when she is new.

    `keys`: of her address at this event, by the key of today first. `row`, `subject`: unsaved.
    """

    happening: Happening
    facts: tuple[Fact, ...]
    values: Values
    keys: Sequence[uuid.UUID]
    row: Registration
    subject: vault.SubjectKey
    mail: outbox.Prepared


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
    mailed her link. `nominated_by`: an organisation, by id and name. Who signs up at the same moment is written in one
    transaction with others, unless the caller has one open. Raises `DomainError`, `WrongState`.
    """
    inside = connection.in_atomic_block
    with acting(job_scope(happening.organisation)):
        terms = terms_of(happening)
        check_open(happening, terms, invitation=invitation, nominated=nominated_by is not None)
        sending = _sealed(happening, terms, values, language, nominated_by)
    return _write([sending])[0] if inside else _AT_ONCE.do(happening.id, sending)


def _sealed(
    happening: Happening,
    terms: Terms | None,
    values: Values,
    language: str,
    by: tuple[uuid.UUID, str] | None,
) -> _Sending:
    """All that takes time, done while others are written."""
    facts = asking.facts_of(happening, terms)
    checked = check_values(facts, {fact.name: fact.kind.empty for fact in facts} | dict(values))
    keys = links.address_keys(happening.id, checked["email"], vault.ring())
    subject, sealer = vault.ring().new_subject()
    row = Registration(
        event_id=happening.id, subject_id=sealer.subject_id, email_key=keys[0], language=language,
        time_zone=asking.zone_of(checked["country"], happening), nominated_by_id=by[0] if by else None,
    )  # fmt: skip
    asking.put(row, facts, checked, sealer)
    if by:
        ready = prepared(
            mails.NOMINATED, happening, row, email=checked["email"], organisation=public_text(by[1])
        )
    else:
        ready = prepared(mails.CONFIRM, happening, row, email=checked["email"])
    return _Sending(happening, facts, checked, keys, row, subject, ready)


def _write(sendings: Sequence[_Sending]) -> list[Registration]:
    """Decide over these, of one event, in their order, and write them, while nobody else takes or frees a place.

    Those whose address is new together, by as many statements as for one; the others, which are few, one by one.
    """
    happening = sendings[-1].happening
    with acting(job_scope(happening.organisation)):
        places.alone(happening.id)
        terms = terms_of(happening)
        rows = Registration.objects.filter(organisation_id=happening.organisation.id, event_id=happening.id)
        asked = [key for one in sendings for key in one.keys]
        known: dict[uuid.UUID | None, uuid.UUID] = dict(
            rows.filter(email_key__in=asked).values_list("email_key", "id")
        )
        new, again = [], []
        for one in sendings:
            former = next((known[key] for key in one.keys if key in known), None)
            if former is None:
                known[one.keys[0]] = one.row.id
                new.append(one)
            else:
                again.append((one, former))
        _write_new(new, terms)
        done = {one.row.id: one.row for one in new}
        results = {id(one): one.row for one in new}
        for one, former in again:
            results[id(one)] = _again(one, terms, done.get(former) or locked(former))
    return [results[id(one)] for one in sendings]


def _write_new(sendings: Sequence[_Sending], terms: Terms | None) -> None:
    """Write these with their first moves, places counted once; the lock is held."""
    if not sendings:
        return
    happening = sendings[0].happening
    limits = places.limits_of(happening.facts.capacity, terms)
    taken = places.taken(happening.id) if limits.most else Counter[places.Quota]()
    for one in sendings:
        verb = (
            "ask" if happening.facts.approval else "queue" if limits.full(taken, one.row.traits) else "place"
        )
        if verb == "place":
            places.take(taken, one.row.traits)
        one.row.due_at = happening.wait() if verb == "place" else None
        one.row.state = REGISTRATION.target(verb, "")
    vault.SubjectKey.objects.bulk_create(one.subject for one in sendings)
    Registration.objects.bulk_create(one.row for one in sendings)
    RegistrationMove.objects.bulk_create(
        RegistrationMove(
            registration_id=one.row.id, verb=_VERBS[State(one.row.state)], to_state=one.row.state,
            by_organisation_id=one.row.nominated_by_id,
        )
        for one in sendings
    )  # fmt: skip
    outbox.put(one.mail for one in sendings)
    audit.record_many(
        audit.entry("registration.signed_up", kind="registration", subject=one.row.id) for one in sendings
    )


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


def _again(sending: _Sending, terms: Terms | None, row: Registration) -> Registration:
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
    verb = first_verb(happening, terms, row)
    move(row, verb, due_at=happening.wait() if verb == "place" else None)
    return row


_AT_ONCE = AtOnce[_Sending, Registration](_write)
