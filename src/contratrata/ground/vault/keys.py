"""Envelope encryption: a key per person, wrapped by the organisation's, wrapped by the master keyset.

What the organisation's keyset seals has a slot outside the database besides (`slots`): erasing overwrites it.
Every field is sealed with AES-GCM whose associated data is `table|column|row`, so that a value cannot be
moved to another row or column unseen. Opening a person's key costs about 0.2 ms, a field some microseconds.
"""

import contextlib
import dataclasses
import logging
import secrets
import time
import uuid
from collections.abc import Iterable, Mapping

import tink
from django.db.models import OuterRef, Subquery
from tink import aead, hybrid, secret_key_access

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.errors import Shredded, Tampered

from . import jobs, master, public_keys, slots
from .models import OrganisationKey, PublicKey, SharedKey, Shredding, SubjectKey

_log = logging.getLogger(__name__)
SUBJECT = aead.aead_key_templates.AES256_GCM
HYBRID = hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM

#: Bytes of one key of tokens.
TOKEN_KEY = 32

#: Lengths of sealed texts: the next of these, then the next whole kilobyte. No text of ours ends in NUL.
_STEPS = (32, 64, 128, 256, 512, 1024)


def _padded(text: bytes) -> bytes:
    """The text filled up to a step, so that the sealed length tells no more than the step."""
    length = next((step for step in _STEPS if len(text) <= step), -(-len(text) // 1024) * 1024)
    return text.ljust(length, b"\x00")


@dataclasses.dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens the fields of one subject (a person, a referral, an organisation's drafts).

    `slot`: that of the person's key, for what is sealed by the organisation's keyset and must go with her.
    """

    subject_id: uuid.UUID
    cipher: aead.Aead
    slot: int | None = None

    def seal(
        self,
        text: str,
        *,
        table: str,
        column: str,
        row: uuid.UUID,
        former: bytes | memoryview | None = None,
    ) -> bytes:
        """The sealed bytes of a text ("" stays b"": that nothing was said is not a secret).

        `former`: what stood there before, whose slot serves on. Raises `NoRoom`.
        """
        if text == "":
            return b""
        clear, about = _padded(text.encode()), f"{table}|{column}|{row}".encode()
        try:
            sealed: bytes = slots.over(self.cipher, former).encrypt(clear, about)
        except slots.SlotSpent:  # what stood there was deleted since it was read
            sealed = self.cipher.encrypt(clear, about)
        return sealed

    def open(self, sealed: bytes | memoryview | None, *, table: str, column: str, row: uuid.UUID) -> str:
        """The text. Raises `tink.TinkError` when it was sealed for another place or changed."""
        if not sealed:
            return ""
        clear: bytes = self.cipher.decrypt(bytes(sealed), f"{table}|{column}|{row}".encode())
        return clear.rstrip(b"\x00").decode()  # what was sealed before texts were padded has none


def _serialize(handle: tink.KeysetHandle, by: aead.Aead, about: bytes) -> bytes:
    result: bytes = tink.proto_keyset_format.serialize_encrypted(handle, by, about)
    return result


def _parse(wrapped: bytes | memoryview, by: aead.Aead, about: bytes) -> tink.KeysetHandle:
    return tink.proto_keyset_format.parse_encrypted(bytes(wrapped), by, about)


def create_organisation_keys(organisation_id: uuid.UUID, realm: int) -> None:
    """Give a new organisation its keys. Must run in a scope of that organisation."""
    about = organisation_id.bytes
    top = master.master()
    private = tink.new_keyset_handle(HYBRID)
    OrganisationKey.objects.create(
        organisation_id=organisation_id,
        realm=realm,
        wrapped=_serialize(tink.new_keyset_handle(SUBJECT), top, about + b"|subjects"),
        private=_serialize(private, top, about + b"|private"),
        tokens=top.encrypt(secrets.token_bytes(TOKEN_KEY), about + b"|tokens"),
    )
    PublicKey.objects.create(
        organisation_id=organisation_id, sealed=public_keys.seal(organisation_id, private, top)
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Ring:
    """The opened keys of one organisation. `private_wrapped` is opened only when something shared is read.

    `token_keys`: the first is what names, numbers and pseudonyms are keyed with; former ones follow (`rotation`), so
    that what was keyed before is found and recognised.
    """

    organisation_id: uuid.UUID
    cipher: aead.Aead
    token_keys: tuple[bytes, ...]
    private_wrapped: bytes

    @classmethod
    def of(
        cls, organisation_id: uuid.UUID, wrapped: bytes, private: bytes, tokens: bytes, top: aead.Aead
    ) -> "Ring":
        """The keys of a row of `vault_organisationkey`, opened. Raises `tink.TinkError`."""
        about = organisation_id.bytes
        keyed = top.decrypt(bytes(tokens), about + b"|tokens")
        return cls(
            organisation_id=organisation_id,
            cipher=slots.Slotted(_parse(wrapped, top, about + b"|subjects").primitive(aead.Aead)),
            token_keys=tuple(keyed[at : at + TOKEN_KEY] for at in range(0, len(keyed), TOKEN_KEY)),
            private_wrapped=bytes(private),
        )

    @property
    def token_key(self) -> bytes:
        """What names, numbers and pseudonyms are keyed with."""
        return self.token_keys[0]

    @property
    def private(self) -> hybrid.HybridDecrypt:
        """What opens what others sealed for this organisation. Raises `MasterKeyMissing`."""
        about = self.organisation_id.bytes + b"|private"
        return _parse(self.private_wrapped, master.master(), about).primitive(hybrid.HybridDecrypt)

    def drafts(self) -> Sealer:
        """The sealer of what has no subject yet: drafts and staged rows of the organisation."""
        return Sealer(self.organisation_id, self.cipher)

    def new_subject(self, subject_id: uuid.UUID | None = None) -> tuple[SubjectKey, Sealer]:
        """An unsaved key row and its sealer (unsaved so that imports can insert many at once)."""
        subject_id = subject_id or ids.new_id()
        handle = tink.new_keyset_handle(SUBJECT)
        row = SubjectKey(id=subject_id, wrapped=_serialize(handle, self.cipher, subject_id.bytes))
        return row, Sealer(subject_id, handle.primitive(aead.Aead), slots.number_of(row.wrapped))

    def open_subject(self, row: SubjectKey) -> Sealer:
        """The sealer of a person. Raises `Shredded` when the key was destroyed."""
        if row.wrapped is None:
            raise Shredded(str(row.id))
        return self.opened(row.id, row.wrapped)

    def opened(self, subject_id: uuid.UUID, wrapped: bytes | memoryview) -> Sealer:
        """The sealer of a person whose wrapped key was read with other rows (`wrapped_key`).

        Raises `Shredded` when she was erased since it was read.
        """
        handle = _parse(wrapped, self.cipher, subject_id.bytes)
        return Sealer(subject_id, handle.primitive(aead.Aead), slots.number_of(wrapped))


#: For how long a process keeps the opened key of an organisation (threat model: «Llaves abiertas en memoria»). The
#: keys of persons are never kept: destroying one is erasure, at once.
KEPT_SECONDS = 60
_MOST_KEPT = 100
_cache: dict[tuple[uuid.UUID, int], tuple[float, aead.Aead, Ring]] = {}


def ring() -> Ring:
    """The keys of the acting organisation. Raises `NoScope`, `OrganisationKey.DoesNotExist`, `MasterKeyMissing`.

    Kept open for a minute, for the acting organisation and realm: that is what the policy of its row asks, too.
    """
    organisation_id, realm, top = scope.organisation_id(), scope.realm(), master.master()
    now = time.monotonic()
    result = _cache.get((organisation_id, realm))
    if result is not None and result[0] > now and result[1] is top:
        return result[2]
    row = OrganisationKey.objects.get(organisation_id=organisation_id)
    opened = Ring.of(organisation_id, bytes(row.wrapped), bytes(row.private), bytes(row.tokens), top)
    if len(_cache) >= _MOST_KEPT:
        _cache.clear()
    _cache[organisation_id, realm] = (now + KEPT_SECONDS, top, opened)
    return opened


def create_subject(keys: Ring | None = None) -> Sealer:
    """A new person's key, saved. Returns its sealer; keep `sealer.subject_id` with the person."""
    row, sealer = (keys or ring()).new_subject()
    row.save(force_insert=True)
    return sealer


def open_subject(subject_id: uuid.UUID, keys: Ring | None = None) -> Sealer:
    """The sealer of one subject. Raises `Shredded`, `SubjectKey.DoesNotExist` (also when not ours)."""
    return (keys or ring()).open_subject(SubjectKey.objects.get(id=subject_id))


def open_subjects(subject_ids: Iterable[uuid.UUID], keys: Ring | None = None) -> Mapping[uuid.UUID, Sealer]:
    """The sealers of many subjects with one query; those destroyed or not ours are absent."""
    wanted = set(subject_ids)
    if not wanted:
        return {}
    keys = keys or ring()
    sealers = {}
    for row in SubjectKey.objects.filter(id__in=wanted, wrapped__isnull=False):
        with contextlib.suppress(Shredded):  # a moment ago
            sealers[row.id] = keys.open_subject(row)
    return sealers


def wrapped_key(subject: str) -> Subquery:
    """The wrapped key of the subject that this column names: one statement for many rows and what opens them."""
    return Subquery(SubjectKey.objects.filter(id=OuterRef(subject)).values("wrapped"))


def shred(subject_id: uuid.UUID, *, reason: str) -> None:
    """Destroy the key of a subject: erasure. Also ends every sharing of it. `reason` is a code, no words."""
    at = clock.now()
    SubjectKey.objects.filter(id=subject_id, wrapped__isnull=False).update(wrapped=None, destroyed_at=at)
    SharedKey.objects.filter(subject_id=subject_id, closed_at__isnull=True).update(
        for_receiver=None, closed_at=at
    )
    row = Shredding.objects.create(subject_id=subject_id, reason=reason, at=at)
    jobs.log_after_commit(row.organisation_id, row.realm)


def share(subject: Sealer, *, receiver_id: uuid.UUID) -> tuple[SharedKey, Sealer]:
    """A new key for what is shared about `subject` with another organisation, saved, and its sealer.

    Raises `UntrustedKey` when the receiver's public key is not the one that was sealed for it.
    """
    to_receiver = public_keys.of(receiver_id)
    share_id = ids.new_id()
    handle = tink.new_keyset_handle(SUBJECT)
    clear = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    row = SharedKey.objects.create(
        id=share_id,
        receiver_id=receiver_id,
        subject_id=subject.subject_id,
        for_sender=subject.cipher.encrypt(clear, share_id.bytes),
        for_receiver=slots.seal(to_receiver.encrypt, clear, share_id.bytes),
    )
    return row, Sealer(share_id, handle.primitive(aead.Aead))


def open_share(share_id: uuid.UUID, keys: Ring | None = None) -> Sealer:
    """The sealer of a sharing, as its sender or as its receiver.

    Raises `Shredded` when the sharing is closed for us, `SharedKey.DoesNotExist` when it is not ours, `Tampered` when
    its key was exchanged for one that was sealed for somebody else (logged as an error).
    """
    keys = keys or ring()
    row = SharedKey.objects.get(id=share_id)
    ours = row.organisation_id == keys.organisation_id
    if not ours and row.for_receiver is None:
        raise Shredded(str(share_id))
    opens = open_subject(row.subject_id, keys).cipher if ours else keys.private
    try:
        sealed = (row.for_sender if ours else row.for_receiver) or b""
        clear = slots.opened(opens.decrypt, sealed, share_id.bytes)
    except slots.SlotSpent:  # closed a moment ago
        raise
    except tink.TinkError as error:
        _log.error("The key of sharing %s does not open for organisation %s", share_id, keys.organisation_id)
        raise Tampered(str(share_id)) from error
    handle = tink.proto_keyset_format.parse(clear, secret_key_access.TOKEN)
    return Sealer(share_id, handle.primitive(aead.Aead))


def close_share(share_id: uuid.UUID) -> None:
    """End a sharing: the receiver's key is removed at once; the sender can still see what it had shared."""
    SharedKey.objects.filter(id=share_id, closed_at__isnull=True).update(
        for_receiver=None, closed_at=clock.now()
    )
