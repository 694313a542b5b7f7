"""Those who took part read a draft by a link of their own, say what they think and validate it; nobody by name.

A link names the organisation and a secret: the one says where to look, the other opens. What stands in the database is
a hash of the whole. Addresses are written into the mails alone.
"""

import base64
import binascii
import dataclasses
import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import as_seen, edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import locked, one_at_a_time
from contratrata.ground.base.scope import Scope, acting, organisation_id, required
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.nouns.public import NounMove
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault

from . import events  # noqa: F401  (declares the events of this package)
from .attended import present_at
from .mails import READ_AND_SAY
from .models import MOVES, SYSTEMATISATIONS, Comment, Reader, Round, Systematisation
from .notices import READ_UNTIL, SPOKEN, tell
from .parts import ask_about_all, written_in
from .states import SystematisationState

#: A reading lasts at most so long, and so many read a draft at once; so much is taken of them.
MOST_DAYS, MOST_READERS, MOST_COMMENTS = 60, 300, 1000
_SECRET = 24


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: whose draft, the reading, the reader; `scope` is that of the organisation's job."""

    scope: Scope
    reader: Reader
    round: Round
    row: Systematisation
    is_open: bool


def send(
    systematisation_id: uuid.UUID,
    *,
    until: dt.date,
    addresses: Sequence[str],
    expected_version: int,
    present: bool = False,
) -> Round:
    """Give one's own draft to those who took part until a day, each by a link of her own.

    `present`: to those who came to its event too, as attendance knows them; their addresses are shown to nobody.
    While they read, nobody changes it; sent again, it goes to those who are new. Raises `Conflict`, `DomainError`,
    `Doubt`, `NotAllowed`, `WrongState`.
    """
    wanted = _addresses(addresses, needed=not present)
    today = clock.today()
    if not today < until <= today + dt.timedelta(days=MOST_DAYS):
        raise DomainError(_("Elija un día de los próximos %(n)s.") % {"n": MOST_DAYS}, field="until")
    with transaction.atomic():
        row = owned(systematisation_id)
        as_seen(row, expected_version)
        written = written_in(row.id)
        if not any(one.kind == "summary" for one in written):
            raise WrongState(_("Escriba primero el resumen: es lo que leerán antes que nada."))
        ask_about_all(written)
        current = begin(row, until)
        language = get_language() or settings.LANGUAGE_CODE
        people = [outbox.To(address=one, language=language) for one in wanted]
        number = _invite(current, [*people, *(present_at(row) if present else ())])
        audit.record("systematisation.sent", kind="systematisations", subject=row.id, readers=number)
    return current


def begin(row: Systematisation, until: dt.date) -> Round:
    """Let it be read until a day, or until another one while it is being read; part of the act that gives it out."""
    if MOVES.state(MOVES.of(row.id).first()) == SystematisationState.WITH_PARTICIPANTS:
        current = last_round(row.id)
        current.until = until
        current.save(update_fields=["until"])
        return current
    nouns.judge(SYSTEMATISATIONS, row, "send")
    former = Round.objects.filter(organisation_id=row.organisation_id, systematisation_id=row.id)
    former.filter(ended_at=None).update(ended_at=clock.now())
    current = Round(systematisation_id=row.id, until=until)
    current.save(force_insert=True)
    return current


def link_for(current: Round, mark: uuid.UUID) -> str:
    """The secret of a new reader's link; it stands nowhere."""
    token = new_token(current.organisation_id)
    Reader(round_id=current.id, token_hash=_hash(token), mark=mark).save(force_insert=True)
    return token


def _addresses(typed: Sequence[str], *, needed: bool) -> list[str]:
    result: list[str] = []
    for address in (one.strip().lower() for one in typed):
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            message = _("«%s» no es un correo completo. Escriba uno por línea.") % address[:80]
            raise DomainError(message, field="addresses") from None
        result.append(address)
    if not result and needed:
        raise DomainError(_("Escriba al menos un correo."), field="addresses")
    if len(result) > MOST_READERS:
        words = _("Son demasiados: hasta %(n)s cada vez.") % {"n": MOST_READERS}
        raise DomainError(words, field="addresses")
    return list(dict.fromkeys(result))


