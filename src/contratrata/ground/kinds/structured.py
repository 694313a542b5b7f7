"""A text with paragraphs, lists and links, typed as people type them; it never holds markup of a page.

Un párrafo.

- una lista
- [el informe](https://ejemplo.org/informe.pdf)

1. y pasos
"""

import dataclasses
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contratrata.ground.base.translated import Translated

from .translated import TranslatedText

#: A link is of the web, or it stands as it was typed.
_LINK = re.compile(r"\[([^\]\[\n]{1,200})\]\((https?://[^\s()<>\"']{1,500})\)")
_POINT, _STEP = re.compile(r"\s*[-*•]\s+"), re.compile(r"\s*\d{1,2}[.)]\s+")


@dataclasses.dataclass(frozen=True)
class Structured(TranslatedText):
    """A structured text in each language."""

    most: int = 4_000
    rows: int = 6

    def shown(self, value: Translated) -> Any:
        """Its paragraphs, lists and links, in the reader's language or as the original is."""
        return structured(value.reading().text)


def structured(text: str) -> SafeString:
    """A text as it stands on a page. Everything typed is escaped; the elements are ours."""
    return format_html_join("", "{}", ((block,) for block in _blocks(text)))


def plain(text: str) -> str:
    """The text without its marks, in one line: for descriptions, and to look words up in."""
    lines = (_STEP.sub("", _POINT.sub("", line, count=1), count=1) for line in text.splitlines())
    return " ".join(_LINK.sub(r"\1", " ".join(lines)).split())


def links_in(text: str) -> list[str]:
    """The addresses that a text leads to."""
    return [entry[2] for entry in _LINK.finditer(text)]


def parts_of(text: str) -> list[tuple[str, list[str]]]:
    """The text in parts, each with its lines in plain words: `text`, `points` or `steps`; for paper."""
    parts = []
    for mark, entry in groupby(text.splitlines(), key=_mark_of):
        lines = [_LINK.sub(r"\1", one) for one in entry]
        if isinstance(mark, re.Pattern):
            parts.append(
                ("points" if mark is _POINT else "steps", [mark.sub("", one, count=1) for one in lines])
            )
        elif mark is None:
            parts.append(("text", lines))
    return parts


def _blocks(text: str) -> Iterator[SafeString]:
    for mark, entry in groupby(text.splitlines(), key=_mark_of):
        lines = list(entry)
        if mark is _POINT or mark is _STEP:
            items = format_html_join(
                "", "<li>{}</li>", ((_linked(mark.sub("", one, count=1)),) for one in lines)
            )
            yield format_html("<ul>{}</ul>" if mark is _POINT else "<ol>{}</ol>", items)
        elif mark is None:
            yield format_html(
                "<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((_linked(x),) for x in lines))
            )


def _mark_of(line: str) -> "re.Pattern[str] | str | None":
    """What a line is of: a list, the space between paragraphs (""), or a paragraph (None)."""
    if not line.strip():
        return ""
    return next((mark for mark in (_POINT, _STEP) if mark.match(line)), None)


def _linked(line: str) -> SafeString:
    """A line with its links."""
    parts, end = [], 0
    for entry in _LINK.finditer(line):
        parts.append(format_html("{}", line[end : entry.start()]))
        parts.append(format_html('<a href="{}" rel="noreferrer">{}</a>', entry[2], entry[1]))
        end = entry.end()
    return format_html_join("", "{}", ((one,) for one in [*parts, line[end:]]))
