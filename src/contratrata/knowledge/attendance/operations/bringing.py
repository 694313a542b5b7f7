"""A report is brought, explained where it is not clear, and taken back."""

import base64
import hmac
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.sheets.public import FileProblem
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from .. import people
from ..matching import How, Registered, Shown, identity, match
from ..models import Identity, Report, Stay
from ..queries import meeting_of
from ..reports import report as reports
from ..reports.reading import read
from ..states import ReportState, Source
from ._common import own_event, own_session, tokens_of

MOST_BYTES = 5 * 1024 * 1024


def bring(*, event_id: uuid.UUID, session_id: uuid.UUID, content: bytes, token: uuid.UUID) -> Report:
    """Take a report of a session, or keep it sealed while there are questions about it.

    Raises `NotAllowed`; `DomainError` on `file` for what is no report, or was brought already.
    """
    if len(content) > MOST_BYTES:
        raise DomainError(_("El archivo pesa más de 5 MB: no es el informe de una sesión."), field="file")
    event = own_event(event_id)
    session = own_session(event, session_id)

    def new() -> Report:
        digest = hmac.digest(vault.ring().token_key, content, "sha256").hex()
        if Report.objects.filter(session_id=session_id, digest=digest).exists():
            raise DomainError(_("Este archivo ya se trajo para esta sesión."), field="file")
        row = Report(event_id=event_id, session_id=session_id, digest=digest, once=token)
        understood = _understood(content, event, session, {})
        row.platform, row.lines = understood.platform, len(understood.stays)
        row.state = ReportState.ASKED if understood.questions else ReportState.TAKEN
        if understood.questions:
            row.seal(vault.ring().drafts(), content=base64.b64encode(content).decode())
        row.save(force_insert=True)
        _take(row, understood.stays)
        audit.record("attendance.brought", kind="events", subject=event_id, lines=row.lines)
        return row

    with transaction.atomic():
        one_at_a_time(f"attendance {session_id}")
        return once(token, Report.objects.filter(organisation_id=organisation_id()), new)


def questions_of(row: Report) -> Sequence[reports.Question]:
    """What is asked about a report that waits, with what was answered so far."""
    event = own_event(row.event_id)
    content = base64.b64decode(row.open(vault.ring().drafts(), "content")["content"])
    return _understood(content, event, own_session(event, row.session_id), row.choices).questions


def explain(report_id: uuid.UUID, *, answers: dict[str, str]) -> Report:
    """Answer what is asked about a report; it is taken as soon as nothing is left to ask.

    Raises `NotAllowed`; `WrongState` when somebody answered already.
    """
    with transaction.atomic():
        row = _locked(report_id)
        if row.state != ReportState.ASKED:
            raise WrongState(_("Alguien ya respondió: el informe está leído."))
        event = own_event(row.event_id)
        session = own_session(event, row.session_id)
        content = base64.b64decode(row.open(vault.ring().drafts(), "content")["content"])
        row.choices |= {name: value for name, value in answers.items() if value}
        understood = _understood(content, event, session, row.choices)
        if not understood.questions:
            row.state, row.content, row.lines = ReportState.TAKEN, b"", len(understood.stays)
        row.save()
        _take(row, understood.stays)
        audit.record("attendance.explained", kind="events", subject=row.event_id)
    return row


def take_back(report_id: uuid.UUID) -> uuid.UUID:
    """Take a report out, with whom only it showed; what was said of the others stays. Returns the event's id.

    Raises `NotAllowed`.
    """
    with transaction.atomic():
        row = _locked(report_id)
        event_id = row.event_id
        row.delete()
        Identity.objects.filter(event_id=event_id, stays=None).delete()
        audit.record("attendance.taken_back", kind="events", subject=event_id)
    return event_id


def _locked(report_id: uuid.UUID) -> Report:
    row = Report.objects.select_for_update().filter(id=report_id, organisation_id=organisation_id()).first()
    if row is None:
        raise NotAllowed(_("Este informe ya no está."))
    own_event(row.event_id)
    return row


def _understood(
    content: bytes, event: events.Event, session: events.Session, answers: dict[str, str]
) -> reports.Report:
    try:
        return read(lambda: [content], meeting_of(event, session), reports.Choices.of(answers))
    except FileProblem as problem:
        raise DomainError(str(problem), field="file") from None


def _take(row: Report, stays: Sequence[reports.Stay]) -> None:
    """Keep stays, each with whom it shows; those that cannot be counted are nobody's."""
    registered = [
        Registered(one.id, one.name, frozenset({one.email.lower()} - {""})) for one in people.of(row.event_id)
    ]
    identities = _identities(row.event_id, stays, registered) if stays else {}
    Stay.objects.bulk_create(
        Stay(
            event_id=row.event_id, session_id=row.session_id, report=row, source=Source.REPORT, number=stay.number,
            identity=identities.get(identity(stay)) if stay.counts else None, joined=stay.joined, left=stay.left,
            seconds=stay.seconds, exact=stay.exact, doubts=sorted(stay.doubts),
        )
        for stay in stays
    )  # fmt: skip
    row.left_out = sum(not stay.counts for stay in stays)
    row.save(update_fields=["left_out"])


def _identities(
    event_id: uuid.UUID, stays: Sequence[reports.Stay], registered: Sequence[Registered[uuid.UUID]]
) -> dict[str, Identity]:
    """Everybody whom the stays show: those that are known already, and those that are new."""
    names = {identity(stay) for stay in stays if stay.counts}
    tokens = {token: name for name in names for token in tokens_of(event_id, name)}
    rows = {
        tokens[row.token]: row for row in Identity.objects.filter(event_id=event_id, token__in=list(tokens))
    }
    answers = {name: row.registration_id for name, row in rows.items() if row.how == How.ANSWERED}
    shown = match(stays, registered, answers)
    sealer = vault.ring().drafts()
    new = [_identity(event_id, one) for one in shown if one.identity not in rows]
    for row, one in zip(new, (one for one in shown if one.identity not in rows), strict=True):
        rows[one.identity] = row.seal(sealer, name=one.name, email=one.email)
    Identity.objects.bulk_create(new)
    again = [rows[one.identity] for one in shown if _settled(rows[one.identity], one)]
    Identity.objects.bulk_update(again, ["how", "registration_id", "candidates"])
    return rows


def _identity(event_id: uuid.UUID, one: Shown[uuid.UUID]) -> Identity:
    row = Identity(event_id=event_id, token=tokens_of(event_id, one.identity)[0], how=one.how)
    row.registration_id, row.candidates = one.key, list(one.candidates)
    return row


def _settled(row: Identity, one: Shown[uuid.UUID]) -> bool:
    """Put what is known of an earlier identity now; whether that is something else. What a person said stands."""
    if row.how in (How.ANSWERED, How.UNSURE) and one.how != How.ASKED:
        return False
    if row.how == How.UNSURE or (row.how, row.registration_id) == (one.how, one.key):
        return False
    row.how, row.registration_id, row.candidates = one.how, one.key, list(one.candidates)
    return True
