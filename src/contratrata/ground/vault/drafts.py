"""What somebody was typing, kept sealed: it outlives the idle lock, a lost connection and a closed browser.

A draft belongs to one person acting in one organisation, is found by a key that the page chooses
(`case:new`, `referral:GT-7KQ2-41XC`: codes, never names), goes when the form succeeded or after a week.
"""

import contextlib
import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence

import tink
from django.db.models.functions import Length
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError, NoScope

from . import keys
from .models import TypedDraft
from .resealing import Column

KEPT_FOR = dt.timedelta(days=7)
TABLE = "vault_typeddraft"
#: Keys of forms that were sent when the session could not take them: only the server keeps those.
SENT = "sent:"
LARGEST = 200_000  # bytes of JSON
#: A person keeps so many drafts, of so many bytes in sum; the oldest give way.
MOST, LARGEST_SUM = 60, 2_000_000
_KEY = re.compile(r"[A-Za-z0-9:_./-]{1,120}")
#: Never kept: tokens and secrets of sign-in, and what drafts themselves add. A form's `once` is kept, so that
#: what is sent again after the lock is still the same sending.
_DROPPED = re.compile(r"^(csrfmiddlewaretoken|made_for|draft|suspended|credential|secret|.*password.*)$")

Fields = Mapping[str, Sequence[str]]
#: Is told of a draft by its key: that it was kept now, or that it is gone.
Listener = Callable[[str, bool], None]
_listeners: dict[str, Listener] = {}


def listen(prefix: str, heard: Listener) -> None:
    """Let `heard` be told of each draft whose key begins so, in the scope and the transaction of who types."""
    _listeners[prefix] = heard


def _tell(key: str, *, stored: bool) -> None:
    for prefix, heard in _listeners.items():
        if key.startswith(prefix):
            heard(key, stored)


def keep(key: str, fields: Fields) -> int:
    """Seal these fields under `key` in place of what was there. Returns how many older drafts gave way.

    Raises `DomainError` when it may not be.
    """
    if not _KEY.fullmatch(key):
        raise DomainError(_("Ese borrador no tiene una clave que valga."))
    stored = {name: list(values) for name, values in fields.items() if not _DROPPED.match(name)}
    text = json.dumps(stored, ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        raise DomainError(_("Lo escrito es demasiado largo para guardarlo como borrador."))
    user_id, now = _person(), clock.now()
    TypedDraft.objects.filter(user_id=user_id, expires_at__lt=now).delete()
    former = TypedDraft.objects.filter(user_id=user_id, key=key).values_list("sealed", flat=True).first()
    sealer = keys.ring().drafts()
    sealed = sealer.seal(text, table=TABLE, column="sealed", row=_place(key), former=former)
    TypedDraft.objects.bulk_create(
        [TypedDraft(user_id=user_id, key=key, sealed=sealed, at=now, expires_at=now + KEPT_FOR)],
        update_conflicts=True,
        unique_fields=["organisation_id", "user_id", "key"],
        update_fields=["sealed", "at", "expires_at"],
    )
    _tell(key, stored=True)
    return _make_room(user_id)


def _make_room(user_id: uuid.UUID) -> int:
    """Let the oldest drafts go beyond what a person may keep."""
    mine = TypedDraft.objects.filter(user_id=user_id).order_by("-at", "id")
    total, beyond = 0, []
    for number, (row_id, size) in enumerate(mine.values_list("id", Length("sealed")), 1):
        total += size
        if number > MOST or total > LARGEST_SUM:
            beyond.append(row_id)
    if beyond:
        TypedDraft.objects.filter(id__in=beyond).delete()
    return len(beyond)


def _place(key: str, user_id: uuid.UUID | None = None) -> uuid.UUID:
    """What the sealed bytes are bound to: this person's draft of this key, shown in no other's place."""
    return uuid.uuid5(user_id or _person(), key)


#: Drafts, when the organisation's keys are turned.
SEALED = Column(
    TABLE,
    "sealed",
    "organisation",
    lambda row: f"{TABLE}|sealed|{_place(row['key'], row['user_id'])}".encode(),
    needs=("user_id", "key"),
)


def _person() -> uuid.UUID:
    result = scope.required().user_id
    if result is None:
        raise NoScope("A draft belongs to a person")
    return result


def restore(key: str) -> dict[str, list[str]] | None:
    """The fields the acting person kept under `key` in the acting organisation, or None. Writes nothing."""
    return restore_under(key, exactly=True).get(key)


def restore_under(prefix: str, *, exactly: bool = False) -> dict[str, dict[str, list[str]]]:
    """The fields of every draft whose key begins so (or is so), by key; one query. Writes nothing."""
    mine = TypedDraft.objects.filter(user_id=_person(), expires_at__gte=clock.now())
    rows = list(mine.filter(key=prefix) if exactly else mine.filter(key__startswith=prefix))
    opened: dict[str, dict[str, list[str]]] = {}
    sealer = keys.ring().drafts() if rows else None
    for row in rows:
        assert sealer is not None  # noqa: S101  (there is one where there are rows)
        with contextlib.suppress(tink.TinkError):
            text = sealer.open(row.sealed, table=TABLE, column="sealed", row=_place(row.key))
            opened[row.key] = json.loads(text)
    return opened


def fill(form: BaseForm, result: Fields | None) -> None:
    """Show what was kept in an unbound form, field by field as its widgets read it, without judging it."""
    if not result:
        return
    data = QueryDict(mutable=True)
    for name, values in result.items():
        data.setlist(name, list(values))
    for name, field in form.fields.items():
        prefixed = form.add_prefix(name)  # parts follow `_`; what is typed beside a list follows `-`
        if any(sent == prefixed or sent.startswith((f"{prefixed}_", f"{prefixed}-")) for sent in result):
            form.initial[name] = field.widget.value_from_datadict(data, {}, prefixed)


def forget(key: str) -> None:
    """The form succeeded: its draft goes, in the same transaction."""
    TypedDraft.objects.filter(user_id=_person(), key=key).delete()
    _tell(key, stored=False)


def forget_under(prefix: str) -> None:
    """All drafts of one thing go with it."""
    TypedDraft.objects.filter(user_id=_person(), key__startswith=prefix).delete()


def clean_up() -> int:
    """Remove the expired drafts of the acting organisation (a job's scope, no person). Returns how many."""
    return TypedDraft.objects.filter(expires_at__lt=clock.now()).delete()[0]
