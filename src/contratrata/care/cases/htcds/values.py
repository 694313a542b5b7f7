"""One value of a cell turned into ours: what it became, how, and what to say about it."""

import dataclasses
import datetime as dt
import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.partial import PartialDate, UnreadableDate
from contratrata.ground.codes.public import (
    Vocabulary,
    country_from_text,
    country_name,
    fold,
    is_broken,
    repair_text,
)
from contratrata.ground.imports.public import Kind, plain

Value = TypeVar("Value")
_NUMERIC_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{2}|\d{4})")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_MIDNIGHT = re.compile(r"[ T]+0?0:00(?::00(?:\.0+)?)?$|[ T]+12:00(?::00)? ?a\.? ?m\.?$", re.IGNORECASE)
_EXCEL_START, _MAC_START = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_FILLERS = frozenset({"1899-12-30", "1899-12-31", "1900-01-01", "1900-01-00", "1970-01-01", "9999-12-31"})
_OLDEST = 1900
#: What people write into a cell to say that there is nothing to write. «NA» is one in capitals only.
_NOTHING = frozenset(
    {"n/a", "n.a.", "null", "none", "-", "--", "---", ".", "s/n", "s/d", "n/d", "no tiene", "no tiene documento",
     "sin documento", "ninguno", "ninguna", "sin dato", "sin datos", "no consta", "desconocido", "desconocida",
     "se desconoce", "no se sabe", "no sabe", "x", "xx", "xxx"}
)  # fmt: skip
#: Digits of the documents of Honduras and Guatemala; the first of them may be a zero, which sheets take away.
_USUAL_DIGITS = 13


@dataclasses.dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """The value taken (None when none is), and the remark on it."""

    value: Value | None
    kind: Kind = Kind.UNDERSTOOD
    message: str | Promise = ""
    suggestion: str = ""


def read_text(raw: Any) -> Read[str]:
    """Text with broken letters set right; where a letter is lost for good it is kept and asked about."""
    text = plain(raw)
    if is_broken(text):
        return Read(text, Kind.ASKED, _("Se perdió una letra con acento. Escríbala de nuevo."))
    mended, repaired = repair_text(text)
    if repaired:
        return Read(mended, Kind.REPAIRED, _("Se corrigieron letras con acento mal guardadas."), mended)
    return Read(text)


def says_nothing(raw: Any) -> bool:
    """Whether a cell only says that there is nothing to say."""
    text = plain(raw)
    return text.casefold() in _NOTHING or text == "NA"


def read_digits(raw: Any, *, document: bool = False) -> Read[str]:
    """A telephone or a document number: digits that a sheet took for a quantity come back if they can."""
    text = plain(raw)
    if _SCIENTIFIC.fullmatch(text):
        return Read(None, Kind.ASKED, _("La hoja perdió cifras de este número. Escríbalo completo."))
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        if document and len(text) == _USUAL_DIGITS - 1:
            return Read(text, Kind.ASKED, _("La hoja pudo quitarle un cero del principio."), f"0{text}")
        return Read(
            text, Kind.REPAIRED, _("La hoja lo guardó como cantidad: revise si empezaba con cero."), text
        )
    return Read(text)


def read_date(
    raw: Any, *, month_first: bool = False, both: bool = False, epoch1904: bool = False
) -> Read[PartialDate]:
    """A date to the precision given. `month_first`: so its column writes; `both`: the column does both.

    `epoch1904`: days are counted from 1904. A midnight that a program added to a day says nothing.
    """
    if isinstance(raw, str):
        raw = _MIDNIGHT.sub("", raw.strip())
    read = _read_date(raw, month_first=month_first, both=both, epoch1904=epoch1904)
    if plain(raw)[:10] in _FILLERS or (read.value and str(read.value) in _FILLERS):
        return Read(None, Kind.ASKED, _("Parece una fecha de relleno. Déjela vacía si no se sabe."))
    return read


def _read_date(raw: Any, *, month_first: bool, both: bool, epoch1904: bool) -> Read[PartialDate]:
    text = plain(raw)
    if match := _NUMERIC_DATE.fullmatch(text):
        return _numeric_date(match, month_first=month_first, both=both)
    if isinstance(raw, int | float) and 10_000 < raw < 60_000 and float(raw).is_integer():
        day = PartialDate.of((_MAC_START if epoch1904 else _EXCEL_START) + dt.timedelta(days=int(raw)))
        return Read(day, Kind.REPAIRED, _("Era el número de serie de una fecha de Excel."), str(day))
    try:
        date = PartialDate.parse(raw)
    except UnreadableDate:
        return Read(
            None, Kind.ASKED, _("No se entiende la fecha. Escríbala como 17/05/2001, 05/2001 o 2001.")
        )
    return _plausible(date)


