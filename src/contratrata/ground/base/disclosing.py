"""Recognising in a text that many will read what may lead to a person: an address, a telephone, a document, a name.

For what is written of no person: pages of countries, practices, whatever a noun publishes. Nothing is known here of
anybody, so a name is told by its form: a usual given name before another capitalised word, or a word that announces
one. It errs towards asking.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from .addresses import address_in

#: What a piece of a text may be.
Kind = Literal["address", "telephone", "document", "name"]

#: Usual given names of the region, without accents. General knowledge, no register.
_GIVEN = frozenset(
    """
    adela adriana alba alberto alejandra alejandro alicia alma amanda ana andrea andres angel angela angelica antonia
    antonio araceli armando arturo beatriz benjamin blanca brayan brenda carla carlos carmen carolina cecilia cesar
    claudia concepcion consuelo cristian cristina cristobal daniel daniela david delia diana diego dolores edgar
    eduardo elena elizabeth elsa emilia enrique ernesto esperanza estela ester esther eva evelyn fatima felipe
    fernanda fernando flor francisca francisco gabriel gabriela gerardo gladys gloria graciela guadalupe guillermo
    gustavo hector heidy hugo ignacio ileana ingrid irene iris irma isabel ismael jacinta jaime javier jennifer
    jessica jesus joaquin jonathan jorge jose josefina josselyn juan juana julia julio karen karina karla katherine
    kevin keyla laura leticia lidia ligia liliana lorena lourdes lucia luis luisa luz magdalena manuel marcela marco
    marcos margarita maria mariana mario marina maritza marlene marta martha martin mauricio mayra mercedes miguel
    miriam monica nancy natalia nicolas nidia norma olga orlando oscar pablo patricia paola pedro petrona rafael
    ramiro ramon raquel raul rebeca reina ricardo rigoberta rigoberto roberto rocio rodolfo rodrigo rolando rosa
    rosario ruben ruth salvador samuel sandra sara sebastian sergio silvia sofia sonia susana teresa tomas valentina
    valeria vanessa veronica vicente victor victoria vilma virginia wendy wilmer ximena yadira yesenia yolanda
    """.split()  # noqa: SIM905  (a list of words, read as one)
)
_CAPITALISED = r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü]+"
#: Longer names are written with these between.
_LINKED = rf"(?:(?:de la|de los|del|de|y)\s+)?{_CAPITALISED}"
#: Every capitalised word before another; those after a saint are places.
_PAIR = re.compile(rf"(?<!San )(?<!Santa )(?<!Santo )\b(?=({_CAPITALISED})\s+({_LINKED}(?:\s+{_LINKED})*))")
_ANNOUNCED = re.compile(
    r"\b(?:[Ss]e llama(?:ba)?|[Ll]lamad[ao]|[Dd]e nombre|[Nn]ombre es|[Dd]o[ñn]a|[Dd]on|[Ss]e[ñn]or(?:a|ita)?|"
    r"[Ss](?:ra|rta|r)\.|[Ii]s called|[Nn]amed|[Nn]ame is|M(?:rs|s|r)\.?)"
    rf"\s+({_CAPITALISED}(?:\s+{_LINKED})*)",
)
_TELEPHONE = re.compile(r"(?<![\w/.,-])(?:\+|\(\+?)?\d(?:[\s.\-–()]{0,2}\d){6,14}(?![\w/])")
_FEWEST_DIGITS = 7
_DATED = re.compile(r"(?:\d{1,3}|(?:19|20)\d\d)[\s.\-–]{1,3}(?:19|20)\d\d")
_DOCUMENT = re.compile(
    r"\b(?:pasaporte|c[eé]dula|dpi|dui|dimex|curp|documento|identidad|passport|identity card|id)\b"
    r"[^\w\n]{0,3}(?:(?:n[o°ºúu]m?(?:ero)?|number|no)\b\.?)?[^\w\n]{0,3}"
    r"((?=[\w\-]*\d)[A-Z0-9](?:[\w\-]|\s(?=\d)){4,})",
    re.IGNORECASE,
)
#: Written as the documents of the region are: 1234 56789 0101, 0801-1990-12345, 001-010190-0001A.
_SHAPES = re.compile(
    r"\b(?:\d{4}[ -]\d{5}[ -]\d{4}|\d{4}-\d{4}-\d{5}|\d{3}-\d{6}-\d{4}[A-Z]|\d{8}-\d|[A-Z]{4}\d{6}[HM][A-Z]{5}\w{2})\b"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text and what it may be."""

    kind: Kind
    text: str


def disclosed_in(text: str) -> list[Piece]:
    """Of each kind the pieces that stand in a text; of addresses the first. Empty where there is nothing."""
    documents = [match[0].strip() for match in (*_DOCUMENT.finditer(text), *_SHAPES.finditer(text))]
    result = [Piece("document", piece) for piece in documents]
    if address := address_in(text):
        result.append(Piece("address", address))
    result += [
        Piece("telephone", number)
        for number in _telephones(text)
        if not any(number in one for one in (*documents, address))
    ]
    result += [Piece("name", name) for name in _names(text)]
    return list(dict.fromkeys(result))


def disclosed(texts: Iterable[str]) -> list[Piece]:
    """The same over several texts, each piece once."""
    return list(dict.fromkeys(piece for text in texts for piece in disclosed_in(text)))


def _telephones(text: str) -> Iterator[str]:
    for match in _TELEPHONE.finditer(text):
        digits = [mark for mark in match[0] if mark.isdecimal()]
        if len(digits) >= _FEWEST_DIGITS and not _years(match[0]):
            yield match[0].strip()


def _years(piece: str) -> bool:
    """«2019-2024», «203-2020»: years, the number of a law with its year, and no number that rings."""
    return _DATED.fullmatch(piece.strip()) is not None


def _names(text: str) -> Iterator[str]:
    for match in _ANNOUNCED.finditer(text):
        yield match[1]
    end = 0
    for match in _PAIR.finditer(text):
        if match.start() >= end and _plain(match[1]) in _GIVEN:
            end = match.end(2)
            yield text[match.start() : end]


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
