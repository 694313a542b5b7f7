"""The recovery key: what back-ups are sealed to. Its private part never stays on the server.

The private keyset is kept in a file under a passphrase (argon2id, RFC 9106, then AES-256-GCM); the public one
in `keys/recovery.pub`.
"""

import base64
import getpass
import json
import secrets
from pathlib import Path
from typing import Any

import tink
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.management.base import CommandError
from tink import hybrid, secret_key_access

from contratrata.ground.vault.public import master

PUBLIC = "recovery.pub"
SHORTEST = 14
_ABOUT = b"contratrata-recovery-1"
_COST = {"time_cost": 3, "memory_cost": 128 * 1024, "parallelism": 2}


def public_path() -> Path:
    """Where the public part is."""
    return Path(settings.KEYS_FOLDER) / PUBLIC


def passphrase(file: str | None, *, twice: bool = False) -> str:
    """The passphrase, from a file or from the keyboard. Raises `CommandError` when short or not the same."""
    if file:
        try:
            initial = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise CommandError(f"No se puede leer «{file}»: {error.strerror}") from error
    else:
        initial = getpass.getpass("Frase de paso de la llave de recuperación: ")
        if twice and getpass.getpass("Otra vez: ") != initial:
            raise CommandError("Las dos frases no son iguales.")
    if twice and len(initial) < SHORTEST:
        raise CommandError(
            f"La frase de paso debe tener al menos {SHORTEST} letras: cinco palabras al azar bastan."
        )
    return initial


def _lock_key(words: str, salt: bytes, cost: dict[str, int]) -> bytes:
    result: bytes = hash_secret_raw(words.encode(), salt, hash_len=32, type=Type.ID, **cost)
    return result


def create(out: Path, words: str) -> None:
    """Make a key pair: the private part into `out` (a new file, 0600), the public one beside the keysets.

    Raises `CommandError` when either is there already.
    """
    if public_path().exists():
        raise CommandError(
            f"Ya hay una llave de recuperación ({public_path()}). Para cambiarla, mueva ese archivo a otro "
            "lugar: las copias de antes seguirán abriéndose solo con la llave de antes."
        )
    private = tink.new_keyset_handle(
        hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM
    )
    clear = tink.proto_keyset_format.serialize(private, secret_key_access.TOKEN)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_lock_key(words, salt, _COST)).encrypt(nonce, clear, _ABOUT)
    values = {
        "what": "ContraTrata: llave de recuperación",
        "kdf": {"name": "argon2id", "salt": base64.b64encode(salt).decode(), **_COST},
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    try:
        master.write_private(out, json.dumps(values, indent=2) + "\n")
    except FileExistsError as error:
        raise CommandError(f"«{out}» ya existe; no se sobrescribe ninguna llave.") from error
    public = tink.json_proto_keyset_format.serialize_without_secret(private.public_keyset_handle())
    master.write_private(public_path(), public)


def public() -> hybrid.HybridEncrypt:
    """What seals to the recovery key. Raises `CommandError` when there is none yet."""
    try:
        text = public_path().read_text()
    except FileNotFoundError as error:
        raise CommandError(
            "Todavía no hay llave de recuperación: «contratrata recovery-key create --out ARCHIVO»."
        ) from error
    result: hybrid.HybridEncrypt = tink.json_proto_keyset_format.parse_without_secret(text).primitive(
        hybrid.HybridEncrypt
    )
    return result


def private(file: Path, words: str) -> tink.KeysetHandle:
    """The private keyset, which opens back-ups.

    Raises `CommandError` for a wrong passphrase or a file that is no such key.
    """
    try:
        values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        cost = {name: int(values["kdf"][name]) for name in _COST}
        salt, nonce, sealed = (
            base64.b64decode(text) for text in (values["kdf"]["salt"], values["nonce"], values["sealed"])
        )
    except OSError as error:
        raise CommandError(f"No se puede leer «{file}»: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"«{file}» no es una llave de recuperación.") from error
    try:
        clear = AESGCM(_lock_key(words, salt, cost)).decrypt(nonce, sealed, _ABOUT)
    except InvalidTag as error:
        raise CommandError("La frase de paso no es la de esta llave.") from error
    return tink.proto_keyset_format.parse(clear, secret_key_access.TOKEN)


def put_public(private: tink.KeysetHandle) -> None:
    """On a new machine: let its back-ups be sealed to the same recovery key. One that is there stays."""
    if not public_path().exists():
        text = tink.json_proto_keyset_format.serialize_without_secret(private.public_keyset_handle())
        master.write_private(public_path(), text)
