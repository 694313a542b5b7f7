"""Reading dirty text: letters an encoding broke, and countries written in a hundred ways.

Only what is certain is repaired; what could mean two things, or nothing we know, the caller asks about.
Forms met in real exports (UNODC's of 14 April 2025 among them) are the test of this module.
"""

import contextlib
import dataclasses
import functools
import html
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from .country_spellings import spellings
from .fold import fold

How = Literal["exact", "repaired", "ambiguous", "unknown"]

#: What stands where a letter was lost: the replacement character, or the question mark of an older export.
LOST = "\ufffd"
_NOT_ASCII_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_ENTITY = re.compile(r"&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);")
_LOST_RUN = re.compile(rf"([{LOST}?]+)")
_INSIDE_WORD = re.compile(r"(?<=\w)\?(?=\w)|(?<=\w)\?$")
#: Characters a wrongly decoded run may stand for; others (`É»` read as UTF-8) are no repair but a new fault.
_PLAUSIBLE = re.compile(
    r"[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2010-\u2026\u20ac\ufffd]+"
)
#: The bytes that Windows-1252 leaves undefined, which careless decoders pass through.
_UNDEFINED_1252 = {chr(byte): bytes([byte]) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}

_OWN = ("ciudadanos de su país", "ciudadano de su país", "ciudadana de su país", "ciudadanas de su país",
        "nationals", "national", "nacionales", "nacional", "own country", "su propio país", "del país",
        "ciudadanos del país", "nacionales del país", "own nationals")  # fmt: skip