def _invite(current: Round, recipients: Sequence[outbox.To]) -> int:
    """A link for each address that has none in this reading yet; returns for how many."""
    marks = {
        one.address.strip().lower(): (_marks(current, one.address.strip().lower()), one) for one in recipients
    }
    every = [mark for some, _one in marks.values() for mark in some]
    known = set(Reader.objects.filter(round_id=current.id, mark__in=every).values_list("mark", flat=True))
    new = [(some[0], one) for some, one in marks.values() if known.isdisjoint(some)]
    tokens = {mark: new_token(current.organisation_id) for mark, _one in new}
    Reader.objects.bulk_create(
        Reader(round_id=current.id, token_hash=_hash(token), mark=mark) for mark, token in tokens.items()
    )
    outbox.put(
        outbox.prepare(
            READ_AND_SAY, one, link=reverse("systematisations:read", args=[one.language, tokens[mark]])
        )
        for mark, one in new
    )
    return len(new)


def new_token(organisation: uuid.UUID) -> str:
    """A link's secret, which says in whose house it opens something."""
    return base64.urlsafe_b64encode(organisation.bytes + secrets.token_bytes(_SECRET)).decode().rstrip("=")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _marks(current: Round, address: str) -> list[uuid.UUID]:
    """Those of an address in one reading, that of today first: keyed, so that nobody finds out whose they are.

    By the keys of the organisation, so that who was asked before a key was turned is not asked again.
    """
    words = f"reader|{current.id}|{address}".encode()
    return [uuid.UUID(bytes=hmac.digest(key, words, "sha256")[:16]) for key in vault.ring().token_keys]


def find(token: str) -> Opened | None:
    """What this link opens, or None: unknown, of a draft that is gone, or no link at all."""
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(data) != 16 + _SECRET:
        return None
    house = Organisation.objects.filter(id=uuid.UUID(bytes=data[:16]), left_at=None).first()
    if house is None:
        return None
    scope = job_scope(house)
    with acting(scope):
        reader = Reader.objects.filter(organisation_id=house.id, token_hash=_hash(token)).first()
        current = Round.objects.filter(id=reader.round_id).first() if reader else None
        row = SYSTEMATISATIONS.rows().filter(id=current.systematisation_id).first() if current else None
        if reader is None or current is None or row is None:
            return None
        state = MOVES.state(MOVES.of(row.id).first())
        in_time = current.ended_at is None and clock.today() <= current.until
        return Opened(
            scope, reader, current, row, in_time and state == SystematisationState.WITH_PARTICIPANTS
        )


def validate_by_link(opened: Opened) -> None:
    """Say that what the draft tells is so; by nobody's name, once a link. Raises `WrongState`."""
    with acting(opened.scope):
        _check_open(opened)
        changed = Reader.objects.filter(id=opened.reader.id, validated_at=None).update(
            validated_at=clock.now()
        )
        if changed:
            audit.record("systematisation.validated", kind="systematisations", subject=opened.row.id)


def comment_by_link(
    opened: Opened, *, words: str, part_id: uuid.UUID | None = None, token: uuid.UUID | None = None
) -> Comment:
    """Say something of the draft, or of a part of it. Raises `DomainError`, `WrongState`."""
    sentence = texts.required(words, field="words", message=_("Escriba su observación."))
    with acting(opened.scope):
        _check_open(opened)
        rows = Comment.objects.filter(organisation_id=organisation_id(), systematisation_id=opened.row.id)

        def new() -> Comment:
            if rows.count() >= MOST_COMMENTS:
                raise WrongState(_("Ya hay demasiadas observaciones. Gracias: no hacen falta más."))
            about = part_id if part_id in {one.row.id for one in written_in(opened.row.id)} else None
            comment = Comment(
                round_id=opened.round.id, systematisation_id=opened.row.id, part_id=about, once=token
            )
            comment.seal(vault.ring().drafts(), words=sentence, answer="")
            comment.save(force_insert=True)
            audit.record("systematisation.commented", kind="systematisations", subject=opened.row.id)
            tell(SPOKEN, organisation_id(), opened.row.id)
            return comment

        return once(token, rows, new)


def _check_open(opened: Opened) -> None:
    one_at_a_time(str(opened.row.id))  # with its moves
    if (
        MOVES.state(MOVES.of(opened.row.id).first()) != SystematisationState.WITH_PARTICIPANTS
        or not opened.is_open
    ):
        raise WrongState(_("El plazo para leerla terminó."))


