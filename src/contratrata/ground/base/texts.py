"""Texts as people paste them: without what does not show, and not longer than their place."""

import re
import unicodedata

from django.utils.translation import gettext as _

from .errors import DomainError

LINE, LONG, STORY = 200, 2_000, 20_000
#: Controls, and marks that turn the direction of what follows (a pasted name must not turn the page around).
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufffe\uffff\ud800-\udfff]"  # what no XML can say: one of them would spoil a whole feed or harvest
)


def visible(text: str) -> str:
    """The text without what does not show: for words that are shown before they are kept."""
    return _UNSEEN.sub("", text)


def clean(text: str, *, field: str, most: int = LINE, lines: bool = False) -> str:
    """The text to keep. Raises `DomainError` on `field` when it is longer than `most`."""
    text = unicodedata.normalize("NFC", visible(text.replace("\r\n", "\n").replace("\r", "\n")))
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip() if lines else " ".join(text.split())
    if len(text) > most:
        raise DomainError(
            _("Escriba %(most)d caracteres o menos (ahora son %(now)d).") % {"most": most, "now": len(text)},
            field=field,
        )
    return text


def required(text: str, *, field: str, message: str, most: int = LONG, least: int = 1) -> str:
    """The cleaned text. Raises `DomainError` with `message` when it says too little."""
    cleaned = clean(text, field=field, most=most, lines=True)
    if len(cleaned) < least:
        raise DomainError(message, field=field)
    return cleaned
