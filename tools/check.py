"""What `make test`, `lint`, `types` and `proof` run, inside the environment.

    python tools/check.py all|lint|types|proof [ARGUMENTS OF PYTEST...]

Every check runs although an earlier one failed; the exit status tells whether all were good.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from contratrata.launch import catalogues, styles
from contratrata.launch.errors import LaunchError
from contratrata.launch.places import home, lay_home
from contratrata.launch.programs import call
from contratrata.launch.progress import seconds, step

ROOT = Path(__file__).resolve().parents[1]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PYTHON = [sys.executable, "-m"]


def tool(name: str, *arguments: str) -> list[str]:
    """A program of the environment, by its file where it has no module to run."""
    return [str(Path(sys.prefix) / "bin" / name), *arguments]


LINT = {
    "ruff": [*_PYTHON, "ruff", "check", "--output-format=concise", "."],
    "ruff format": [*_PYTHON, "ruff", "format", "--check", "--output-format=concise", "."],
    "djlint": [*_PYTHON, "djlint", "src", "--lint", "--quiet"],
}
TYPES = {
    "mypy": [*_PYTHON, "mypy"],
    "lint-imports": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "catálogos": [*_PYTHON, "contratrata.launch.catalogues"],
}


def check(name: str, command: list[str]) -> bool:
    """Run one check; what it says is shown only when it fails."""
    with step(name) as here:
        done = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        here.note = "bien" if done.returncode == 0 else "MAL"
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def browser() -> str | None:
    """A Chromium for the browser tests; as root one is installed where Debian's packages are."""
    result = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if result is None and os.geteuid() == 0 and shutil.which("apt-get"):
        log = home() / "log" / "chromium.log"
        lay_home(home())
        try:
            with step("Chromium para las pruebas"):
                quiet = {"DEBIAN_FRONTEND": "noninteractive"}
                call(["apt-get", "update"], log=log, env=quiet)
                wanted = ["chromium", "fonts-dejavu-core"]
                call(["apt-get", "install", "-y", "--no-install-recommends", *wanted], log=log, env=quiet)
        except LaunchError as problem:
            print(problem)
        result = shutil.which("chromium")
    return result


def pytest(marks: str, arguments: list[str]) -> bool:
    """Run the tests, their output shown as it comes."""
    env = dict(os.environ) | {"CONTRATRATA_MODE": "test", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    result = browser()
    if result:
        env["CONTRATRATA_CHROMIUM"] = result
    else:
        print("  Sin Chromium: las pruebas en el navegador NO se ejecutan.", flush=True)
        if os.environ.get("CI"):
            return False
        marks += " and not browser"
    # A file a worker: what a file commits for all its tests is emptied before another file begins.
    command = [*_PYTHON, "pytest", "-n", "2", "--dist", "loadfile", "-m", marks, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0


def static(checks: dict[str, list[str]]) -> Callable[[list[str]], bool]:
    # A list, not a generator: every check is run.
    return lambda _arguments: False not in [check(name, command) for name, command in checks.items()]


def everything(arguments: list[str]) -> bool:
    styles.ensure()
    with step("Traducciones"):
        catalogues.compile_catalogues()
    good = static(LINT | TYPES)([])
    return pytest("not proof", arguments) and good


def proof(arguments: list[str]) -> bool:
    styles.ensure()
    catalogues.compile_catalogues()
    return pytest("proof", arguments)


WHAT: dict[str, Callable[[list[str]], bool]] = {
    "all": everything,
    "lint": static(LINT),
    "types": static(TYPES),
    "proof": proof,
}


def main(arguments: list[str]) -> None:
    begin = time.monotonic()
    what = WHAT.get(arguments[0]) if arguments else None
    if what is None:
        sys.exit(f"uso: check.py {'|'.join(WHAT)}")
    try:
        good = what(arguments[1:])
    except LaunchError as problem:
        sys.exit(f"\n{problem}")
    print(f"{'Todo bien' if good else 'Hay faltas'} ({seconds(time.monotonic() - begin)})", flush=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
