"""New keys in the place of old ones, while people work and whatever is cut off in the middle.

Each keyset goes through the same three steps: a key is *added* (it opens already), then *used* (it seals from now on),
then it is *alone* (what the former ones sealed was sealed again before). Between two steps whoever still works with
what she read before is waited for (`doors.console.turning`), so that nobody meets a text by a key she has not read.

What is under way stands in `<keys folder>/rotation.json`; each step is safe to repeat and tells by itself whether it
was taken. Dropped master keys are remembered by a digest (`former.json`): a back-up of before may bring them back, a
forged one may not.
"""

import dataclasses
import hashlib
import json
import os
import secrets
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import tink
from django.conf import settings
from tink import aead, mac
from tink.proto import tink_pb2

from contratrata.ground.base import clock

from . import keysets, master
from .keys import HYBRID, SUBJECT, TOKEN_KEY, Ring

STATE, FORMER = "rotation.json", "former.json"


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """A rotation under way. `compromised`: all keys are turned, not the master's alone.

    `master`, `seal`: the numbers of its keys in these keysets.
    """

    id: uuid.UUID
    compromised: bool
    master: int = 0
    began: str = ""
    seal: int = 0


class OrganisationRow(NamedTuple):
    """The wrapped keys of an organisation, as `vault_organisationkey` holds them."""

    organisation_id: uuid.UUID
    realm: int
    wrapped: bytes
    private: bytes
    tokens: bytes
    turned: uuid.UUID | None


def _file(name: str) -> Path:
    return Path(settings.KEYS_FOLDER) / name


