"""The keys that an organisation signs with: made when the first is needed, exchanged, declared stolen."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import tink
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting, organisation_id, required
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault.public import master

from . import badges, bits, events, jobs, proofs, rules  # noqa: F401  (declares the events)
from .models import PublicKey, SigningKey, StatusList


class Signer(NamedTuple):
    """An opened key and its address."""

    secret: Ed25519PrivateKey
    public: str
    method: str

    def sign(self, document: Mapping[str, Any]) -> proofs.Document:
        """The document with its proof."""
        return proofs.signed(document, self.secret, self.method, clock.now())


def bound(row_id: uuid.UUID) -> bytes:
    """What a sealed key is bound to."""
    return f"credentials_signingkey|secret|{row_id}".encode()


def signer() -> Signer:
    """The acting organisation's key in use; its first is made here. Only inside a transaction."""
    one_at_a_time(f"credentials {organisation_id()}")
    row = SigningKey.objects.filter(organisation_id=organisation_id(), retired_at=None).first() or _new()
    method = f"{badges.did(organisation_id())}#{row.public}"
    return Signer(_opened(row), row.public, method)


def _opened(row: SigningKey) -> Ed25519PrivateKey:
    secret = master.master().decrypt(bytes(row.secret), bound(row.id))
    return Ed25519PrivateKey.from_private_bytes(secret)


def authentic(public: str) -> PublicKey | None:
    """A published key whose secret half the master keyset sealed here: what was laid into the table is none."""
    row = PublicKey.objects.filter(public=public).first()
    organisation = Organisation.objects.filter(id=row.issuer_id).first() if row else None
    if organisation is None:
        return None
    with acting(job_scope(organisation)):
        mine = SigningKey.objects.filter(organisation_id=organisation.id, public=public).first()
        try:
            return row if mine is not None and proofs.public_of(_opened(mine)) == public else None
        except tink.TinkError:
            return None


def _new() -> SigningKey:
    secret = Ed25519PrivateKey.generate()
    row = SigningKey(public=proofs.public_of(secret))
    row.secret = master.master().encrypt(secret.private_bytes_raw(), bound(row.id))
    row.save(force_insert=True)
    with publishing(PublicKey):
        PublicKey.objects.create(issuer_id=organisation_id(), public=row.public)
    audit.record("signing_key.made", kind="signing_key", subject=row.id)
    return row


def rotate(*, expected: str) -> None:
    """Sign with a new key from now on; what the former one (`expected`) signed stays valid.

    Raises `NotAllowed`, `WrongState` when another key signs by now.
    """
    with transaction.atomic():
        _retire(_mine(expected))
        _new()
        sign_lists()


def declare_stolen(*, public: str, since: dt.date) -> None:
    """Say that somebody else has had a key since a day: what it signed from then on is not believed.

    A key in use is exchanged; a job signs anew what we signed with it. Raises `NotAllowed`, `WrongState`,
    `DomainError` for a day that is to come.
    """
    if since > clock.today():
        raise DomainError(_("Escriba un día que ya pasó, o hoy."), field="since")
    with transaction.atomic():
        row = _mine(public)
        if row.retired_at is None:
            _retire(row)
            _new()
        with publishing(PublicKey):
            keys = PublicKey.objects.select_for_update().filter(public=public, stolen_since=None)
            if not keys.update(stolen_since=since):
                raise WrongState(_("Esa llave ya se declaró robada."))
        audit.record("signing_key.stolen", kind="signing_key", subject=row.id, since=since.isoformat())
        sign_lists()
        jobs.defer_again(public)


def _mine(public: str) -> SigningKey:
    if not required().has(*rules.KEEPERS):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    one_at_a_time(f"credentials {organisation_id()}")
    row = SigningKey.objects.filter(organisation_id=organisation_id(), public=public).first()
    if row is None:
        raise NotAllowed(_("Esa llave no es de su organización."))
    return row


def _retire(row: SigningKey) -> None:
    if row.retired_at is not None:
        raise WrongState(_("Esa llave ya no firma: otra la sustituyó."))
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    with publishing(PublicKey):
        PublicKey.objects.filter(public=row.public).update(retired_at=row.retired_at)


def new_list() -> uuid.UUID:
    """A status list in which nothing is revoked yet; its id."""
    row = StatusList(issuer_id=organisation_id())
    row.document = _list(row.id, bits.empty(), signer())
    with publishing(StatusList):
        row.save(force_insert=True)
    return row.id


def sign_lists(revoked: Mapping[uuid.UUID, int] | None = None) -> None:
    """Sign the acting organisation's status lists anew – those of `revoked` alone, with one more bit each."""
    rows = StatusList.objects.select_for_update().filter(issuer_id=organisation_id()).order_by("id")
    key = signer()
    with publishing(StatusList):
        for row in rows.filter(id__in=revoked) if revoked else rows:
            text = json.loads(row.document)["credentialSubject"]["encodedList"]
            row.document = _list(row.id, bits.with_set(text, revoked[row.id]) if revoked else text, key)
            row.save(update_fields=["document"])


def _list(list_id: uuid.UUID, encoded: str, key: Signer) -> str:
    document = badges.status_list(organisation_id(), list_id, encoded, proofs.stamp(clock.now()))
    return json.dumps(key.sign(document))
