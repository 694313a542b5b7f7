"""Checking a credential: by what we published, never by what the file tells about itself.

A file is ours when a document with its very hash was signed (`Issued`); only then is its proof computed, so that no
stranger's document is ever canonicalised here.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from contratrata.ground.base import clock

from . import baking, bits, keyring, proofs
from .models import Issued, StatusList
from .states import Finding


class Mark(NamedTuple):
    """What a check needs to know of a credential: which signed document, by which key, its bit, until when."""

    digest: bytes
    public: str
    list_id: uuid.UUID
    place: int
    until: dt.date | None


class Checked(NamedTuple):
    """What was found, and the document where it is as we signed it."""

    finding: Finding
    document: proofs.Document | None = None
    listed_at: str = ""


def check_file(content: bytes) -> Checked:
    """Check a file with a credential in it (JSON, PNG, SVG)."""
    text = baking.credential_in(content)
    try:
        document = json.loads(text, object_pairs_hook=_without_doubles) if text else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or not isinstance(document.get("proof"), dict):
        return Checked(Finding.FOREIGN)
    method = str(document["proof"].get("verificationMethod", ""))
    public = method.partition("#")[2]
    if keyring.authentic(public) is None:
        return Checked(Finding.FOREIGN)
    digest = proofs.digest(document)
    if not Issued.objects.filter(digest=digest, public=public).exists() or not proofs.holds(document, public):
        return Checked(Finding.ALTERED)
    return check(mark_of(document, digest, public), document)


def mark_of(document: proofs.Document, digest: bytes, public: str) -> Mark:
    """The marks of a document that is as we signed it."""
    status, until = document["credentialStatus"], document.get("validUntil", "")
    return Mark(
        digest,
        public,
        uuid.UUID(status["statusListCredential"].rstrip("/").rsplit("/", 1)[1]),
        int(status["statusListIndex"]),
        dt.date.fromisoformat(until[:10]) if until else None,
    )


def mark_of_copy(values: Mapping[str, Any]) -> Mark:
    """The same of what a code opens (`operations.show`)."""
    return Mark(
        bytes.fromhex(values["digest"]),
        values["public"],
        uuid.UUID(values["list"]),
        values["place"],
        dt.date.fromisoformat(values["until"]) if values["until"] else None,
    )


def check(mark: Mark, document: proofs.Document | None = None) -> Checked:
    """Whether one that we signed still counts."""
    issued = Issued.objects.filter(digest=mark.digest, public=mark.public).first()
    key = keyring.authentic(mark.public)
    status = StatusList.objects.filter(id=mark.list_id).first()
    if issued is None or key is None or status is None:
        return Checked(Finding.ALTERED)
    if key.stolen_since is not None and clock.day_of(issued.published_at) >= key.stolen_since:
        return Checked(Finding.STOLEN)
    signed = json.loads(status.document)
    if not _signed_by_us(signed):
        return Checked(Finding.ALTERED)
    if bits.is_set(signed["credentialSubject"]["encodedList"], mark.place):
        finding = Finding.REVOKED
    elif mark.until is not None and mark.until < clock.today():
        finding = Finding.EXPIRED
    else:
        finding = Finding.VALID
    return Checked(finding, document, signed["validFrom"])


def _signed_by_us(document: proofs.Document) -> bool:
    """Whether a status list is as an organisation of ours signed it."""
    public = document["proof"]["verificationMethod"].partition("#")[2]
    return keyring.authentic(public) is not None and proofs.holds(document, public)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A part that stands twice is read in two ways: no document of ours has any."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("twice")
    return result
