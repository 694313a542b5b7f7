"""Data Integrity proofs `eddsa-rdfc-2022`: a JSON-LD document signed with Ed25519, and whether its proof holds.

Nothing is fetched: the contexts are the W3C's, which the library brings, and our own words for the terms of Open
Badges that we write (`open_badges.json`), each with the meaning that the standard gives it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SUITE = "eddsa-rdfc-2022"
_WORDS = Path(__file__).with_name("open_badges.json")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: What stands before the bytes of a public Ed25519 key.
_ED25519 = b"\xed\x01"

Document = dict[str, Any]


def signed(document: Mapping[str, Any], key: Ed25519PrivateKey, method: str, at: dt.datetime) -> Document:
    """The document with its proof; `method` is the address of the public key."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": stamp(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = multibase(key.sign(_hashes(document, options)))
    return {**document, "proof": {**options, "proofValue": value}}


def holds(document: Mapping[str, Any], public: str) -> bool:
    """Whether the proof of a document that we know was made with this key (`public_of`) over these very words."""
    proof = dict(document["proof"])
    value = from_multibase(proof.pop("proofValue"))
    rest = {name: part for name, part in document.items() if name != "proof"}
    return is_signed(value, _hashes(rest, proof), public)


def is_signed(signature: bytes, content: bytes, public: str) -> bool:
    """Whether these bytes were signed with the key that this is the public half of."""
    key = Ed25519PublicKey.from_public_bytes(from_multibase(public)[len(_ED25519) :])
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half, as a Multikey writes it."""
    return multibase(_ED25519 + key.public_key().public_bytes_raw())


def digest(document: Mapping[str, Any]) -> bytes:
    """The hash of a whole document, whatever the order of its parts and its white space."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def stamp(at: dt.datetime) -> str:
    """A moment as XML Schema writes it, to the second, in UTC."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def multibase(content: bytes) -> str:
    """Bytes as base58btc with its mark `z`."""
    number, letters = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = _BASE58[rest] + letters
    zeros = len(content) - len(content.lstrip(b"\x00"))
    return "z" + "1" * zeros + letters


def from_multibase(text: str) -> bytes:
    """The bytes again. Raises `ValueError`."""
    if not text.startswith("z"):
        raise ValueError("not base58btc")
    number, letters = 0, text[1:]
    for letter in letters:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(letters) - len(letters.lstrip("1"))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _hashes(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The hash of the proof's own words before that of the document's."""
    both = ({"@context": document["@context"], **options}, document)
    return b"".join(hashlib.sha256(canonical(one)).digest() for one in both)


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document as canonical N-Quads (RDFC-1.0). Raises for a context that is not ours."""
    from pyld import jsonld  # heavy to load

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _loader()}
    return str(jsonld.normalize(document, options)).encode()


@cache
def _loader() -> Any:
    from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader

    words = json.loads(_WORDS.read_text(encoding="utf-8"))
    return FrozenDocumentLoader(documents={CREDENTIALS: BUNDLED_CONTEXTS[CREDENTIALS], BADGES: words})