def under_way() -> Turn | None:
    """The rotation that was begun and did not end, if there is one."""
    try:
        values = json.loads(_file(STATE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Turn(uuid.UUID(values["id"]), bool(values["compromised"]), int(values["master"]), str(values["began"]),
                int(values.get("seal", 0)))  # fmt: skip


def begin(*, compromised: bool) -> Turn:
    """Go on with the rotation that is under way, or begin one. Raises `MasterKeyMissing`.

    One that only turned the master and is now asked for everything is begun anew: its master may be known as well.
    """
    master.master()
    former = under_way()
    if former is not None and (former.compromised or not compromised):
        return former
    turn = Turn(uuid.uuid4(), compromised, began=clock.now().isoformat())
    _write(turn)
    return turn


def _write(turn: Turn) -> None:
    values = dataclasses.asdict(turn) | {"id": str(turn.id)}
    master.replace_private(_file(STATE), json.dumps(values))


def end() -> None:
    """Nothing is under way any more."""
    _file(STATE).unlink(missing_ok=True)


# --- the master keyset ---


def add_master(turn: Turn) -> Turn:
    """Add the master key of this rotation unless it is there; it does not seal yet."""
    handle = master.keyset()
    if turn.master in _ids(handle):
        return turn
    added = keysets.with_new(handle, aead.aead_key_templates.AES256_GCM)
    turn = dataclasses.replace(turn, master=_ids(added)[-1])
    _write(turn)  # a crash between the two leaves a number that no keyset knows: another one is made
    master.replace(added)
    return turn


def use_master(turn: Turn) -> None:
    """Seal with the master key of this rotation from now on."""
    handle = master.keyset()
    if handle.keyset_info().primary_key_id != turn.master:
        master.replace(keysets.promoted(handle))


def touch() -> None:
    """Let every process read again the organisations' keys that it keeps open."""
    master.replace(master.keyset())


def drop_masters() -> int:
    """Leave only the master key that seals; returns how many went. Nothing may need them any more."""
    handle = master.keyset()
    gone = keysets.count(handle) - 1
    if gone:
        primary = handle.keyset_info().primary_key_id
        digests = _former() | {_digest(key) for key in keysets.keys_of(handle) if key.key_id != primary}
        master.replace_private(_file(FORMER), json.dumps(sorted(digests)))
        master.replace(keysets.only_primary(handle))
    return gone


def take_back(handle: tink.KeysetHandle) -> int:
    """Add those master keys of a back-up that this installation once used itself; returns how many.

    They open what is restored; `keys-rotate` then drops them again.
    """
    stored = master.keyset()
    known, former = set(_ids(stored)), _former()
    back = [one for one in keysets.singles(handle) if _ids(one)[0] not in known and _digest_of(one) in former]
    for one in back:
        stored = keysets.with_another(stored, one)
    if back:
        master.replace(stored)
    return len(back)


def _ids(handle: tink.KeysetHandle) -> list[int]:
    return [info.key_id for info in handle.keyset_info().key_info]


def _former() -> set[str]:
    try:
        return set(json.loads(_file(FORMER).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return set()


def _digest(key: tink_pb2.Keyset.Key) -> str:
    # 256 bits of chance: their digest tells nothing of them.
    return hashlib.sha256(b"contratrata-master|" + key.key_data.value).hexdigest()


def _digest_of(handle: tink.KeysetHandle) -> str:
    return _digest(keysets.keys_of(handle)[0])


# --- the seal keyset and Django's key ---


def add_seal(turn: Turn) -> Turn:
    """Add the seal key of this rotation unless it is there; what it seals holds already, and it does not seal yet.

    Former keys stay: seals of before are proved by them, as far as the anchors of the new key reach (`audit.anchors`).
    """
    handle = master.keyset(master.SEAL)
    if turn.seal in _ids(handle):
        return turn
    added = keysets.with_new(handle, mac.mac_key_templates.HMAC_SHA256_256BITTAG)
    turn = dataclasses.replace(turn, seal=_ids(added)[-1])
    _write(turn)
    master.replace(added, master.SEAL)
    return turn


def use_seal(turn: Turn) -> None:
    """Seal with the seal key of this rotation from now on."""
    handle = master.keyset(master.SEAL)
    if handle.keyset_info().primary_key_id != turn.seal:
        master.replace(keysets.promoted(handle), master.SEAL)


def new_django_key() -> bool:
    """Another key of Django's, which processes take up when they start; False where it is given by the environment.

    No former one is kept beside it: what it signed – sessions, links of new passwords – ends.
    """
    if os.environ.get("CONTRATRATA_SECRET_KEY"):
        return False
    master.replace_private(_file("django.key"), secrets.token_urlsafe(50))
    return True


# --- the keys of an organisation ---


def ring_of(row: OrganisationRow) -> Ring:
    """Its keys, opened. Raises `tink.TinkError`."""
    return Ring.of(row.organisation_id, row.wrapped, row.private, row.tokens, master.master())


def mark_of(row: OrganisationRow) -> bytes:
    """The first bytes of what its keyset seals now."""
    return keysets.mark_of(_opened(row.wrapped, row.organisation_id.bytes + b"|subjects"))


def pair_mark_of(row: OrganisationRow) -> bytes:
    """The first bytes of what others seal for it now."""
    return keysets.mark_of(_opened(row.private, row.organisation_id.bytes + b"|private"))


def wrapped_anew(row: OrganisationRow) -> OrganisationRow:
    """The same keys, wrapped by the master key that seals now."""
    return _changed(row, lambda handle, _template: handle, lambda tokens: tokens)


def with_new_keys(row: OrganisationRow, turn: Turn) -> OrganisationRow:
    """One more key in each of its keysets, opening only; the same row when this rotation has added them already."""
    if row.turned == turn.id:
        return wrapped_anew(row)
    added = _changed(row, keysets.with_new, lambda tokens: tokens + secrets.token_bytes(TOKEN_KEY))
    return added._replace(turned=turn.id)


def with_new_in_use(row: OrganisationRow) -> OrganisationRow:
    """Its newest keys seal from now on. Safe to repeat: the newest key of tokens is only once the last."""
    handle = _opened(row.wrapped, row.organisation_id.bytes + b"|subjects")
    if keysets.mark_of(handle) == keysets.mark_of(keysets.promoted(handle)):
        return wrapped_anew(row)
    newest_first: Callable[[bytes], bytes] = lambda tokens: tokens[-TOKEN_KEY:] + tokens[:-TOKEN_KEY]  # noqa: E731
    return _changed(row, lambda handle, _template: keysets.promoted(handle), newest_first)


def with_new_alone(row: OrganisationRow) -> OrganisationRow:
    """Without its former keysets. Former keys of tokens stay: rows of files brought before are recognised by them."""
    return _changed(row, lambda handle, _template: keysets.only_primary(handle), lambda tokens: tokens)


def _changed(
    row: OrganisationRow,
    change: Callable[[tink.KeysetHandle, tink_pb2.KeyTemplate], tink.KeysetHandle],
    keyed: Callable[[bytes], bytes],
) -> OrganisationRow:
    about, top = row.organisation_id.bytes, master.master()

    def again(wrapped: bytes, place: bytes, template: tink_pb2.KeyTemplate) -> bytes:
        changed = change(_opened(wrapped, place), template)
        result: bytes = tink.proto_keyset_format.serialize_encrypted(changed, top, place)
        return result

    return row._replace(
        wrapped=again(row.wrapped, about + b"|subjects", SUBJECT),
        private=again(row.private, about + b"|private", HYBRID),
        tokens=top.encrypt(keyed(top.decrypt(bytes(row.tokens), about + b"|tokens")), about + b"|tokens"),
    )


def _opened(wrapped: bytes, about: bytes) -> tink.KeysetHandle:
    return tink.proto_keyset_format.parse_encrypted(bytes(wrapped), master.master(), about)
