"""Identifiers that tell nothing: no sequence, no time, no organisation."""

import secrets
import uuid

#: No vowels (no words by accident), no 0/O, 1/I/L: a code is read over bad telephone lines.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_id() -> uuid.UUID:
    """A random (version 4) identifier."""
    return uuid.uuid4()


def human_code(prefix: str) -> str:
    """A code a person can say aloud, as `GT-7KQ2-41XC`: a prefix (country) and eight random characters.

    27^8 ≈ 2.8·10^11 codes; uniqueness is kept by the table that stores it.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}"
