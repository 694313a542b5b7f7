"""The master keyset: the one secret outside the database that opens all others.

By default a file of mode 0600 in the keys folder (`MASTER_KEYSET_FILE`); a key service takes its place through
Tink's KMS clients in a larger installation. Losing it loses every name: `docs/operations/recovery.md`.
"""

import functools
import os
from pathlib import Path

import tink
from django.conf import settings
from tink import aead, hybrid, mac, secret_key_access

aead.register()
hybrid.register()
mac.register()


class MasterKeyMissing(RuntimeError):
    """No master keyset where the settings say it is."""


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def create(folder: Path | None = None) -> None:
    """Make the master keyset (AES256-GCM) and the seal keyset (HMAC-SHA256) if they are not there yet.

    Never overwrites: a second master would make everything that the first sealed unreadable.
    """
    folder = folder or Path(settings.KEYS_FOLDER)
    for name, template in (
        ("master.json", aead.aead_key_templates.AES256_GCM),
        ("seal.json", mac.mac_key_templates.HMAC_SHA256_256BITTAG),
    ):
        if not (folder / name).exists():
            handle = tink.new_keyset_handle(template)
            _write_private(folder / name, tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def _read(name: str) -> tink.KeysetHandle:
    path = Path(settings.KEYS_FOLDER) / name
    try:
        text = path.read_text()
    except FileNotFoundError as error:
        raise MasterKeyMissing(f"No hay llave maestra: falta {name} en la carpeta de llaves") from error
    return tink.json_proto_keyset_format.parse(text, secret_key_access.TOKEN)


@functools.lru_cache(maxsize=1)
def master() -> aead.Aead:
    """The master cipher. Raises `MasterKeyMissing`."""
    return _read("master.json").primitive(aead.Aead)


@functools.lru_cache(maxsize=1)
def seal_mac() -> mac.Mac:
    """The keyed hash that seals the audit chains. Raises `MasterKeyMissing`."""
    return _read("seal.json").primitive(mac.Mac)


def forget() -> None:
    """Drop the cached keysets (after a restore or a rotation)."""
    master.cache_clear()
    seal_mac.cache_clear()
