"""What is done once and then skipped: catalogues, fingerprints, the running clock's words."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from contratrata.launch import catalogues
from contratrata.launch.errors import LaunchError
from contratrata.launch.places import ROOT, fingerprint, lay_home
from contratrata.launch.programs import call
from contratrata.launch.progress import seconds, step

HEAD = (
    'msgid ""\nmsgstr ""\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


def catalogue(root: Path, language: str, body: str) -> Path:
    folder = root / "src" / "x" / "locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(HEAD + "\n" + body, encoding="utf-8")
    return source


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "en", 'msgid "Casos"\nmsgstr "Cases"\n')
    assert catalogues.compile_catalogues(tmp_path) == 1
    assert catalogues.compile_catalogues(tmp_path) == 0
    compiled = source.with_suffix(".mo")
    assert b"Cases" in compiled.read_bytes()
    source.write_text(source.read_text().replace("Cases", "Files"))
    later = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert catalogues.compile_catalogues(tmp_path) == 1
    assert b"Files" in compiled.read_bytes()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('msgid "Casos"\nmsgstr ""\n', "sin traducir"),
        ('#, fuzzy\nmsgid "Casos"\nmsgstr "Houses"\n', "dudosa"),
        (
            'msgid "%(n)s caso"\nmsgid_plural "%(n)s casos"\nmsgstr[0] "%(n)s case"\nmsgstr[1] ""\n',
            "sin traducir",
        ),
        ('#, python-format\nmsgid "Hola %(name)s"\nmsgstr "Hello %(nme)s"\n', "unknown named placeholder"),
    ],
)
def test_faults_of_a_catalogue_are_told(tmp_path: Path, body: str, fault: str) -> None:
    catalogue(tmp_path, "en", body)
    assert len(rows := list(catalogues.faults(tmp_path))) == 1
    assert fault in rows[0]


def test_the_source_language_needs_no_translation(tmp_path: Path) -> None:
    catalogue(tmp_path, "es", 'msgid "Casos"\nmsgstr ""\n')
    assert list(catalogues.faults(tmp_path)) == []


def test_a_fingerprint_sees_names_contents_and_version(tmp_path: Path) -> None:
    one, two = tmp_path / "a", tmp_path / "b"
    one.write_text("1")
    two.write_text("2")
    before = fingerprint([one, two])
    assert fingerprint([two, one]) == before
    assert fingerprint([one, two], "3.12") != before
    two.write_text("3")
    assert fingerprint([one, two]) != before


def test_the_home_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "una casa"
    lay_home(home)
    lay_home(home)
    assert home.stat().st_mode & 0o066 == 0
    assert {path.name for path in home.iterdir()} == {
        "keys",
        "slots",
        "logins",
        "anchors",
        "files",
        "log",
        "mail",
        "run",
    }
    assert {path.stat().st_mode & 0o777 for path in home.iterdir()} == {0o700}


@pytest.mark.parametrize(
    ("elapsed", "words"), [(0.04, "0,0 s"), (1.25, "1,2 s"), (59.9, "59,9 s"), (72.4, "1 min 12 s")]
)
def test_durations_are_said_as_a_person_says_them(elapsed: float, words: str) -> None:
    assert seconds(elapsed) == words


def test_a_step_says_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Uno"):
        pass
    with pytest.raises(ValueError, match="x"), step("Dos"):
        raise ValueError("x")
    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"  Uno \.+ listo \(\d,\d s\)", first)
    assert re.fullmatch(r"  Dos \.+ no se pudo \(\d,\d s\)", second)


def test_a_program_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match=r"error 3 .*\nadiós"):
        call(["/bin/sh", "-c", "echo adiós; exit 3"], log=tmp_path / "log" / "x.log")


def test_no_lock_file_names_a_registry_or_a_folder() -> None:
    locks = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]
    assert len(locks) == 4
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert '"resolved"' not in text
        assert "file:" not in text
    for lock in locks[:-1]:
        pinned = re.findall(r"(?m)^[A-Za-z0-9_.\[\]-]+==\S+.*", lock.read_text(encoding="utf-8"))
        assert pinned
        assert all(line.endswith("\\") for line in pinned), "each pin is followed by its hashes"
