"""The link of somebody with a part in an event: it lets her in as one who moderates. Nothing of it is stored.

It names organisation and person of the plan, and carries a keyed code of 128 bits; removing her shuts it.
"""

import base64
import binascii
import dataclasses
import hmac
import uuid
from typing import Any

from django.urls import reverse

from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

_MAC = 16


@dataclasses.dataclass(frozen=True, slots=True)
class Host:
    """Somebody with a part in an event, by her link."""

    organisation: Organisation
    event: Any
    speaker: events.Speaker
    name: str

    @property
    def scope(self) -> Scope:
        """Within which the rooms are read."""
        return job_scope(self.organisation)


def _code(key: bytes, raw: bytes) -> bytes:
    return hmac.digest(key, b"rooms|host|" + raw, "sha256")[:_MAC]


def path_of(speaker: events.Speaker, language: str) -> str:
    """Her page; in the scope of the organisation."""
    raw = speaker.organisation_id.bytes + speaker.id.bytes
    token = base64.urlsafe_b64encode(raw + _code(vault.ring().token_key, raw)).decode()
    return reverse("rooms:host", args=[language, token])


def host_of(token: str) -> Host | None:
    """Whom a link belongs to; None for any other, and once she has no part any more or the event is cancelled."""
    try:
        data = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    if len(data) != 32 + _MAC:
        return None
    raw, code = data[:32], data[32:]
    organisation = Organisation.objects.filter(id=uuid.UUID(bytes=raw[:16]), left_at=None).first()
    if organisation is None:
        return None
    with acting(job_scope(organisation)):
        if not any(hmac.compare_digest(_code(key, raw), code) for key in vault.ring().token_keys):
            return None
        row = events.Speaker.objects.filter(
            id=uuid.UUID(bytes=raw[16:]), organisation_id=organisation.id
        ).first()
        event = events.Event.objects.filter(id=row.event_id, cancelled_at=None).first() if row else None
        if row is None or event is None:
            return None
        return Host(organisation, event, row, str(events.values_of(events.SPEAKERS, row)["name"]))
