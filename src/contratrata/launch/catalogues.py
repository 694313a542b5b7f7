"""Translation catalogues, compiled by Babel: no gettext programs are needed on the machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from contratrata.launch.places import ROOT

SOURCE_LANGUAGE = "es"


def sources(root: Path) -> list[Path]:
    """Every catalogue of our own packages."""
    return sorted(root.joinpath("src").glob("**/locale/*/LC_MESSAGES/*.po"))


def read(source: Path) -> Catalog:
    """One catalogue. Raises babel's PoFileError when it is not well formed."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parents[1].name, abort_invalid=True)


def compile_catalogues(root: Path = ROOT) -> int:
    """Write each .mo that is older than its .po; tells how many were written."""
    written = 0
    for source in sources(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, read(source))
        fresh.replace(target)
        written += 1
    return written


def faults(root: Path = ROOT) -> Iterator[str]:
    """What is wrong with the catalogues, a line each: not translated, doubtful, placeholders that differ."""
    for source in sources(root):
        catalogue = read(source)
        place = source.relative_to(root)
        for message in catalogue:
            if not message.id:
                continue
            words = [message.string] if isinstance(message.string, str) else list(message.string or ())
            if message.fuzzy:
                yield f"{place}:{message.lineno}: dudosa: {message.id!r}"
            elif source.parents[1].name != SOURCE_LANGUAGE and not all(words):
                yield f"{place}:{message.lineno}: sin traducir: {message.id!r}"
            elif all(words):
                yield from (
                    f"{place}:{message.lineno}: {problem}: {message.id!r}"
                    for problem in message.check(catalogue)
                )


def main() -> None:
    """Compile, then tell every fault; ends with an error when there is one."""
    compile_catalogues()
    rows = list(faults())
    print("\n".join(rows) if rows else f"{len(sources(ROOT))} catálogos sin faltas")
    sys.exit(1 if rows else 0)


if __name__ == "__main__":
    main()
