"""Places by country: a kind of answer, one number for each country of the programme."""

import dataclasses
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import country_from_text, country_name
from contratrata.ground.kinds.public import Fact, Kind, Number, Unreadable, Values
from contratrata.ground.questions.public import register_kind

#: The members of the Regional Conference on Migration, for whom the programme was proposed.
COUNTRIES = ("BLZ", "CAN", "CRI", "SLV", "USA", "GTM", "HND", "MEX", "NIC", "PAN", "DOM")
MOST = 1000
Quotas = tuple[tuple[str, int], ...]


@dataclasses.dataclass(frozen=True)
class CountryNumbers(Kind[Quotas]):
    """How many of each country; a country without a number has none. In the order of `COUNTRIES`, which is all."""

    empty: Quotas = ()
    spreads = True

    def _number(self, fact: Fact, code: str) -> Fact:
        return Fact(name=f"{fact.name}_{code.lower()}", kind=Number(most=MOST), label=country_name(code))

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """A short box a country."""
        created: dict[str, forms.Field] = {}
        for code in COUNTRIES:
            one = self._number(fact, code)
            created |= one.kind.fields(one)
        return created

    def to_fields(self, fact: Fact, value: Quotas) -> dict[str, Any]:
        """The numbers in their boxes."""
        return {f"{fact.name}_{code.lower()}": number for code, number in value}

    def from_fields(self, fact: Fact, cleaned: Values, before: Quotas) -> Quotas:
        """Those that were typed."""
        numbers = ((code, cleaned.get(f"{fact.name}_{code.lower()}")) for code in COUNTRIES)
        return tuple((code, number) for code, number in numbers if number)

    def check(self, value: Quotas, fact: Fact) -> Quotas:
        """Known countries, each once, each with a number. Raises `DomainError`."""
        numbers = dict(value)
        if len(numbers) != len(value) or not set(numbers) <= set(COUNTRIES):
            raise fact.wrong(_("Elija países del programa, cada uno una vez."))
        if not all(0 <= number <= MOST for number in numbers.values()):
            raise fact.wrong(_("Escriba un número entero dentro de lo posible."))
        return tuple((code, numbers[code]) for code in COUNTRIES if numbers.get(code))

    def words(self, value: Quotas) -> str:
        """«Guatemala 4; Honduras 5»."""
        return "; ".join(f"{country_name(code)} {number}" for code, number in value)

    def to_text(self, value: Quotas) -> str:
        """«GTM 4 HND 5»."""
        return " ".join(f"{code} {number}" for code, number in value or ())

    def from_text(self, text: str) -> Quotas:
        """The numbers again."""
        parts = text.split()
        return tuple((code, int(number)) for code, number in zip(parts[::2], parts[1::2], strict=True))

    def column(self) -> "models.Field[Any, Any]":
        """The same text."""
        return models.TextField(blank=True)

    def to_columns(self, fact: Fact, value: Quotas) -> dict[str, Any]:
        """As text."""
        return {fact.name: self.to_text(value)}

    def from_columns(self, fact: Fact, row: Any) -> Quotas:
        """From text."""
        return self.from_text(getattr(row, fact.name))

    def read(self, text: str) -> Quotas:
        """As it is said, in any language that we speak. Raises `Unreadable`."""
        numbers: dict[str, int] = {}
        for part in filter(None, (one.strip() for one in text.split(";"))):
            name, _space, number = part.rpartition(" ")
            code = country_from_text(name).code if name else None
            if code not in COUNTRIES or code in numbers or not number.isdecimal() or int(number) > MOST:
                raise Unreadable(
                    _l("Escriba los países con su número, por ejemplo: Guatemala 4; Honduras 5.")
                )
            numbers[code] = int(number)
        return tuple((code, numbers[code]) for code in COUNTRIES if numbers.get(code))


register_kind("country_numbers", CountryNumbers)