def _numeric_date(match: re.Match[str], *, month_first: bool, both: bool) -> Read[PartialDate]:
    first, second, year = int(match[1]), int(match[3]), match[4]
    if len(year) == 2:
        return Read(None, Kind.ASKED, _("Falta el siglo: escriba el año con cuatro cifras."))
    turned = first <= 12 < second
    if both and first <= 12 and second <= 12 and first != second:
        message = _("En esta columna hay fechas con el día y con el mes primero: no se sabe cuál es esta.")
        return Read(None, Kind.ASKED, message, f"{second:02}/{first:02}/{year}")
    day, month = (
        (second, first) if turned or (month_first and second <= 31 and first <= 12) else (first, second)
    )
    try:
        date = PartialDate(int(year), month, day)
    except UnreadableDate:
        return Read(None, Kind.ASKED, _("Ese día no existe. Revise la fecha."))
    read = _plausible(date)
    if read.value and (day, month) != (first, second):
        return Read(date, Kind.REPAIRED, _("La fecha tenía el mes primero."), str(date))
    return read


def _plausible(date: PartialDate) -> Read[PartialDate]:
    if date.year < _OLDEST:
        return Read(None, Kind.ASKED, _("El año parece un error. Revise la fecha."))
    return Read(date)


def only_one(read: Read[tuple[str, ...]]) -> Read[str]:
    """The same for a field that holds one value: several are asked about."""
    if read.value and len(read.value) > 1:
        return Read(None, Kind.ASKED, _("Hay varios valores y este campo admite uno solo."), read.suggestion)
    return Read(read.value[0] if read.value else None, read.kind, read.message, read.suggestion)


def read_codes(vocabulary: Vocabulary, raw: Any) -> Read[tuple[str, ...]]:
    """Several codes: by `;` (workbook), lines or `|`, commas, or spaces (ODK). Labels may hold any of these.

    What is known is taken even where a part is asked about.
    """
    text, repaired = repair_text(plain(raw))
    codes, unknown = split_known(text, lambda part: vocabulary.from_standard("htcds", part))
    taken = tuple(dict.fromkeys(codes)) or None
    if unknown:
        near = _nearest(vocabulary, unknown[0])
        return Read(taken, Kind.ASKED, _("Este valor no está en la lista de HTCDS."), near)
    if repaired:
        return Read(taken, Kind.REPAIRED, _("Se corrigieron letras con acento mal guardadas."), text)
    return Read(taken)


def read_countries(raw: Any, own: str | None) -> Read[tuple[str, ...]]:
    """One or more countries, alpha-3. What could be two countries, or none, is asked about."""
    text = plain(raw)
    if text.upper() == "NA":
        return Read(None, Kind.ASKED, _("NA es Namibia en ISO 3166, y también «no aplica». Escriba el país."))
    parts = [text]
    if re.search(r"[;|\n]", text):
        parts = [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
    elif re.fullmatch(r"[A-Z]{2,3}(?:\s+[A-Z]{2,3})+", text):
        parts = text.split()
    codes: list[str] = []
    repaired = False
    for part in parts:
        match = country_from_text(part, own)
        if match.says_unknown:
            continue
        if match.code is None:
            names = "; ".join(country_name(code) for code in match.candidates)
            taken = tuple(dict.fromkeys(codes)) or None
            return Read(taken, Kind.ASKED, _("No se sabe a qué país se refiere."), names)
        codes.append(match.code)
        repaired = repaired or match.how == "repaired"
    taken = tuple(dict.fromkeys(codes)) or None
    if repaired and taken:
        names = "; ".join(country_name(code) for code in taken)
        return Read(taken, Kind.REPAIRED, _("Se reconoció el país."), names)
    return Read(taken)


def split_known(text: str, known: Callable[[str], str | None]) -> tuple[list[str], list[str]]:
    """Codes and unknown pieces of a text of several values: the longest run that is known wins."""
    pieces = [text]
    codes: list[str] = []
    for separator, joiner in ((r"[;|\n]", ";"), (r",", ","), (r"\s+", " ")):
        left: list[str] = []
        for piece in pieces:
            result, unknown = _greedy(re.split(separator, piece), joiner, known)
            # Words apart are values only when every one is (ODK); else the words are one unknown value.
            if joiner == " " and unknown:
                left.append(piece.strip())
            else:
                codes += result
                left += unknown
        pieces = [piece for piece in left if piece.strip()]
    return codes, pieces


def _greedy(
    parts: Sequence[str], joiner: str, known: Callable[[str], str | None]
) -> tuple[list[str], list[str]]:
    result: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + 12), at, -1):
            piece = joiner.join(parts[at:end]).strip()
            code = known(piece) if piece else None
            if code:
                result.append(code)
                at = end
                break
        else:
            if parts[at].strip():
                unknown.append(parts[at].strip())
            at += 1
    return result, unknown


def _nearest(vocabulary: Vocabulary, raw: str) -> str:
    spellings = vocabulary.spellings("htcds")
    near = difflib.get_close_matches(fold(raw), list(spellings), n=1, cutoff=0.7)
    return vocabulary.label(spellings[near[0]]) if near else ""
