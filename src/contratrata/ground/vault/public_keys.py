"""Public keys that nobody can exchange: each stands sealed by the master keyset for the organisation it is of.

Whoever can write to the database could otherwise put a key of her own in a receiver's place and read the next referral.
A key is never trusted because it is there: it is opened with the master keyset, or derived from the private one.
"""

import logging
import uuid
from typing import Any, NamedTuple, Protocol

import tink
from django.utils.translation import gettext as _
from tink import aead, hybrid

from contratrata.ground.base.errors import DomainError

from . import keysets, master
from .models import PublicKey

_log = logging.getLogger(__name__)


class UntrustedKey(DomainError):
    """The public key of a receiver is not the one that the master keyset sealed for it: nothing is sealed to it."""


class Executes(Protocol):
    """A keeper's connection or cursor."""

    def execute(self, query: Any, params: Any = None) -> Any: ...


class Sealed(NamedTuple):
    """What was found when the public keys were sealed: how many got a seal, whose had been exchanged."""

    created: int
    wrong: list[uuid.UUID]


def seal(organisation_id: uuid.UUID, private: tink.KeysetHandle, top: aead.Aead) -> bytes:
    """The public half of a private keyset, sealed for its organisation. Others encrypt with its primary key."""
    public = keysets.only_primary_public(private.public_keyset_handle())
    clear = tink.proto_keyset_format.serialize_without_secret(public)
    sealed: bytes = top.encrypt(clear, _about(organisation_id))
    return sealed


def of(organisation_id: uuid.UUID) -> hybrid.HybridEncrypt:
    """What seals for an organisation. Raises `UntrustedKey` (logged as an error), `MasterKeyMissing`."""
    row = PublicKey.objects.filter(organisation_id=organisation_id).first()
    clear = _opened(organisation_id, row.sealed if row else None, master.master())
    if clear is None:
        _log.error(
            "The public key of organisation %s is not authentic: nothing is sealed to it", organisation_id
        )
        raise UntrustedKey(
            _(
                "La llave con la que se cierra lo que se envía a esa organización no es auténtica. "
                "No se envió nada: avise a quien administra la plataforma."
            )
        )
    result: hybrid.HybridEncrypt = tink.proto_keyset_format.parse_without_secret(clear).primitive(
        hybrid.HybridEncrypt
    )
    return result


def of_keyset(wrapped: bytes, organisation_id: uuid.UUID, top: aead.Aead) -> hybrid.HybridEncrypt:
    """What seals for an organisation, from its private keyset. Raises `tink.TinkError`."""
    result: hybrid.HybridEncrypt = _true(organisation_id, wrapped, top).primitive(hybrid.HybridEncrypt)
    return result


def seal_all(keeper: Executes) -> Sealed:
    """Seal every public key that is not sealed by the primary master key, from the private one of its organisation.

    What stands in a row is never taken over: a key that was exchanged is named, and replaced by the true one. Safe to
    repeat; costs some 0.3 ms an organisation.
    """
    top, mark = master.master(), master.mark()
    rows = keeper.execute(
        "SELECT o.organisation_id, o.private, p.sealed FROM vault_organisationkey o "
        "LEFT JOIN vault_publickey p USING (organisation_id)"
    ).fetchall()
    created, wrong = 0, []
    for organisation_id, wrapped, sealed in rows:
        true = _true(organisation_id, wrapped, top)
        standing = _opened(organisation_id, sealed, top)
        if standing is not None and standing == tink.proto_keyset_format.serialize_without_secret(true):
            if bytes(sealed).startswith(mark):
                continue
        elif sealed is not None:
            wrong.append(organisation_id)
        keeper.execute(
            "INSERT INTO vault_publickey (organisation_id, sealed) VALUES (%s, %s) "
            "ON CONFLICT (organisation_id) DO UPDATE SET sealed = EXCLUDED.sealed",
            [
                organisation_id,
                top.encrypt(tink.proto_keyset_format.serialize_without_secret(true), _about(organisation_id)),
            ],
        )
        created += 1
    return Sealed(created, wrong)


def wrong(keeper: Executes) -> list[uuid.UUID]:
    """The organisations whose public key is missing, not sealed, or not the one of their private key."""
    top = master.master()
    rows = keeper.execute(
        "SELECT o.organisation_id, o.private, p.sealed FROM vault_organisationkey o "
        "LEFT JOIN vault_publickey p USING (organisation_id) ORDER BY 1"
    ).fetchall()
    return [
        organisation_id
        for organisation_id, wrapped, sealed in rows
        if _opened(organisation_id, sealed, top)
        != tink.proto_keyset_format.serialize_without_secret(_true(organisation_id, wrapped, top))
    ]


def _true(organisation_id: uuid.UUID, wrapped: bytes, top: aead.Aead) -> tink.KeysetHandle:
    private = tink.proto_keyset_format.parse_encrypted(
        bytes(wrapped), top, organisation_id.bytes + b"|private"
    )
    return keysets.only_primary_public(private.public_keyset_handle())


def _opened(organisation_id: uuid.UUID, sealed: bytes | memoryview | None, top: aead.Aead) -> bytes | None:
    if not sealed:
        return None
    try:
        clear: bytes = top.decrypt(bytes(sealed), _about(organisation_id))
    except tink.TinkError:
        return None
    return clear


def _about(organisation_id: uuid.UUID) -> bytes:
    return organisation_id.bytes + b"|public"