def collect_what_is_over() -> int:
    """Collect what was said where the last day is over, and tell whose it is; what the worker calls every hour."""
    number = 0
    for house in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(house)):
            over = Round.objects.filter(organisation_id=house.id, ended_at=None, until__lt=clock.today())
            own = SYSTEMATISATIONS.rows().filter(
                organisation_id=house.id, id__in=over.values("systematisation_id")
            )
            for row in MOVES.in_state(own, SystematisationState.WITH_PARTICIPANTS).order_by("id"):
                one_at_a_time(str(row.id))
                if MOVES.state(MOVES.of(row.id).first()) == SystematisationState.WITH_PARTICIPANTS:
                    nouns.judge(SYSTEMATISATIONS, row, "collect")
                    tell(READ_UNTIL, house.id, row.id)
                    number += 1
    return number


def answer(comment_id: uuid.UUID, *, taken: bool, words: str, expected_version: int) -> Comment:
    """Say what came of a comment, in one's own organisation. Raises `Conflict`, `DomainError`, `NotAllowed`."""
    if not SYSTEMATISATIONS.may_write(required()):
        raise NotAllowed(_("Esto lo atiende quien representa a su organización."))
    sentence = texts.clean(words, field="words", most=texts.LONG, lines=True)
    if not taken and not sentence:
        raise DomainError(_("Escriba por qué no se incorpora."), field="words")
    with transaction.atomic():
        own = Comment.objects.filter(organisation_id=organisation_id())
        comment: Comment = locked(own, comment_id, _("Esta observación ya no está."))
        edit(comment, expected_version)
        comment.taken, comment.answered_at = taken, clock.now()
        comment.seal(vault.ring().drafts(), answer=sentence)
        comment.save()
        audit.record("systematisation.answered", kind="systematisations", subject=comment.systematisation_id)
    return comment


def validate(systematisation_id: uuid.UUID, *, expected_version: int) -> NounMove:
    """Say that one's own is validated: somebody did, and everything that was said is answered.

    Raises `Conflict`, `NotAllowed`, `WrongState`.
    """
    with transaction.atomic():
        row = owned(systematisation_id)
        as_seen(row, expected_version)
        numbers = numbers_of(row.id)
        if not numbers["validated"]:
            raise WrongState(_("Todavía nadie de quienes participaron la validó."))
        waiting = numbers["comments"] - numbers["answered"]
        if waiting:
            words = ngettext(
                "Falta responder a %(n)s observación.", "Falta responder a %(n)s observaciones.", waiting
            )
            raise WrongState(words % {"n": waiting})
        current = last_round(row.id)
        current.numbers = numbers
        current.save(update_fields=["numbers"])
        return nouns.judge(SYSTEMATISATIONS, row, "validate")


def numbers_of(systematisation_id: uuid.UUID) -> dict[str, int]:
    """How many were asked, validated, how much was said, answered and taken up, in one's own organisation."""
    rounds = Round.objects.filter(systematisation_id=systematisation_id).order_by("-at")
    readers = Reader.objects.filter(organisation_id=organisation_id(), round_id__in=rounds.values("id")[:1])
    comments = Comment.objects.filter(
        organisation_id=organisation_id(), systematisation_id=systematisation_id
    )
    return {
        "asked": readers.count(),
        "validated": readers.exclude(validated_at=None).count(),
        "comments": comments.count(),
        "answered": comments.exclude(taken=None).count(),
        "taken": comments.filter(taken=True).count(),
    }


def last_round(systematisation_id: uuid.UUID) -> Round:
    """The last reading. Raises `WrongState` when there was none."""
    row = Round.objects.filter(systematisation_id=systematisation_id).order_by("-at", "-id").first()
    if row is None:
        raise WrongState(_("Todavía no la leyó nadie de quienes participaron."))
    return row


def owned(systematisation_id: uuid.UUID) -> Systematisation:
    """One's own, under its lock. Raises `NotAllowed`."""
    one_at_a_time(str(systematisation_id))
    row = SYSTEMATISATIONS.rows().select_for_update().filter(id=systematisation_id).first()
    if row is None or not SYSTEMATISATIONS.owns(required(), row):
        raise NotAllowed(_("Esto lo decide la organización que la empezó."))
    return row
