"""The master keyset: the one secret outside the database that opens all others.

By default a file of mode 0600 in the keys folder. Whoever starts a process may give it on a descriptor instead
(`CONTRATRATA_MASTER_FD`): from a key service, say, through one of Tink's KMS clients; then no file holds it in clear.
Losing it loses every name: `docs/operations/recovery.md`.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tink
from django.conf import settings
from tink import aead, hybrid, mac, secret_key_access

from . import keysets

aead.register()
hybrid.register()
mac.register()


MASTER, SEAL = "master.json", "seal.json"
FILES = (MASTER, SEAL)


class MasterKeyMissing(RuntimeError):
    """No master keyset where the settings say it is."""


def write_private(path: Path, text: str) -> None:
    """Write a secret into a new file of mode 0600, on the disk for certain. Raises `FileExistsError`."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def replace_private(path: Path, text: str) -> None:
    """Write a secret in place of a file, as a whole, on the disk for certain; who could read that can read this."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    write_private(new, text)
    if path.exists():
        status = path.stat()
        if os.geteuid() == 0:
            os.chown(new, status.st_uid, status.st_gid)
        new.chmod(stat.S_IMODE(status.st_mode))
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def create(folder: Path | None = None) -> None:
    """Make the master keyset (AES256-GCM) and the seal keyset (HMAC-SHA256) if they are not there yet.

    Never overwrites: a second master would make everything that the first sealed unreadable.
    """
    folder = folder or Path(settings.KEYS_FOLDER)
    for name, template in (
        (MASTER, aead.aead_key_templates.AES256_GCM),
        (SEAL, mac.mac_key_templates.HMAC_SHA256_256BITTAG),
    ):
        if not (folder / name).exists():
            handle = tink.new_keyset_handle(template)
            text = tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
            write_private(folder / name, text)


def keyset(name: str = MASTER) -> tink.KeysetHandle:
    """A keyset with all its keys, for who turns them. Raises `MasterKeyMissing`."""
    opened: tink.KeysetHandle = _opened_as(name, _itself)
    return opened


def _itself(handle: tink.KeysetHandle) -> tink.KeysetHandle:
    return handle


def replace(handle: tink.KeysetHandle, name: str = MASTER) -> None:
    """Exchange a keyset as a whole: a process reads the former one or this one, and reads it at its next use.

    On the disk for certain when this returns. Running processes forget the organisations' keys they had opened with it.
    Raises `MasterKeyMissing` where it was given on a descriptor: there is no file to exchange.
    """
    if name == MASTER and settings.MASTER_DESCRIPTOR:
        raise MasterKeyMissing(
            "La llave maestra vino por un descriptor: para cambiarla hace falta su archivo"
        )
    replace_private(
        Path(settings.KEYS_FOLDER) / name,
        tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN),
    )


_opened: dict[tuple[str, object], tuple[tuple[int, ...], Any]] = {}


def present(folder: Path | None = None) -> bool:
    """Whether both keysets are there."""
    folder = folder or Path(settings.KEYS_FOLDER)
    return all((folder / name).exists() for name in FILES)


def _opened_as(name: str, kind: type[Any] | Callable[[tink.KeysetHandle], Any]) -> Any:
    """The opened keyset: a primitive of that kind, or what a function makes of it.

    Read again when its file was replaced (a rotation reaches running processes). Costs one `stat` a call (about 2 µs).
    """
    if name == MASTER and settings.MASTER_DESCRIPTOR:
        return _from_descriptor(kind)
    path = Path(settings.KEYS_FOLDER) / name
    try:
        status = path.stat()
        mark = (status.st_ino, status.st_mtime_ns, status.st_size)
        stored = _opened.get((str(path), kind))
        if stored is not None and stored[0] == mark:
            return stored[1]
        text = path.read_text()
    except FileNotFoundError as error:
        raise MasterKeyMissing(f"No hay llave maestra: falta {name} en la carpeta de llaves") from error
    handle = tink.json_proto_keyset_format.parse(text, secret_key_access.TOKEN)
    opened = handle.primitive(kind) if isinstance(kind, type) else kind(handle)
    _opened[str(path), kind] = (mark, opened)
    return opened


def _from_descriptor(kind: type[Any] | Callable[[tink.KeysetHandle], Any]) -> Any:
    """The keyset that whoever started this process gave on a descriptor: read once, closed, never on the disk."""
    place = f"descriptor {settings.MASTER_DESCRIPTOR}"
    if (place, _itself) not in _opened:
        try:
            with os.fdopen(int(settings.MASTER_DESCRIPTOR)) as initial:
                text = initial.read()
        except (OSError, ValueError) as error:
            raise MasterKeyMissing(
                "No hay llave maestra en el descriptor de CONTRATRATA_MASTER_FD"
            ) from error
        _opened[place, _itself] = ((), tink.json_proto_keyset_format.parse(text, secret_key_access.TOKEN))
    if (place, kind) not in _opened:
        handle = _opened[place, _itself][1]
        _opened[place, kind] = ((), handle.primitive(kind) if isinstance(kind, type) else kind(handle))
    return _opened[place, kind][1]


def master() -> aead.Aead:
    """The master cipher. Raises `MasterKeyMissing`."""
    opened: aead.Aead = _opened_as(MASTER, aead.Aead)
    return opened


def mark() -> bytes:
    """The first bytes of whatever the master cipher seals now. Raises `MasterKeyMissing`."""
    opened: bytes = _opened_as(MASTER, keysets.mark_of)
    return opened


def seal_mac() -> mac.Mac:
    """The keyed hash that seals the audit chains. Raises `MasterKeyMissing`."""
    opened: mac.Mac = _opened_as(SEAL, mac.Mac)
    return opened


def seal_age(mac_: bytes) -> int:
    """Which key of the seal keyset made this, the oldest 0; -1 for none of them. Raises `MasterKeyMissing`."""
    marks: list[bytes] = _opened_as(SEAL, keysets.marks_of)
    result = bytes(mac_[: keysets.MARK_BYTES])
    return marks.index(result) if result in marks else -1


def forget() -> None:
    """Drop the opened keysets (after a restore); one that was given at the start stays."""
    for place in [one for one in _opened if not one[0].startswith("descriptor ")]:
        del _opened[place]
