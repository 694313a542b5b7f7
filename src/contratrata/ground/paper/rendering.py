"""A template and words in, a PDF/UA-1 out, typeset by a child process with limits of memory and time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language

from contratrata.ground.base.texts import visible

from . import child

#: Where every template is below, so that each can import the house style as "/ground/paper/house.typ".
ROOT = Path(settings.ROOT) / "src" / "contratrata"
FONTS = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
MEMORY, SECONDS = 1 << 30, 20
#: What a document is made as, and how each begins.
Form = Literal["pdf", "png", "svg"]
_BEGINS: dict[Form, bytes] = {"pdf": b"%PDF-", "png": b"\x89PNG", "svg": b"<svg"}
#: Letters without a place to break a line, and how many stand before one is made.
_LONG_WORD, _PIECE = re.compile(r"\S{48,}"), 24


class PaperError(Exception):
    """The document could not be made: a fault of its template, or more than its limits. Holds none of its words."""


@cache
def font_folders() -> list[str]:
    """Where the two families of the house are. Raises PaperError when a package is missing."""
    folders = []
    for name in FONTS:
        spec = find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise PaperError(f"the fonts of {name} are not installed")
        folders.append(str(Path(spec.submodule_search_locations[0], "files")))
    return folders


def render(
    template: str,
    data: dict[str, Any],
    *,
    language: str = "",
    seconds: int = SECONDS,
    form: Form = "pdf",
) -> bytes:
    """A document of `template` («ground/paper/document.typ») in `language` (else the active one).

    With another `form` it is a picture of its one page. `data` holds words, numbers, lists and dictionaries; it must
    have a `title`. Every text is shown as it is (nothing in it is markup), without marks that do not show and with
    places to break in long words. Takes a third of a second. Raises PaperError, without any of the words, when it
    cannot be made within its limits.
    """
    if not str(data.get("title", "")).strip():
        raise PaperError("a document has a title")
    request = {
        "root": str(ROOT),
        "template": template,
        "fonts": font_folders(),
        "data": {"lang": (language or get_language() or "es")[:2], **_plain(data)},
        "memory": MEMORY,
        "seconds": seconds,
        "form": form,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", child.__file__],
            input=json.dumps(request).encode(),
            capture_output=True,
            check=False,
            timeout=seconds * 3,
            cwd="/",
            env={},
        )
    except subprocess.TimeoutExpired:
        raise PaperError("too much to typeset in time") from None
    if done.returncode != 0 or not done.stdout.startswith(_BEGINS[form]):
        raise PaperError(_reason(template, done))
    return done.stdout


def _reason(template: str, done: subprocess.CompletedProcess[bytes]) -> str:
    """Why there is no document; only development is told Typst's own words, which may quote a text."""
    words = "" if settings.PRODUCTION else f": {done.stderr.decode(errors='replace')[:2000]}"
    return f"{template} was not made (status {done.returncode}){words}"


def _plain(value: Any) -> Any:
    """The data as JSON has it, its texts ready for a line of paper."""
    if isinstance(value, str | Promise):
        return _LONG_WORD.sub(_with_breaks, visible(str(value)).replace("\ufffd", ""))
    if isinstance(value, dict):
        return {key: one if key == "svg" else _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    raise PaperError(f"a document holds words, not {type(value).__name__}")


def _with_breaks(match: re.Match[str]) -> str:
    word = match.group()
    return "\u200b".join(word[n : n + _PIECE] for n in range(0, len(word), _PIECE))
