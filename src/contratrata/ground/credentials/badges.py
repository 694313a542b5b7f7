"""A credential as Open Badges 3.0 writes it: who issued what to whom, the holder by salted hashes only."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Award
from .proofs import BADGES, CREDENTIALS, Document
from .states import ACHIEVEMENTS, Kind


class Holder(NamedTuple):
    """To whom: in which language, and what she did for it in words. `id`: of her credential, where the package that
    issues has to know it again."""

    name: str
    email: str = ""
    language: str = "es"
    evidence: str = ""
    id: uuid.UUID | None = None


def did(issuer_id: uuid.UUID) -> str:
    """The name of an issuer for machines: it leads to `urls.keys`, where her public keys stand."""
    host = quote(urlsplit(settings.SITE_ADDRESS).netloc, safe="")
    return f"did:web:{host}:credenciales:emisores:{issuer_id}"


def address(name: str, *args: object) -> str:
    """The absolute address of one of our pages."""
    return settings.SITE_ADDRESS + reverse(f"credentials:{name}", args=args)


def extent(award: Award) -> str:
    """How much it was, in the active language: «40 horas, con examen»."""
    hours = ngettext("%(n)s hora", "%(n)s horas", award.hours) % {"n": award.hours} if award.hours else ""
    return ", ".join(filter(None, (hours, str(award.detail))))


def day_words(day: dt.date | None) -> str:
    """A day as a certificate says it."""
    return date_format(day, "DATE_FORMAT") if day else ""


def accreditation(award: Award) -> str:
    """Who accredits it, with how many credits."""
    return ", ".join(filter(None, (award.accredited_by, award.credits)))


def document(
    award: Award, holder: Holder, *, issuer: str, code: str, list_id: uuid.UUID, place: int
) -> Document:
    """The credential before it is signed, in the language of its holder."""
    with translation.override(holder.language):
        result: Document = {
            "@context": [CREDENTIALS, BADGES],
            "id": address("code", holder.language, code),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": str(award.name),
            "issuer": {"id": did(award.organisation_id), "type": ["Profile"], "name": issuer},
            "validFrom": f"{award.on}T00:00:00Z",
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": list(_hashed(holder)),
                "achievement": {
                    "id": award.id.urn,
                    "type": ["Achievement"],
                    "achievementType": ACHIEVEMENTS[Kind(award.kind)],
                    "name": str(award.name),
                    "description": str(award.topics) or str(award.name),
                    "criteria": {"narrative": extent(award) or _("Participó.")},
                    "inLanguage": award.name.reading().language,
                },
            },
            "credentialStatus": {
                "id": f"{address('status', list_id)}#{place}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": str(place),
                "statusListCredential": address("status", list_id),
            },
        }
    if award.until:
        result["validUntil"] = f"{award.until}T23:59:59Z"
    if holder.evidence:
        result["evidence"] = [{"type": ["Evidence"], "narrative": holder.evidence}]
    return result


def _hashed(holder: Holder) -> Iterator[Document]:
    """Who holds it, so that whoever knows her name or address can check it and nobody can read it."""
    for kind, text in (("emailAddress", holder.email), ("name", holder.name)):
        if text:
            salt = secrets.token_hex(16)
            yield {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$" + hashlib.sha256((text + salt).encode()).hexdigest(),
                "identityType": kind,
                "salt": salt,
            }


def is_of(document: Document, text: str) -> bool:
    """Whether a credential of ours is of who has this name or address."""
    names = {text, text.lower()}
    return any(
        one["identityHash"] == "sha256$" + hashlib.sha256((name + one["salt"]).encode()).hexdigest()
        for one in document["credentialSubject"]["identifier"]
        for name in names
    )


def status_list(issuer_id: uuid.UUID, list_id: uuid.UUID, bits: str, at: str) -> Document:
    """The credential that says which of a list were revoked, before it is signed."""
    return {
        "@context": [CREDENTIALS],
        "id": address("status", list_id),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(issuer_id),
        "validFrom": at,
        "credentialSubject": {
            "id": f"{address('status', list_id)}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits,
        },
    }
