"""The worker's side: take what is due, send it, write down what became of it. Resumable at every point.

A mail is claimed in one transaction, sent outside any, settled in a third. A process that dies in between leaves
it `sending`; after a while it is put back once, marked as perhaps repeated. One sweep runs at a time (its loop holds a
lock), so that the throttle counts right.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

import tink
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, acting

from . import plan, render
from .kinds import UnknownKind, declared, kind_of
from .models import Message, MessageMove, Preference
from .sending import Content
from .states import ENDED, OUTBOX, Choice, State

#: The scope of the sender: the outbox of the whole platform, and nothing else.
SENDER = Scope(mail=True)
#: After so long a mail that is still going out belongs to a process that died (a server is waited for 10 s a step).
ORPHANED = dt.timedelta(minutes=2)
MOST_A_SWEEP = 500
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """Messages that go out as one mail."""

    carried: Sequence[render.Carried]
    address: str
    language: str


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt: a verb of the table of moves, and the fault in a word."""

    verb: str
    failure: str = ""


def sweep() -> int:
    """Send what is due, within the throttle. Returns how many mails went out."""
    with acting(SENDER):
        _take_up_orphans(clock.now())
    sent, server = 0, get_connection()
    try:
        for _turn in range(MOST_A_SWEEP):
            with acting(SENDER):
                claim = _claim(clock.now())
            if claim is None:
                break
            outcome = _attempt(server, claim)
            sent += outcome.verb == "deliver"
            with acting(SENDER):
                _settle(claim, outcome, clock.now())
    finally:
        server.close()
    return sent


def move(messages: Sequence[Message], verb: str, **changes: Any) -> None:
    """Move locked rows, with a row a move; `changes` are columns. Raises `WrongState`."""
    moves = []
    for one in messages:
        state = OUTBOX.target(verb, one.state)
        moves.append(
            MessageMove(message=one, realm=one.realm, verb=verb, from_state=one.state, to_state=state)
        )
        one.state = state
        for name, value in changes.items():
            setattr(one, name, value)
        if state in ENDED:
            one.sealed, one.ended_at = b"", one.ended_at or clock.now()
    Message.objects.bulk_update(messages, ["state", "sealed", "ended_at", *changes])
    MessageMove.objects.bulk_create(moves)


def _take_up_orphans(now: dt.datetime) -> None:
    gone = Message.objects.select_for_update(skip_locked=True).filter(
        state=State.SENDING, claimed_at__lt=now - ORPHANED
    )
    rows = list(gone.order_by("id"))
    move([one for one in rows if one.repeated], "give_up", failure="interrupted")
    move([one for one in rows if not one.repeated], "put_back", repeated=True)


def _claim(now: dt.datetime) -> Claim | None:
    """The next mail that may go, claimed; what is not wanted any more is dropped on the way."""
    ended = Message.objects.filter(state__in=(State.SENT, State.BOUNCED), merged_into=None)
    if ended.filter(ended_at__gt=now - MINUTE).count() >= settings.OUTBOX_PER_MINUTE:
        return None
    due = Message.objects.select_for_update(skip_locked=True).filter(state=State.QUEUED, due_at__lte=now)
    while head := due.order_by("-urgent", "due_at", "at", "id").first():
        one = _opened(head)
        if one is None:
            continue
        user = _user(head)
        address = user.email if user is not None and user.is_active else one.content.address
        moment = plan.earliest(one.kind, head.at, now, _reader(one, user, now), most=settings.OUTBOX_PER_HOUR)
        if not address or moment is None or not _wanted(one):
            move([head], "drop", failure="unwanted")
        elif moment > now:
            head.due_at = moment
            head.save(update_fields=["due_at"])
        else:
            carried = [one, *(_others(one, user, now) if one.kind.merges else ())]
            move(
                [each.message for each in carried],
                "claim",
                claimed_at=now,
                attempts=head.attempts + 1,
                merged_into=None,
            )
            return Claim(carried, address, user.language if user is not None else head.language)
    return None


def _opened(message: Message) -> render.Carried | None:
    """The message with its content; one that cannot be read, or of a kind nobody declares now, is given up."""
    try:
        return render.Carried(message, kind_of(message.kind), Content.of(message))
    except (UnknownKind, tink.TinkError, ValueError, TypeError) as fault:
        move([message], "claim", claimed_at=clock.now())
        move([message], "give_up", failure=type(fault).__name__)
        return None


def _wanted(one: render.Carried) -> bool:
    return one.kind.wanted is None or one.kind.wanted(one.message.user_id, one.content.about)


def _user(message: Message) -> Any:
    """The user it is for; of the accounts' table only address, language, time zone and whether she may come in."""
    if message.user_id is None:
        return None
    return get_user_model().objects.filter(pk=message.user_id).first()


