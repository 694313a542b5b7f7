"""The list of ASVS says something of every number once, and names only what is there."""

import collections
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "security" / "asvs.md"
#: How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, by chapter; they are its first ones.
SECTIONS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1, 0),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7, 0),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
STATES = ("met", "partly", "gap", "does not apply")
_ROW = re.compile(r"^\| v5\.0\.0-(\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([a-z ]+) \| ([^|]+) \|$", re.MULTILINE)
_PATH = re.compile(r"`((?:src|tests|docs|tools)/[^`\s]+|[a-z-]+\.(?:txt|in|json|toml))`")
#: Files of an installation, not of the repository.
ELSEWHERE = frozenset({"database.json"})


def _rows() -> list[tuple[str, ...]]:
    return _ROW.findall(DOCUMENT.read_text(encoding="utf-8"))


def test_every_number_of_the_two_levels_stands_once() -> None:
    rows = _rows()
    numbers = [row[:3] for row in rows]
    assert DOCUMENT.read_text(encoding="utf-8").count("| v5.0.0-") == len(rows), "a row that cannot be read"
    assert [one for one, times in collections.Counter(numbers).items() if times > 1] == []
    wanted = [
        (str(chapter), str(section), str(number))
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, start=1)
        for number in range(1, count + 1)
    ]
    assert numbers == wanted
    assert len(wanted) == 253


def test_every_row_says_its_state_in_few_words_and_why() -> None:
    for *number, asks, state, shown in _rows():
        assert state in STATES, number
        assert len(asks.split()) <= 12, number
        if state == "met":
            assert _PATH.search(shown), f"{number} names nothing that shows it"
        assert shown.strip(), number


def test_the_counts_at_the_head_are_those_of_the_rows() -> None:
    states = collections.Counter(row[4] for row in _rows())
    data = " | ".join(f"**{states[state]}**" for state in STATES)
    assert f"| **all** | **{sum(states.values())}** | {data} |" in DOCUMENT.read_text(encoding="utf-8")


def test_every_gap_stands_in_the_list_of_what_is_missing() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    missing = text.split("## What is missing")[1].split("\n## ")[0]
    values = set(re.findall(r"\b(\d+\.\d+\.\d+)\b", missing))
    open_ones = {".".join(row[:3]) for row in _rows() if row[4] in ("partly", "gap")}
    assert open_ones - values == set()


def test_every_file_it_names_is_there() -> None:
    for document in (DOCUMENT, DOCUMENT.with_name("controls.md")):
        named = set(_PATH.findall(document.read_text(encoding="utf-8"))) - ELSEWHERE
        assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
