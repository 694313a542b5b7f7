"""A row of a file made into a case as far as it is certain; the rest is asked about, nothing is lost.

No database: whoever calls decides what becomes of it. A value that is asked about is not taken; it stays in
the finding (`raw`) for the sheet that goes back.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age, PartialDate, UnreadableDate, age_range
from contratrata.ground.codes.public import Vocabulary, fold, vocabulary
from contratrata.ground.imports.public import OWN_COLUMNS, Finding, Kind, plain
from contratrata.ground.sheets.public import Flag, SourceRow

from .fields import Field, Shape, by_name
from .values import (
    Read,
    only_one,
    read_codes,
    read_countries,
    read_date,
    read_digits,
    read_text,
    says_nothing,
)

_OLDEST_AGE = 110
_FLAGS = {
    Flag.FORMULA: _("Era una fórmula: se tomó el valor que muestra."),
    Flag.FORMULA_WITHOUT_VALUE: _("Hay una fórmula sin valor guardado: escriba el valor."),
    Flag.LOOKS_LIKE_FORMULA: _("Empieza como una fórmula: se guardó como texto."),
    Flag.MERGED: _("Hay celdas combinadas: el valor cuenta solo para la primera fila."),
    Flag.TOO_LONG: _("El texto era demasiado largo y se cortó."),
    Flag.MORE_CELLS: _("Hay datos fuera de las columnas con título: no se leyeron."),
    Flag.UNCLEAR_CHOICE: _("En la columna de una opción escriba sí o no, o deje la celda vacía."),
}
_ASKING = frozenset({Flag.FORMULA_WITHOUT_VALUE, Flag.MERGED, Flag.MORE_CELLS, Flag.UNCLEAR_CHOICE})
#: Shapes whose text nobody chose from a list.
_FREE = frozenset({Shape.NAME, Shape.PHONE, Shape.ID})
#: What makes a number of years a bound: «menor de 18», «48+».
_BOUNDS = (
    "<",
    ">",
    "≤",
    "≥",
    "+",
    "menor",
    "mayor",
    "más de",
    "mas de",
    "menos de",
    "under",
    "over",
    "hasta",
)
#: Words in the heading of a column that identifies somebody, folded; and the fewest digits of a number that does.
_IDENTIFYING = (
    "nombre", "apellido", "name", "telefono", "celular", "phone", "correo", "mail", "cedula", "dpi", "dui", "documento",
    "pasaporte", "passport", "identidad", "direccion", "address", "domicilio", "madre", "padre", "familiar", "contacto",
)  # fmt: skip
_FEWEST_DIGITS = 7
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "da", "do", "dos", "san", "santa", "van", "von"}
)


@dataclasses.dataclass(frozen=True, slots=True)
class Defaults:
    """What the file does not say. `country`: of the organisation (alpha-3), for «ciudadanos de su país».

    `today`: the day of the import. `month_first` and `mixed_dates`: fields whose column writes dates so.
    `epoch1904`: bare numbers of days count from 1904 (workbooks of older Macs).
    """

    today: dt.date
    country: str | None = None
    month_first: frozenset[str] = frozenset()
    mixed_dates: frozenset[str] = frozenset()
    epoch1904: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as read: `facts` by HTCDS field name hold our codes, dates, countries (alpha-3), answers, text.

    Names stand in their own members, surnames parted. `texts` hold free text. `extra` is what had no field.
    """

    number: int
    source_id: str | None
    given_names: str
    surname: str
    second_surname: str
    alias: str
    birth: PartialDate | None
    age_when_trafficked: Age | None
    age: Age | None
    registered_on: PartialDate | None
    consent: Answer
    facts: Mapping[str, Any]
    extra: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether the row is no case as it stands."""
        return any(finding.kind is Kind.REFUSED for finding in self.findings)

    @property
    def asked(self) -> tuple[Finding, ...]:
        """What a person has to answer."""
        return tuple(finding for finding in self.findings if finding.kind is Kind.ASKED)

    def codes(self, field: str) -> tuple[str, ...]:
        """The codes or countries of a field of several values; empty when none is known."""
        result = self.facts.get(field)
        return result if isinstance(result, tuple) else (result,) if result else ()

    def text(self, field: str) -> str:
        """A text, code or number of a field; empty when none is known."""
        return str(self.facts.get(field, ""))


def interpret(
    row: SourceRow, defaults: Defaults, vocabularies: Callable[[str], Vocabulary] = vocabulary
) -> ReadCase:
    """What a row says. Never raises for what stands in it."""
    facts: dict[str, Any] = {}
    findings = list(_flagged(row))
    for name, raw in row.cells.items():
        field = by_name()[name]
        read = _read(field, raw, defaults, vocabularies)
        if read.value is not None:
            facts[name] = read.value
        findings.append(Finding(name, read.kind, read.message, raw, read.suggestion))
    findings += _doubtful(row, facts)
    registered = facts.get("x_RegisteredOn") or _answered_on(row.answered_at)
    findings += _implausible(facts, registered, defaults.today)
    surname, second = _surnames(facts)
    case = ReadCase(
        number=row.number,
        source_id=row.source_id,
        given_names=" ".join(filter(None, (facts.get("prs_FirstName"), facts.get("prs_MiddleName")))),
        surname=surname,
        second_surname=second,
        alias=facts.get("x_Alias", ""),
        birth=facts.get("prs_Birthdate"),
        age_when_trafficked=facts.get("vic_AgeWhenTrafficked"),
        age=facts.get("x_Age"),
        registered_on=registered,
        consent=facts.get("con_Consent", Answer.UNKNOWN),
        facts=facts,
        extra=dict(row.extra),
        findings=tuple(findings),
    )
    return dataclasses.replace(case, findings=(*case.findings, *_below_minimum(case)))


def date_orders(rows: Iterable[SourceRow]) -> tuple[frozenset[str], frozenset[str]]:
    """Fields whose dates are written month first, and fields where both orders are proven, over all rows."""
    day_first: set[str] = set()
    month_first: set[str] = set()
    dates = {field.name for field in by_name().values() if field.shape is Shape.DATE}
    for row in rows:
        for name in dates & row.cells.keys():
            parts = plain(row.cells[name]).replace("-", "/").replace(".", "/").split("/")
            if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[0]) <= 2:
                first, second = int(parts[0]), int(parts[1])
                if first > 12 >= second:
                    day_first.add(name)
                elif second > 12 >= first:
                    month_first.add(name)
    return frozenset(month_first - day_first), frozenset(month_first & day_first)


def _read(field: Field, raw: Any, defaults: Defaults, vocabularies: Callable[[str], Vocabulary]) -> Read[Any]:
    if field.shape in _FREE and says_nothing(raw):
        return Read(None, Kind.REPAIRED, _("La celda dice que no hay dato: se deja vacía."))
    if field.vocabulary:
        codes = read_codes(vocabularies(field.vocabulary), raw)
        return only_one(codes) if field.shape is Shape.CODE else codes
    if field.shape is Shape.DATE:
        month_first = field.name in defaults.month_first
        both = field.name in defaults.mixed_dates
        return read_date(raw, month_first=month_first, both=both, epoch1904=defaults.epoch1904)
    if field.shape is Shape.COUNTRIES:
        return read_countries(raw, defaults.country)
    if field.shape is Shape.COUNTRY:
        return only_one(read_countries(raw, defaults.country))
    return _read_simple(field.shape, raw)


def _read_simple(shape: Shape, raw: Any) -> Read[Any]:
    if shape is Shape.ANSWER:
        answer = Answer.from_text(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
        if answer is None:
            return Read(None, Kind.ASKED, _("Escriba sí o no, o deje la celda vacía si no se sabe."))
        return Read(answer)
    if shape is Shape.AGE:
        return _read_age(plain(raw))
    if shape in (Shape.PHONE, Shape.ID):
        return read_digits(raw, document=shape is Shape.ID)
    return read_text(raw)


def _read_age(text: str) -> Read[Age]:
    """`16`, `16 años`, `15-17`, `entre 15 y 17`; estimated where a span or a word of doubt stands."""
    if any(word in text.casefold() for word in _BOUNDS):
        words = _("Eso es un límite, no una edad. Escriba los años cumplidos, o un rango: 15-17.")
        return Read(None, Kind.ASKED, words)
    parts = "".join(mark if mark.isdecimal() else " " for mark in text).split()
    # Thousands of digits are no number that Python reads, and no age.
    numbers = [int(part) if len(part) <= 4 else _OLDEST_AGE + 1 for part in parts]
    if not numbers or len(numbers) > 2 or max(numbers) > _OLDEST_AGE or numbers[0] > numbers[-1]:
        return Read(
            None, Kind.ASKED, _("No se entiende la edad. Escriba los años cumplidos, por ejemplo 16.")
        )
    doubt = len(numbers) == 2 or any(
        word in text.casefold() for word in ("aprox", "estim", "±", "~", "?", "unos")
    )
    return Read(Age(numbers[0], numbers[-1], estimated=doubt))


def _flagged(row: SourceRow) -> Iterable[Finding]:
    for flag, headers in row.flags.items():
        kind = Kind.ASKED if flag in _ASKING else Kind.REPAIRED
        for header in headers or ("",):
            yield Finding(header, kind, _FLAGS[flag])


def _doubtful(row: SourceRow, facts: Mapping[str, Any]) -> Iterable[Finding]:
    """Columns of no field of ours; several places where one is meant."""
    for header, raw in row.extra.items():
        if not plain(raw) or header.strip().casefold() in OWN_COLUMNS:
            continue
        if _may_identify(header, plain(raw)):
            words = _("No se sabe qué es esta columna, y parece identificar a alguien.")
            yield Finding(header, Kind.ASKED, words, raw)
        else:
            words = _("No se sabe qué es esta columna: se guarda aparte y no se comparte.")
            yield Finding(header, Kind.REPAIRED, words, raw)
    for name in ("vic_LocationOfExploitation", "vic_LocationOfRecruitment"):
        if ";" in str(facts.get(name, "")):
            words = _("Hay varios lugares y la ficha tiene uno: todos quedan en el relato.")
            yield Finding(name, Kind.ASKED, words, facts[name])


def _may_identify(header: str, text: str) -> bool:
    """Whether a column seems to hold a name, a number or an address, by what stands above or in it."""
    digits = sum(mark.isdecimal() for mark in text)
    return "@" in text[1:] or digits >= _FEWEST_DIGITS or any(word in fold(header) for word in _IDENTIFYING)


def _answered_on(raw: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(raw) if raw else None
    except UnreadableDate:
        return None


def _implausible(facts: dict[str, Any], registered: PartialDate | None, today: dt.date) -> Iterable[Finding]:
    """Values that cannot all hold; those that are surely wrong are taken back."""

    def ask(field: str, message: str | Promise, *, keep: bool = False) -> Finding:
        raw = facts[field] if keep else facts.pop(field)
        return Finding(field, Kind.ASKED, message, str(raw))

    for name in [name for name, value in facts.items() if isinstance(value, PartialDate)]:
        if facts[name].earliest() > today:
            yield ask(name, _("La fecha está en el futuro."))
    birth: PartialDate | None = facts.get("prs_Birthdate")
    start: PartialDate | None = facts.get("x_ExploitationFrom")
    if start and (registered or PartialDate.of(today)).surely_before(start):
        yield ask("x_ExploitationFrom", _("La explotación empieza después del registro."))
        start = None
    if birth and start and start.surely_before(birth):
        yield ask(
            "x_ExploitationFrom", _("La explotación empieza antes de que la persona naciera."), keep=True
        )
    arrived, left = facts.get("cas_IncomingReferralDate"), facts.get("cas_OutgoingReferralDate")
    if arrived and left and left.surely_before(arrived):
        yield ask(
            "cas_OutgoingReferralDate", _("La derivación sale antes de que el caso llegara."), keep=True
        )
    if birth and arrived and arrived.surely_before(birth):
        yield ask("cas_IncomingReferralDate", _("La fecha es anterior al nacimiento."), keep=True)
    yield from _ages_at_odds(facts, birth, registered or PartialDate.of(today))


def _ages_at_odds(
    facts: Mapping[str, Any], birth: PartialDate | None, registered: PartialDate
) -> Iterable[Finding]:
    now = age_range(birth, registered)
    sentence, then = facts.get("x_Age"), facts.get("vic_AgeWhenTrafficked")
    if birth and now is None:
        yield Finding("prs_Birthdate", Kind.ASKED, _("La persona nace después del registro."), str(birth))
    if now and sentence and not (now.low - 1 <= sentence.high and sentence.low <= now.high + 1):
        message = format_lazy(
            _("La edad no concuerda con la fecha de nacimiento, que da {age}."), age=now.words()
        )
        yield Finding("x_Age", Kind.ASKED, message, sentence.words())
    older = now or sentence
    if older and then and then.low > older.high + (0 if now else 1):
        message = _("La edad al momento de la trata es mayor que la edad de la persona.")
        yield Finding("vic_AgeWhenTrafficked", Kind.ASKED, message, then.words())
    child = "child_labour" in facts.get("vic_TypeOfExploitation", ())
    if child and then and then.low >= 18:
        message = _("Hay trabajo infantil, pero la edad al momento de la trata es de 18 años o más.")
        yield Finding("vic_TypeOfExploitation", Kind.ASKED, message, then.words())


def _surnames(facts: Mapping[str, Any]) -> tuple[str, str]:
    """First and second surname. HTCDS has one field for both; particles stay with the word they lead.

    Parted only when that is certain: two parts; three or more stay together as they were written.
    """
    whole = facts.get("prs_SecondName", "")
    if second := facts.get("x_SecondSurname", ""):
        return whole, second
    parts: list[str] = []
    leading: list[str] = []
    for word in whole.split():
        leading.append(word)
        if word.casefold() not in _PARTICLES:
            parts.append(" ".join(leading))
            leading = []
    return (parts[0], parts[1]) if len(parts) == 2 and not leading else (whole, "")


def _below_minimum(case: ReadCase) -> Iterable[Finding]:
    """A case needs something to know the person by, and one fact of the case beside it."""
    named = case.given_names or case.surname or case.alias or case.source_id
    if not named:
        yield Finding(
            "prs_FirstName", Kind.REFUSED, _("Falta el nombre, un apellido, un alias o un código de origen.")
        )
    identity = {"prs_FirstName", "prs_MiddleName", "prs_SecondName", "x_SecondSurname", "x_Alias"}
    if not set(case.facts) - identity and not case.asked:
        yield Finding("", Kind.REFUSED, _("La fila solo tiene un nombre: falta algún dato del caso."))
