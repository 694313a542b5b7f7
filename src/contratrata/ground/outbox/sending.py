"""Wanting a mail sent: queued in the transaction of the act, undone with it, sent by the worker."""

import dataclasses
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from contratrata.ground.base import ids, scope
from contratrata.ground.vault.public import master

from .kinds import Kind, declare, kind_of
from .models import Message, MessageMove
from .states import OUTBOX

#: The kind of a mail that is for nobody; it is dropped when its turn comes.
NOBODY = "outbox.nobody"
declare(Kind(NOBODY, "", "", "", "", urgent=True))


@dataclasses.dataclass(frozen=True, slots=True)
class To:
    """Whom a mail is for: a user (address, language, time zone are hers when it goes), or an address without account.

    `about` is handed to the kind's `wanted`; it is never shown. `unsubscribe`: the path where a POST by whoever holds
    it stops such mails (RFC 8058); of a user her choices stand instead.
    """

    user_id: uuid.UUID | None = None
    address: str = ""
    language: str = "es"
    about: Mapping[str, str] = dataclasses.field(default_factory=dict)
    time_zone: str = ""
    unsubscribe: str = ""

    def recipient(self) -> str:
        """A keyed hash of user or address: the same for the same mailbox, and no way back."""
        name = str(self.user_id or self.address.strip().lower())
        key = settings.SECRET_KEY.encode()
        return hmac.new(key, b"outbox-recipient|" + name.encode(), hashlib.sha256).hexdigest()[:32]


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """What is sealed of a mail."""

    address: str = ""
    link: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    about: Mapping[str, str] = dataclasses.field(default_factory=dict)
    time_zone: str = ""
    unsubscribe: str = ""

    def seal(self, row: uuid.UUID) -> bytes:
        """Sealed for the row it stands in."""
        text = json.dumps(dataclasses.asdict(self)).encode()
        sealed: bytes = master.master().encrypt(text, bound(row))
        return sealed

    @classmethod
    def of(cls, message: Message) -> "Content":
        """Opened again."""
        text = master.master().decrypt(bytes(message.sealed), bound(message.id))
        stored: dict[str, Any] = json.loads(text)
        return cls(**stored)


def bound(row: uuid.UUID) -> bytes:
    """What the sealed bytes of a mail are bound to."""
    return f"outbox_message|sealed|{row}".encode()


def send(kind: str, to: To, *, link: str = "", values: Mapping[str, str] | None = None) -> None:
    """Queue one mail; `link` is a path of the site. Raises `UnknownKind`, `ValueError` for a value no mail carries."""
    send_many(kind, [to], link=link, values=values)


@dataclasses.dataclass(frozen=True, slots=True)
class Prepared:
    """A mail that is sealed and not queued yet: what takes time, done before anything is locked."""

    message: Message
    move: MessageMove


def prepare(kind: str, to: To, *, link: str = "", values: Mapping[str, str] | None = None) -> Prepared:
    """One mail, sealed, for `put`. Raises as `send`; of a kind that somebody looks at none is prepared."""
    declared, values = kind_of(kind), values or {}
    declared.check(values, link)
    return _prepared(declared, to, link=link, values=values, batch=ids.new_id(), held=False)


def put(mails: Iterable[Prepared]) -> None:
    """Queue what was prepared, with two statements, in the transaction of the act."""
    ready = list(mails)
    with transaction.atomic():
        Message._base_manager.bulk_create([one.message for one in ready])
        MessageMove._base_manager.bulk_create([one.move for one in ready])


def send_to_nobody() -> None:
    """The same work for an address without an account: how long a page takes tells nobody whether there is one."""
    _queue(kind_of(NOBODY), [To(about={"x": "x" * 60})], link="/" + "x" * 60, values={}, held=False)


def send_many(
    kind: str, recipients: Iterable[To], *, link: str = "", values: Mapping[str, str] | None = None
) -> uuid.UUID:
    """Queue a batch of one kind; a large one is held until somebody has looked at it. Returns the batch's id.

    Raises as `send`.
    """
    declared, values = kind_of(kind), values or {}
    declared.check(values, link)
    everybody = list(recipients)
    held = declared.looked_at and len(everybody) > settings.OUTBOX_HOLD_FROM
    return _queue(declared, everybody, link=link, values=values, held=held)


def _queue(
    kind: Kind, recipients: list[To], *, link: str, values: Mapping[str, str], held: bool
) -> uuid.UUID:
    batch = ids.new_id()
    put(_prepared(kind, to, link=link, values=values, batch=batch, held=held) for to in recipients)
    return batch


def _prepared(
    kind: Kind, to: To, *, link: str, values: Mapping[str, str], batch: uuid.UUID, held: bool
) -> Prepared:
    acting = scope.current()
    realm = int(acting.realm) if acting and acting.realm else None
    verb = "hold" if held else "queue"
    row = Message(
        kind=kind.name,
        realm=realm,
        user_id=to.user_id,
        recipient=to.recipient(),
        language=to.language,
        state=OUTBOX.target(verb, ""),
        urgent=kind.urgent,
        batch=batch,
    )
    content = Content(to.address, link, values, to.about, to.time_zone, to.unsubscribe)
    row.sealed = content.seal(row.id)
    return Prepared(row, MessageMove(message=row, realm=realm, verb=verb, to_state=row.state))