def _reader(one: render.Carried, user: Any, now: dt.datetime) -> plan.Reader:
    message, group = one.message, one.kind.group
    mine = Message.objects.filter(
        recipient=message.recipient, state__in=(State.SENT, State.BOUNCED), merged_into=None
    )
    recent = mine.filter(ended_at__gt=now - HOUR).order_by("ended_at").values_list("ended_at", flat=True)
    merging = [kind.name for kind in declared().values() if kind.merges]
    merged = mine.filter(kind__in=merging).order_by("-ended_at").values_list("ended_at", flat=True).first()
    choice = None
    if group and message.user_id is not None:
        rows = Preference.objects.filter(user_id=message.user_id, group=group)
        choice = rows.values_list("choice", flat=True).first()
    return plan.Reader(
        time_zone=user.time_zone if user is not None else one.content.time_zone or settings.TIME_ZONE,
        choice=choice or Choice.AT_ONCE,
        merged_at=merged,
        recent=tuple(one for one in recent if one is not None),
    )


def _others(head: render.Carried, user: Any, now: dt.datetime) -> list[render.Carried]:
    """What else waits for the same recipient and may travel along."""
    merging = [kind.name for kind in declared().values() if kind.merges]
    waiting = Message.objects.select_for_update(skip_locked=True).filter(
        Q(due_at__lte=now) | Q(at__gt=now - plan.GATHER, due_at__lte=now + plan.GATHER),
        state=State.QUEUED,
        recipient=head.message.recipient,
        kind__in=merging,
    )
    if user is None:
        waiting = waiting.filter(language=head.message.language)
    along = []
    for row in waiting.exclude(pk=head.message.pk).order_by("due_at", "at", "id"):
        one = _opened(row)
        if one is None:
            continue
        if _chosen(one, user, now) and _wanted(one):
            along.append(one)
        elif not _wanted(one):
            move([row], "drop", failure="unwanted")
    return along


def _chosen(one: render.Carried, user: Any, now: dt.datetime) -> bool:
    """Whether her choice lets it go with another one now (a daily mail waits for its morning)."""
    reader = dataclasses.replace(_reader(one, user, now), merged_at=None, recent=())
    moment = plan.earliest(one.kind, one.message.at - plan.GATHER, now, reader, most=1)
    return moment is not None and moment <= now


def _attempt(server: Any, claim: Claim) -> Outcome:
    """Send one mail. Only the kind of a fault and its code are kept: what a server answers repeats the address."""
    try:
        created: EmailMultiAlternatives = render.mail(claim.carried, claim.address, claim.language)
        server.send_messages([created])
    except SMTPRecipientsRefused as refused:
        code = next((int(answer[0]) for answer in refused.recipients.values()), 0)
        return Outcome("bounce" if code >= 500 else "put_back", f"recipient {code}")
    except SMTPResponseException as answer:
        # What is refused of this very mail stays refused; who we are and whether we may can be mended meanwhile.
        final = isinstance(answer, SMTPDataError) and answer.smtp_code >= 500
        _forget(server)
        return Outcome("give_up" if final else "put_back", f"{type(answer).__name__} {answer.smtp_code}")
    except OSError as fault:
        _forget(server)
        return Outcome("put_back", type(fault).__name__)
    except (ValueError, LookupError) as fault:
        return Outcome("give_up", type(fault).__name__)
    return Outcome("deliver")


def _forget(server: Any) -> None:
    """The next mail gets a new connection."""
    try:
        server.close()
    except OSError:
        server.connection = None


def _settle(claim: Claim, outcome: Outcome, now: dt.datetime) -> None:
    ids: list[uuid.UUID] = [one.message.id for one in claim.carried]
    rows = list(Message.objects.select_for_update().filter(pk__in=ids, state=State.SENDING).order_by("id"))
    if not rows:  # taken up by another process, which will settle it
        return
    verb = outcome.verb
    if verb == "put_back" and now - min(one.at for one in rows) > dt.timedelta(
        hours=settings.OUTBOX_GIVE_UP_HOURS
    ):
        verb = "give_up"
    if verb == "put_back":
        due = now + plan.wait_after(max(one.attempts for one in rows))
        move(rows, verb, failure=outcome.failure, due_at=due)
    else:
        move(rows, verb, failure=outcome.failure)
    if verb in {"deliver", "bounce"}:
        Message.objects.filter(pk__in=ids[1:]).update(merged_into=ids[0])


def forget_old() -> int:
    """Remove what ended long ago, with its moves. Returns how many mails."""
    limit = clock.now() - dt.timedelta(days=settings.OUTBOX_KEEP_DAYS)
    with acting(SENDER):
        old = Message.objects.filter(state__in=ENDED, ended_at__lt=limit)
        removed, _by_model = old.delete()
    return removed


__all__ = ["SENDER", "Claim", "Outcome", "forget_old", "move", "sweep"]
