"""What stands in a cell on the page: plain functions instead of template tags, since a page has hundreds of cells."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.frame import made_for_field
from contratrata.ground.ui.markup import html, joined, safe
from contratrata.ground.ui.templatetags.ct import due_tag as due
from contratrata.ground.ui.templatetags.ct import name_line
from contratrata.ground.ui.templatetags.ct import state as tag

from .declared import Column, R

__all__ = ["Post", "code", "due", "lines", "linked", "named", "nothing", "shown", "tag", "together", "verb"]


@dataclasses.dataclass(frozen=True, slots=True)
class Post:
    """An act of a row that is one press: a form of its own, drawn as a link. `aside` is read after the words."""

    url: str
    words: str
    aside: str = ""
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def drawn(self, token: str) -> SafeString:
        """The form, with the token against forgery."""
        fields = joined(
            html('<input type="hidden" name="{}" value="{}">', name, value)
            for name, value in [("csrfmiddlewaretoken", token), *self.fields.items()]
        )
        return html(
            '<form method="post" action="{}" novalidate data-ct-once>{}{}'
            '<button type="submit" class="ct-link-button">{}'
            '<span class="govuk-visually-hidden">: {}</span></button></form>',
            self.url,
            made_for_field(),
            fields,
            self.words,
            self.aside,
        )


def verb(url: str, words: str, aside: str) -> SafeString:
    """An act of a row that leads to its page; `aside` is read after the words: which row it is."""
    return html('<a href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>', url, words, aside)


def named(name: str | None, of: str, url: str = "", also: str = "") -> SafeString:
    """A person's name as the link of the row, the code of her file beside it, what else she is called under it.

    None says that the name is kept from this reader; the code is then the link.
    """
    if name is None:
        shown = html('<span class="ct-name--hidden">{}</span> ', _("Nombre reservado"))
        return shown + linked(of, url, "ct-code govuk-link")
    under = html('<br><span class="ct-soft">{}</span>', also) if also else SafeString("")
    return name_line(name, of, url) + under


def code(text: str) -> SafeString:
    """A code as it is said aloud."""
    return html('<span class="ct-code">{}</span>', text)


def linked(words: object, url: str, css: str = "govuk-link") -> SafeString:
    """Words as a link where there is somewhere to go."""
    return html('<a href="{}" class="{}">{}</a>', url, css, words) if url else html("<span>{}</span>", words)


def together(*parts: object) -> SafeString:
    """Several pieces one after the other, those that are empty left out."""
    return joined((part for part in parts if part), " ")


def lines(texts: Sequence[str]) -> SafeString:
    """Several sentences under each other."""
    return joined(html("<p>{}</p>", one) for one in texts)


def nothing(words: object = "") -> SafeString:
    """That there is none, in words; without them, that nothing is known, which a card at a telephone leaves out."""
    if words:
        return html('<span class="ct-none">{}</span>', words)
    return html('<span class="ct-none ct-absent">{}</span>', _("Sin dato"))


def shown(column: Column[R], row: R, token: str = "") -> SafeString:
    """The cell of a row: what the column makes of it, else its plain value in words. Several pieces are a list."""
    result = column.cell(row) if column.cell is not None else column.value(row)
    if result is None or result in ("", []):
        return nothing(column.none)
    if isinstance(result, list):
        return SafeString(" ".join(_piece(one, token) for one in result))
    return _piece(result, token)


def _piece(value: Any, token: str) -> SafeString:
    if isinstance(value, Post):
        return value.drawn(token)
    if isinstance(value, dt.date):
        return html('<time datetime="{}">{}</time>', value.isoformat(), moment_words(value))
    return SafeString(safe(value))
