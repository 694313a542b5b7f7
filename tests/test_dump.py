"""What a thief of the database holds: a dump by the keeper's login, searched for every odd word."""

import base64
import os
import subprocess
import unicodedata
from collections.abc import Iterator

import pytest

import house
import scenario
from cast import Cast
from contratrata.launch import binaries, logins


def dump(*arguments: str) -> bytes:
    """The whole database of this test process, as `pg_dump` writes it for the keeper's login."""
    place = logins.load(house.HOME)
    assert place is not None
    keeper = place["logins"]["keeper"]
    done = subprocess.run(
        [
            str(binaries.programs() / "pg_dump"),
            f"--host={place['host']}",
            f"--port={place['port']}",
            f"--username={keeper['user']}",
            *arguments,
            house.database_of_worker(),
        ],
        env=os.environ | {"PGPASSWORD": keeper["password"]},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _turned(raw: bytes) -> Iterator[bytes]:
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for shift in range(3):  # base64 of a longer text that holds it at any place
        coded = base64.b64encode(b"\x00" * shift + raw)
        yield coded[4 if shift else 0 : -4]
        yield coded.translate(bytes.maketrans(b"+/", b"-_"))[4 if shift else 0 : -4]
    yield b"".join(b"\\%03o" % byte if byte > 126 else bytes([byte]) for byte in raw)


def forms(text: str) -> Iterator[bytes]:
    """How a text may stand in bytes: plain, folded, escaped, hexadecimal, base64, in several encodings."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    for answer in {text, text.casefold(), text.upper(), decomposed, bare, bare.casefold(), bare.upper()}:
        yield answer.encode("unicode_escape").replace(b"\\x", b"\\u00")
        for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
            yield from _turned(answer.encode(encoding, errors="ignore"))


def found_in(held: bytes, words: tuple[str, ...] | list[str]) -> list[tuple[str, bytes]]:
    """The words that stand in these bytes in any form."""
    return [(word, form) for word in words for form in set(forms(word)) if len(form) > 5 and form in held]


@pytest.mark.real_commits
def test_a_dump_names_nobody(real_cast: Cast) -> None:
    world = scenario.build(real_cast, committed=True)
    words = [
        *scenario.SECRETS,
        # Each part of a name or number alone is as bad as the whole.
        *(part for text in scenario.SECRETS[:6] for part in text.split() if len(part) > 5),
        "44179931",
        "4417-9931",
    ]
    for arguments in (
        ("--format=plain",),
        ("--format=plain", "--inserts"),
        ("--format=custom", "--compress=0"),
    ):
        held = dump(*arguments)
        # The dump is whole: what is plain by design is there (the keeper passes the policies).
        assert str(world.ids["case_id"]).encode() in held
        assert world.ids["code"].encode() in held
        assert b"Casa Refugio (ficticia)" in held
        assert found_in(held, words) == []
        assert found_in(held, world.totp) == []


@pytest.mark.real_commits
def test_a_dump_holds_no_usable_second_factor(real_cast: Cast) -> None:
    world = scenario.build(real_cast, committed=True)
    held = dump("--format=plain")
    assert b'"secret"' in held  # the rows of the factors are there
    for secret in world.totp:
        raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
        assert [form for form in _turned(raw) if form in held] == []


def test_the_search_would_find_what_it_looks_for() -> None:
    name = "Ñandutífero"
    for held in (
        name.encode("latin-1"),
        name.encode().hex().encode(),
        base64.b64encode(f"x{name} y más".encode()),
        base64.b64encode(f"La {name} de allá".encode()),
        b"nandutifero",
        name.encode("utf-16-le"),
        b"\\u00d1andut\\u00edfero",
    ):
        assert found_in(b"antes " + held + b" despues", [name]) != [], held
