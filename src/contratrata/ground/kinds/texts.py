"""Texts: a line, several lines, a telephone, a link."""

import dataclasses
import re
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import texts
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.paper.public import BlankQuestion

from .base import Fact, Kind


@dataclasses.dataclass(frozen=True)
class Text(Kind[str]):
    """A line, or with `rows` a text of several lines, of at most `most` letters."""

    most: int = texts.LINE
    rows: int = 0
    empty = ""

    def field(self, fact: Fact) -> forms.Field:
        """A box, or a text area of `rows`; the browser offers and sends nothing of it anywhere."""
        widget: forms.Widget = forms.Textarea(attrs={"rows": self.rows}) if self.rows else forms.TextInput()
        widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        return TextField(max_length=self.most, required=False, widget=widget)

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """As many lines as the box has."""
        return [fact.on_paper("line", times=self.rows or 1)]

    def check(self, value: str, fact: Fact) -> str:
        """The cleaned text."""
        return texts.clean(str(value or ""), field=fact.name, most=self.most, lines=bool(self.rows))

    def column(self) -> "models.Field[Any, Any]":
        """A line as characters, a text as text; how long it may be, the check says."""
        if self.rows:
            return models.TextField(blank=True)
        return models.CharField(max_length=self.most, blank=True)

    def from_text(self, text: str) -> str:
        """The text itself."""
        return text

    def read(self, text: str) -> str:
        """Any text is one."""
        return texts.visible(text).strip()


@dataclasses.dataclass(frozen=True)
class Phone(Text):
    """A telephone of an institution, kept as it is dialled from abroad (`+502 1572`) or as a short number.

    Short numbers (hotlines: 911, 1572) have no country code: they are kept as typed.
    """

    most: int = 40

    def check(self, value: str, fact: Fact) -> str:
        """The number as it is dialled. Raises `DomainError` when it is none."""
        typed = super().check(value, fact)
        if not typed or re.fullmatch(r"[0-9]{2,6}", typed):
            return typed
        try:
            number = phonenumbers.parse(typed, None)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise fact.wrong(_("Escriba el número con el código del país, por ejemplo +502 2222 2222."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@dataclasses.dataclass(frozen=True)
class Email(Text):
    """An address of electronic mail. `own`: of who types it, so that the browser may fill it in."""

    most: int = 254
    own: bool = False

    def field(self, fact: Fact) -> forms.Field:
        """A box that a telephone offers the @ for."""
        fills = "email" if self.own else "off"
        widget = forms.EmailInput(attrs={"autocomplete": fills, "spellcheck": "false"})
        return TextField(max_length=self.most, required=False, widget=widget)

    def check(self, value: str, fact: Fact) -> str:
        """The address. Raises `DomainError` when it is none."""
        typed = super().check(value, fact)
        try:
            if typed:
                validate_email(typed)
        except ValidationError:
            raise fact.wrong(_("Escriba un correo como nombre@ejemplo.org.")) from None
        return typed


NOT_PLAIN = _l("Escriba una dirección que empiece por https:// y siga con el nombre del sitio: %(link)s.")
_NAMED = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}", re.IGNORECASE
)


def is_plain_https(link: str) -> bool:
    """Whether an address is https, of a host with a name (no number, no inner one), without user, secret or port."""
    try:
        parts = urlsplit(link)
        host, strange = parts.hostname or "", parts.username or parts.password or parts.port
    except ValueError:
        return False
    inner = host.endswith((".local", ".internal", ".localhost", ".lan", ".home.arpa"))
    return parts.scheme == "https" and bool(_NAMED.fullmatch(host)) and not strange and not inner


@dataclasses.dataclass(frozen=True)
class Link(Text):
    """An address of the web; `secure`: https only, of a host that has a name, without a user or a port in it."""

    most: int = 500
    secure: bool = False

    def check(self, value: str, fact: Fact) -> str:
        """The address. Raises `DomainError` when it is none."""
        typed = super().check(value, fact)
        if typed:
            try:
                URLValidator(schemes=["https", "http"])(typed)
            except ValidationError:
                raise fact.wrong(
                    _("Escriba la dirección completa, por ejemplo https://ejemplo.org.")
                ) from None
        if typed and self.secure and not is_plain_https(typed):
            raise fact.wrong(NOT_PLAIN % {"link": typed})
        return typed


@dataclasses.dataclass(frozen=True)
class Lines(Kind[tuple[str, ...]]):
    """Several short texts, one a line, each of at most `each` letters."""

    most: int = texts.LONG
    each: int = texts.LONG
    rows: int = 3
    empty: tuple[str, ...] = ()

    def field(self, fact: Fact) -> forms.Field:
        """A text area; a line each."""
        return Text(most=self.most, rows=self.rows).field(fact)

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """As many lines as the box has."""
        return [fact.on_paper("line", times=self.rows)]

    def to_fields(self, fact: Fact, value: tuple[str, ...]) -> dict[str, Any]:
        """One a line."""
        return {fact.name: "\n".join(value)}

    def from_fields(self, fact: Fact, cleaned: Any, before: tuple[str, ...]) -> tuple[str, ...]:
        """The lines that say something."""
        return self.from_text(str(cleaned.get(fact.name) or ""))

    def check(self, value: tuple[str, ...], fact: Fact) -> tuple[str, ...]:
        """The cleaned lines, each once."""
        joined = texts.clean("\n".join(value), field=fact.name, most=self.most, lines=True)
        lines = tuple(dict.fromkeys(self.from_text(joined)))
        if any(len(line) > self.each for line in lines):
            raise fact.wrong(_("Cada línea en %(most)d letras o menos.") % {"most": self.each})
        return lines

    def words(self, value: tuple[str, ...]) -> str:
        """One a line."""
        return "\n".join(value)

    def to_text(self, value: tuple[str, ...]) -> str:
        """One a line."""
        return "\n".join(value or ())

    def from_text(self, text: str) -> tuple[str, ...]:
        """The lines that say something."""
        return tuple(line.strip() for line in text.split("\n") if line.strip())

    def column(self) -> "models.Field[Any, Any]":
        """An array of texts."""
        return ArrayField(models.TextField(), default=list, blank=True)

    def to_columns(self, fact: Fact, value: tuple[str, ...]) -> dict[str, Any]:
        """An array."""
        return {fact.name: list(value)}

    def from_columns(self, fact: Fact, row: Any) -> tuple[str, ...]:
        """From an array."""
        return tuple(getattr(row, fact.name) or ())

    def read(self, text: str) -> tuple[str, ...]:
        """Parted by lines or semicolons."""
        return self.from_text(text.replace(";", "\n"))


@dataclasses.dataclass(frozen=True)
class Links(Lines):
    """Several addresses of the web, one a line, each https; shown as links: nothing of theirs is put into our pages."""

    def check(self, value: tuple[str, ...], fact: Fact) -> tuple[str, ...]:
        """The addresses. Raises `DomainError` naming the first that is none."""
        cleaned = super().check(value, fact)
        for one in cleaned:
            if len(one) > Link.most or not is_plain_https(one):
                raise fact.wrong(NOT_PLAIN % {"link": one[:100]})
        return cleaned

    def shown(self, value: tuple[str, ...]) -> Any:
        """Each as a link."""
        return format_html_join(
            SafeString("<br>"), '<a href="{0}" rel="noreferrer">{0}</a>', ((one,) for one in value)
        )
