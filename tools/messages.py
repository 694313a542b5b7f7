"""Collect every sentence of the screen and keep the English catalogues in step with them.

    python tools/messages.py            # what is missing or no longer said, a line each; exit 1 if anything
    python tools/messages.py --update [care/cases …]   # add them untranslated, drop what nobody says

Each package keeps its own catalogue, `<package>/locale/en/LC_MESSAGES/django.po`. Needs no gettext programs.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "contratrata"
KEYWORDS = {
    **dict.fromkeys(("_", "_l", "_lazy", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "_n"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
Message = tuple[str | None, str | tuple[str, str]]


def packages() -> list[Path]:
    """Every package that has words of its own: the folders right below a storey."""
    return sorted(
        p
        for storey in SOURCE.iterdir()
        if storey.is_dir()
        for p in storey.iterdir()
        if (p / "__init__.py").exists()
    )


def _words(function: str, messages: object) -> Message | None:
    initial = [m for m in messages if m] if isinstance(messages, tuple | list) else [messages]
    initial = [m for m in initial if isinstance(m, str)]
    context = None
    if "pgettext" in function:
        context, initial = initial[0], initial[1:]
    if not initial:
        return None
    return context, (initial[0], initial[1]) if function.lstrip("_").startswith("n") and len(
        initial
    ) > 1 else initial[0]


def _inside_f_strings(text: str) -> str:
    """The calls within f-strings, a line each: before Python 3.12 its tokenizer hides them from Babel."""
    hidden = {
        ast.unparse(call)
        for whole in ast.walk(ast.parse(text))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    }
    return "".join(f"\n{call}" for call in sorted(hidden))


def said_in(package: Path) -> Iterator[tuple[Message, str]]:
    """Every (message, place) of a package's Python and templates."""
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if "migrations" in path.parts or "static" in path.parts:
            continue
        text = path.read_text()
        if path.suffix != ".py":
            # What is no message is filler; its indentation would not be Python's.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        else:
            text += _inside_f_strings(text)
        place = path.relative_to(package).as_posix()
        for _line, function, messages, _comments in extract_python(
            io.BytesIO(text.encode()), KEYWORDS.keys(), [], {"encoding": "utf-8"}
        ):
            result = _words(function, messages)
            if result is not None and result[1] != "":
                yield result, place


def catalogue_of(package: Path) -> Path:
    """Where the English of a package stands."""
    return package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """A catalogue, an empty English one when there is none yet."""
    if not path.exists():
        return Catalog(locale="en", project="ContraTrata", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _key(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def everywhere() -> dict[tuple[str | None, str], str]:
    """What any catalogue of ours translates: (context, words) -> translation; Django merges them all."""
    result = {}
    for package in packages():
        for message in read(catalogue_of(package)):
            if message.id and message.string and all(message.string):
                result[(message.context, _key(message.id))] = str(message.string)
    return result


def missing() -> list[str]:
    """Sentences without English, a line each."""
    known = everywhere()
    result = {
        f"{package.relative_to(SOURCE)}/{place}: {_key(words)}"
        for package in packages()
        for (context, words), place in said_in(package)
        if (context, _key(words)) not in known
    }
    return sorted(result)


def update(only: list[str]) -> None:
    """Add what is missing to each package (of `only` these), drop what nobody says any more."""
    known = everywhere()
    for package in packages():
        if only and package.relative_to(SOURCE).as_posix() not in only:
            continue
        path = catalogue_of(package)
        old = read(path)
        # The date of the first version stays: a new one a run would be a conflict for whoever merges.
        fresh = Catalog(locale="en", project="ContraTrata", fuzzy=False, creation_date=old.creation_date)
        for (context, words), place in said_in(package):
            stored = old.get(words, context) or old.get(_key(words), context)
            if stored is None and (context, _key(words)) in known:
                continue
            fresh.add(words, stored.string if stored else None, locations=[(place, 0)], context=context)
        if len(fresh):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                write_po(out, fresh, sort_output=True, include_lineno=False, width=100)


def main(arguments: list[str]) -> int:
    """The command."""
    if "--update" in arguments:
        update([a for a in arguments if not a.startswith("-")])
        return 0
    lines = missing()
    print("\n".join(lines) or "Todo tiene inglés.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
