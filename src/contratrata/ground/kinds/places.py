"""A place: a country, and in it a first-level area (ISO 3166-2). Never an address."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import UnknownCode, area, area_name, areas, country_name, fold
from contratrata.ground.paper.public import BlankQuestion

from .base import Fact, Kind
from .coded import has_country, read_country
from .countries import country_choice
from .fields import NOT_KNOWN


@dataclasses.dataclass(frozen=True)
class Where:
    """A country (alpha-3) and an area of it (ISO 3166-2), either may be ""."""

    country: str = ""
    area: str = ""

    def words(self) -> str:
        """`Escuintla, Guatemala`."""
        names = (
            area_name(self.area) if self.area else "",
            country_name(self.country) if self.country else "",
        )
        return ", ".join(filter(None, names))


def area_of(typed: str, country: str) -> str:
    """The code of an area typed by name within a country (alpha-3). Raises `DomainError` without a field.

    A beginning that only one area has is enough; what is near is offered in the words.
    """
    wanted, known = fold(typed), areas(country)
    codes = [one for one in known if wanted in (fold(one.code), fold(one.name.es), fold(one.name.en))]
    codes = codes or [one for one in known if fold(one.name.es).startswith(wanted)]
    if len(codes) == 1:
        return codes[0].code
    words = _("«%(typed)s» no es una división de %(country)s.") % {
        "typed": typed[:60],
        "country": country_name(country),
    }
    near = [one.name.here() for one in known if fold(one.name.here())[:2] == wanted[:2]][:3]
    raise DomainError(f"{words} {_('¿Quiso decir %s?') % ', '.join(near)}" if near else words)


def area_words(code: str) -> str:
    """The name of an area for the box it is typed in; "" when none is known."""
    try:
        area(code)
    except (UnknownCode, KeyError):
        return ""
    return area_name(code)


@dataclasses.dataclass(frozen=True)
class Place(Kind[Where]):
    """A country, chosen, and an area of it, typed by name: no page carries every area of the world."""

    empty: Where = Where()
    none: Any = NOT_KNOWN
    #: Its fields and columns are called `country` and `area`, without the name of the fact before them.
    bare: bool = False
    spreads = True

    def _names(self, fact: Fact) -> tuple[str, str]:
        return ("country", "area") if self.bare else (f"{fact.name}_country", f"{fact.name}_area")

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """The country, then the area."""
        country = country_choice(fact.label, empty=self.none)
        place = TextField(
            max_length=100,
            required=False,
            label=_l("Departamento, provincia o estado"),
            help_text=_l("Nunca una dirección."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        return dict(zip(self._names(fact), (country, place), strict=True))

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """The country and the area."""
        parts = [_("País"), _("Departamento, provincia o estado")]
        return [fact.on_paper("parts", parts=parts)]

    def to_fields(self, fact: Fact, value: Where) -> dict[str, Any]:
        """The country's code and the area's name."""
        return dict(zip(self._names(fact), (value.country, area_words(value.area)), strict=True))

    def from_fields(self, fact: Fact, cleaned: Mapping[str, Any], before: Where) -> Where:
        """The place that was typed. Raises `DomainError` with the field to mend."""
        in_country, in_area = self._names(fact)
        country, typed = cleaned.get(in_country) or "", cleaned.get(in_area) or ""
        if not typed:
            return Where(country)
        if not country:
            raise DomainError(_("Elija también el país."), field=self._names(fact)[0])
        try:
            return Where(country, area_of(typed, country))
        except DomainError as error:
            raise DomainError(error.message, field=self._names(fact)[1]) from None

    def check(self, value: Where, fact: Fact) -> Where:
        """A country there is, and an area that lies in it. Raises `DomainError`."""
        if value.country and not has_country(value.country):
            raise DomainError(_("Elija un país de la lista."), field=self._names(fact)[0])
        if value.area:
            try:
                lies_in = area(value.area).country
            except (UnknownCode, KeyError):
                raise DomainError(_("Elija un lugar de la lista."), field=self._names(fact)[1]) from None
            if value.country and lies_in != value.country:
                raise DomainError(_("Ese lugar no está en el país elegido."), field=self._names(fact)[1])
        return value

    def words(self, value: Where) -> str:
        """`Escuintla, Guatemala`."""
        return value.words()

    def to_text(self, value: Where) -> str:
        """`GTM GT-05`."""
        return f"{value.country} {value.area}".rstrip() if not self.is_empty(value) else ""

    def from_text(self, text: str) -> Where:
        """The place again."""
        country, _space, code = text.partition(" ")
        return Where(country, code)

    def model_fields(self, fact: Fact) -> "dict[str, models.Field[Any, Any]]":
        """The codes of the country and of the area."""
        country, code = self._names(fact)
        return {
            country: models.CharField(max_length=3, blank=True),
            code: models.CharField(max_length=10, blank=True),
        }

    def to_columns(self, fact: Fact, value: Where) -> dict[str, Any]:
        """`<name>_country` and `<name>_area`."""
        return dict(zip(self._names(fact), (value.country, value.area), strict=True))

    def from_columns(self, fact: Fact, row: Any) -> Where:
        """From two columns."""
        country, code = self._names(fact)
        return Where(getattr(row, country), getattr(row, code))

    def read(self, text: str) -> Where:
        """`Escuintla, Guatemala`, or a country."""
        first, _comma, last = text.rpartition(",")
        country = read_country(last)
        return Where(country, area_of(first.strip(), country) if first.strip() and country else "")