_SAYS_UNKNOWN = frozenset(map(fold, (
    "", "unknown", "not known", "desconocida", "desconocido", "desconocidas", "desconocidos", "se desconoce",
    "no determinada", "no determinado", "no determinadas", "no determinados", "sin dato", "sin datos", "n/d",
    "no se sabe", "no sabe", "ns/nr", "no consta", "no especificada", "no especificado", "inconnu",
)))  # fmt: skip
_PREFIX = re.compile(
    r"^(?:(?:de\s+)?nacionalidad|nationality|citizen(?:s)? of|ciudadan[oa]s?(?:\s+de)?|nacional(?:es)? de|"
    r"rep[uú]blica de|de|from)\b[\s:]*",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*(?:[;,/|()\[\]]|\s-\s|\by\b|\be\b|\band\b|\bet\b|&)\s*", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class CountryMatch:
    """What a text says about a country.

    `code`: alpha-3, given only when it is sure. `how`: `exact` (a name or ISO code, case and accents aside),
    `repaired` (a demonym, a broken letter, a slip of one letter), `ambiguous` (ask; `candidates` may help),
    `unknown` (no country is recognised). `says_unknown`: the text itself says that it is not known, or is
    empty: nothing needs to be asked.
    """

    code: str | None
    how: How
    candidates: tuple[str, ...] = ()
    says_unknown: bool = False


def repair_text(raw: str) -> tuple[str, bool]:
    """The text with wrongly decoded letters set right (`MÃ©xico`, `M&eacute;xico`), and whether it changed.

    What was lost for good (`Rep?blica`, U+FFFD) stays lost: see `is_broken`. A text with nothing to repair
    comes back unchanged. Markup is never made: only entities of letters are resolved.
    """
    text = _ENTITY.sub(_letter_of_entity, raw)
    for _ in range(3):  # some exports are wrong twice over
        mended = _NOT_ASCII_RUN.sub(_decoded_run, text)
        if mended == text:
            break
        text = mended
    return text, text != raw


def is_broken(text: str) -> bool:
    """Whether a letter is lost in the text, so that a person has to look at it."""
    return LOST in text or "ï¿½" in text or bool(_INSIDE_WORD.search(text.strip()))


def _letter_of_entity(match: re.Match[str]) -> str:
    letter = html.unescape(match[0])
    return letter if len(letter) == 1 and letter.isalpha() and not letter.isascii() else match[0]


def _decoded_run(match: re.Match[str]) -> str:
    run = match[0]
    for raw in _as_bytes(run):
        try:
            decoded = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(decoded) < len(run) and _PLAUSIBLE.fullmatch(decoded):
            return decoded
    return run


def _as_bytes(run: str) -> Iterable[bytes]:
    """The bytes a run was before somebody read them as Windows-1252 or Latin-1."""
    with contextlib.suppress(UnicodeEncodeError):
        yield b"".join(_UNDEFINED_1252.get(mark) or mark.encode("cp1252") for mark in run)
    with contextlib.suppress(UnicodeEncodeError):
        yield run.encode("latin-1")


#: Longer than any country's formal name: a sentence in the wrong column is neither searched nor kept.
_LONGEST = 80


def country_from_text(raw: str, own: str | None = None) -> CountryMatch:
    """The country a cell names, in Spanish, English or French, as name, demonym or ISO code, dirty or not.

    `own`: the country (alpha-3) of whoever wrote the text, for «ciudadanos de su país»; without it, such a
    text is `ambiguous` without candidates.
    """
    short = raw.strip()
    return _country(short, own) if len(short) <= _LONGEST else CountryMatch(None, "unknown")


@functools.lru_cache(maxsize=4096)
def _country(raw: str, own: str | None) -> CountryMatch:
    text, mended = repair_text(raw)
    if fold(text) in _SAYS_UNKNOWN and LOST not in text and "?" not in text:
        return CountryMatch(None, "unknown", says_unknown=True)
    result = _of_whole(text, own)
    if result.how == "unknown":
        result = _of_pieces(text, own)
    if result.how == "unknown":
        result = _near(text)
    if mended and result.how == "exact":
        return dataclasses.replace(result, how="repaired")
    return result


def _of_whole(text: str, own: str | None) -> CountryMatch:
    """The whole text as a name, doubtful word, code, demonym, phrase of one's own country or broken name."""
    table, key = spellings(), fold(text)
    if key in table.doubtful:
        return CountryMatch(None, "ambiguous", table.doubtful[key])
    if text.upper() in table.codes:
        return CountryMatch(table.codes[text.upper()], "exact")
    lost = LOST in text or "?" in text
    if not lost:
        for how, spelt in (("exact", table.names), ("repaired", table.others)):
            if key in spelt:
                return _one_or_ask(spelt[key], "exact" if how == "exact" else "repaired")
    if _is_own(text, lost=lost):
        return CountryMatch(own, "repaired") if own else CountryMatch(None, "ambiguous")
    return _of_broken(text, table.written) if lost else CountryMatch(None, "unknown")


def _one_or_ask(rows: Iterable[str], how: How) -> CountryMatch:
    codes = tuple(sorted(rows))
    return CountryMatch(codes[0], how) if len(codes) == 1 else CountryMatch(None, "ambiguous", codes)


def _is_own(text: str, *, lost: bool) -> bool:
    if not lost:
        return fold(text) in {fold(phrase) for phrase in _OWN}
    pattern = _pattern_of(text)
    return any(pattern.fullmatch(phrase) for phrase in _OWN)


def _pattern_of(text: str) -> re.Pattern[str]:
    """A broken text as a pattern: each lost place was a letter outside ASCII, for no other gets lost.

    Several lost marks in a row may be the bytes of one letter (`Rep??blica`).
    """
    parts = []
    for run in _LOST_RUN.split(text.lower()):
        lost = run.strip(LOST + "?") == "" and run != ""
        parts.append(rf"[^\x00-\x7f]{{1,{len(run)}}}" if lost else re.escape(run))
    return re.compile("".join(parts))


def _of_broken(text: str, written: Mapping[str, frozenset[str]]) -> CountryMatch:
    pattern = _pattern_of(text)
    match = {code for name, codes in written.items() if pattern.fullmatch(name) for code in codes}
    return _one_or_ask(match, "repaired") if match else CountryMatch(None, "unknown")


def _of_pieces(text: str, own: str | None) -> CountryMatch:
    """A name with words around it (`nacionalidad hondureña`, `HN - Honduras`), or several names (asked)."""
    bare = _PREFIX.sub("", text).strip(" .:-")
    if bare and bare != text:
        result = _of_whole(bare, own)
        if result.how != "unknown":
            return dataclasses.replace(result, how="repaired") if result.code else result
    pieces = [piece for piece in _SEPARATORS.split(text) if piece.strip()]
    if len(pieces) < 2:
        return CountryMatch(None, "unknown")
    matches = [_of_whole(piece.strip(" ."), own) for piece in pieces]
    codes = {match.code for match in matches if match.code}
    if len(codes) == 1 and all(match.code for match in matches):
        return CountryMatch(codes.pop(), "repaired")
    return CountryMatch(None, "ambiguous", tuple(sorted(codes))) if codes else CountryMatch(None, "unknown")


def _near(text: str) -> CountryMatch:
    """A slip of one letter, when no other country is within two; else the near ones as candidates.

    Where a letter is lost, or a question mark says doubt (`Cuba?`), there are only candidates.
    """
    key = fold(text.replace(LOST, "").replace("?", ""))
    sure = LOST not in text and "?" not in text
    reach = 2 if len(key) >= 5 else 0
    table = spellings()
    best: dict[str, int] = {}
    for spelt in (table.names, table.others):
        for name, codes in spelt.items():
            if abs(len(name) - len(key)) <= reach and (steps := _steps(key, name)) <= reach:
                for code in codes:
                    best[code] = min(steps, best.get(code, steps))
    ranked = tuple(sorted(best, key=lambda code: (best[code], code)))
    if sure and len(ranked) == 1 and best[ranked[0]] <= 1 and len(key) >= 6:
        return CountryMatch(ranked[0], "repaired")
    return CountryMatch(None, "ambiguous", ranked) if ranked else CountryMatch(None, "unknown")


def _steps(one: str, other: str) -> int:
    """Letters to insert, delete, replace or swap with their neighbour; more than 2 is given as 3."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row, two_above = row, [i], before
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, two_above[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return 3
        before = above
    return min(row[-1], 3)
