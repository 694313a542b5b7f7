"""Figures: a whole number with its unit, and money with its currency."""

import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.lazily import lazystr
from contratrata.ground.paper.public import BlankQuestion

from .base import Cell, Fact, Kind, Unreadable
from .fields import choice_field

#: Currencies of the region, and those that donors pay in (ISO 4217).
CURRENCIES = (
    "USD",
    "GTQ",
    "BZD",
    "HNL",
    "NIO",
    "CRC",
    "PAB",
    "DOP",
    "HTG",
    "CUP",
    "JMD",
    "MXN",
    "COP",
    "EUR",
)


@dataclasses.dataclass(frozen=True)
class Number(Kind[int | None]):
    """A whole number between `least` and `most`, of a `unit` in words («años»); years are not `grouped`."""

    least: int = 0
    most: int = 1_000_000
    unit: Any = ""
    wrong: Any = ""
    empty: int | None = None
    grouped: bool = True
    number = True

    def field(self, fact: Fact) -> forms.Field:
        """A short box; its bounds are judged by `check` as everywhere."""
        width = "govuk-input--width-3" if self.most < 1_000 else "govuk-input--width-10"
        attrs = {"class": width, "autocomplete": "off", "inputmode": "numeric"}
        return forms.IntegerField(
            label=fact.label,
            required=False,
            min_value=self.least,
            max_value=self.most,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), self._words()),
            widget=forms.NumberInput(attrs=attrs),
        )

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """A box, with its unit behind it."""
        return [fact.on_paper("number", unit=str(self.unit))]

    def _words(self) -> Any:
        return lazystr(self.wrong) if self.wrong else _l("Escriba un número entero dentro de lo posible.")

    def check(self, value: int | None, fact: Fact) -> int | None:
        """Within its bounds. Raises `DomainError`."""
        if value is not None and not self.least <= value <= self.most:
            raise fact.wrong(self._words())
        return value

    def words(self, value: int | None) -> str:
        """With its unit."""
        return f"{formats.number_format(value or 0, force_grouping=self.grouped)} {self.unit}".strip()

    def column(self) -> "models.Field[Any, Any]":
        """A whole number."""
        return models.IntegerField(null=True)

    def from_text(self, text: str) -> int | None:
        """The number again."""
        return int(text) if text else None

    def cell(self, value: int | None) -> Cell:
        """A figure."""
        return value

    def read(self, text: str) -> int | None:
        """Digits only; a space or a point between thousands is none of ours to guess."""
        stripped = text.strip()
        if not stripped:
            return None
        if not (stripped.lstrip("-").isascii() and stripped.lstrip("-").isdecimal() and len(stripped) < 12):
            raise Unreadable(self._words())
        return int(stripped)


#: How an amount is written: thousands grouped by nothing, points, commas or spaces; two decimals or none.
_GROUPED = [
    re.compile(rf"(?P<whole>\d{{1,14}}|\d{{1,3}}(?:{mark}\d{{3}})+)(?:{decimal}(?P<part>\d{{1,2}}))?")
    for mark, decimal in (("[ \u00a0\u202f]", "[.,]"), (",", r"\."), (r"\.", ","))
]


@dataclasses.dataclass(frozen=True)
class Amount:
    """Money: how much of which currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclasses.dataclass(frozen=True)
class Money(Kind[Amount | None]):
    """An amount of money with its currency; never without one, and never converted."""

    empty: Amount | None = None
    spreads = True

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """How much, and of what."""
        attrs = {"class": "govuk-input--width-10", "autocomplete": "off", "inputmode": "decimal"}
        amount = forms.DecimalField(
            label=fact.label,
            required=False,
            min_value=0,
            max_digits=14,
            decimal_places=2,
            localize=True,
            error_messages={"invalid": _l("Escriba la cantidad solo con números.")},
            widget=forms.TextInput(attrs=attrs),
        )
        currency = choice_field(_l("Moneda"), [("", "—"), *((code, code) for code in CURRENCIES)])
        return {f"{fact.name}_amount": amount, f"{fact.name}_currency": currency}

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """How much, and of what."""
        return [fact.on_paper("parts", parts=[_("Cantidad"), _("Moneda")])]

    def to_fields(self, fact: Fact, value: Amount | None) -> dict[str, Any]:
        """Both."""
        if value is None:
            return {}
        return {f"{fact.name}_amount": value.amount, f"{fact.name}_currency": value.currency}

    def from_fields(self, fact: Fact, cleaned: Mapping[str, Any], before: Amount | None) -> Amount | None:
        """An amount needs its currency. Raises `DomainError`."""
        amount, currency = cleaned.get(f"{fact.name}_amount"), cleaned.get(f"{fact.name}_currency") or ""
        if amount is None:
            return None
        if not currency:
            raise fact.wrong(_("Elija en qué moneda."))
        return Amount(amount, currency)

    def check(self, value: Amount | None, fact: Fact) -> Amount | None:
        """A currency we know, and nothing below zero. Raises `DomainError`."""
        if value is not None and (value.currency not in CURRENCIES or value.amount < 0):
            raise fact.wrong(_("Escriba la cantidad y su moneda."))
        return value

    def words(self, value: Amount | None) -> str:
        """`1 500,00 USD`."""
        if value is None:
            return ""
        return f"{formats.number_format(value.amount, 2, force_grouping=True)} {value.currency}"

    def from_text(self, text: str) -> Amount | None:
        """The amount again."""
        if not text:
            return None
        amount, currency = text.split()
        return Amount(Decimal(amount), currency)

    def model_fields(self, fact: Fact) -> "dict[str, models.Field[Any, Any]]":
        """How much, and of what."""
        return {
            f"{fact.name}_amount": models.DecimalField(max_digits=14, decimal_places=2, null=True),
            f"{fact.name}_currency": models.CharField(max_length=3, blank=True),
        }

    def to_columns(self, fact: Fact, value: Amount | None) -> dict[str, Any]:
        """Two columns."""
        return {
            f"{fact.name}_amount": value.amount if value else None,
            f"{fact.name}_currency": value.currency if value else "",
        }

    def from_columns(self, fact: Fact, row: Any) -> Amount | None:
        """From two columns."""
        amount = getattr(row, f"{fact.name}_amount")
        return None if amount is None else Amount(amount, getattr(row, f"{fact.name}_currency"))

    def cell(self, value: Amount | None) -> Cell:
        """`1500.00 USD`, which `read` reads again in whatever language the sheet was made."""
        return self.to_text(value) or None

    def read(self, text: str) -> Amount | None:
        """`1500.00 USD`, `1,500.00 USD`, `1 500,00 USD`; «1.500» may be either and is asked about."""
        if not text.strip():
            return None
        amount, _space, currency = text.strip().rpartition(" ")
        certain = currency.upper() in CURRENCIES and not re.fullmatch(r"\d{1,3}[.,]\d{3}", amount)
        for grouped in _GROUPED:
            if certain and (match := grouped.fullmatch(amount)):
                whole = re.sub(r"\D", "", match["whole"])
                return Amount(Decimal(f"{whole}.{match['part'] or 0}"), currency.upper())
        raise Unreadable(_("Escriba la cantidad y la moneda, por ejemplo 1500.00 USD."))
