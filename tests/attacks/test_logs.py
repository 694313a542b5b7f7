"""Whoever reads the logs learns what went wrong, and about whom nothing."""

import logging
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Site

from contratrata.ground.base.logs import Masked, masked

NEVER = (
    "/es/verificar/CT-7KQ2-41XC-9WMZ/credencial/",
    "/casos/8c5e4f2a-53c0-4f7f-b6a0-0a5a8f2c1d3e/historia/",
    "/casos/8c5e4f2a53c04f7fb6a00a5a8f2c1d3e/",
    "/casos/?q=Ana+Ejemplo&pais=GTM",
    "/invitacion/V1StGXR8_Z5jdHi6B-myT8/",
    "GT-7KQ2-41XC",
    "CRI-7KQ2-41XC",
    "ana.ejemplo+x@refugio.example",
    "Ana Ejemplo",
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    try:
        running.start_web()
        yield running
    finally:
        running.stop()


def test_the_log_of_a_running_web_holds_no_id_of_what_was_asked_for(site: Site) -> None:
    who = uuid.uuid4()
    for path in (f"/nada/{who}/?nombre=Ejemplo", f"/archivos/nada/{who}/"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(site.address + path)  # noqa: S310 - our own address
    log = site.log("web").read_text()
    assert "Not Found: /nada/…/" in log
    assert str(who) not in log
    assert "Ejemplo" not in log


@pytest.mark.parametrize("text", NEVER[:-1])
def test_each_is_masked(text: str) -> None:
    words = masked(f"Internal Server Error: {text} and more")
    assert "…" in words
    assert words.endswith("and more")
    for part in (text, "8c5e4f2a", "Ana", "7KQ2", "9WMZ", "V1StGXR8", "ejemplo"):
        assert part not in words


def test_a_fault_is_told_without_the_row_that_the_database_quotes() -> None:
    try:
        raise ValueError(
            'duplicate key\nDETAIL:  Key (name)=(Ana Ejemplo) already exists.\nLINE 1: SELECT "Ana Ejemplo"'
        )
    except ValueError as error:
        fault = (ValueError, error, error.__traceback__)
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal: %s", (NEVER[0],), fault
    )
    words = Masked().format(record)
    assert "ValueError: duplicate key" in words
    assert 'File "' in words
    stored = [line for line in words.splitlines() if "raise ValueError" not in line]
    assert not any(one in line for one in NEVER for line in stored)


def test_a_line_says_its_moment_in_utc() -> None:
    """Logs of machines in several countries, and the trail, are laid side by side."""
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "words", (), None)
    record.created, record.msecs = 1_790_000_000.25, 250.0
    assert Masked().format(record) == "2026-09-21T14:13:20.250Z INFO x: words"
