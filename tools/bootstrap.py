"""Make or bring up to date the Python environment, then run a command in it.

    python tools/bootstrap.py [--dev] ARGUMENTS-OF-PYTHON...

Needs only Python's standard library. Exit status: that of the command, or 1 with the reason in words.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)

if sys.version_info < OLDEST:  # before anything that an older Python cannot read
    sys.exit(
        f"ContraTrata necesita Python {OLDEST[0]}.{OLDEST[1]} o posterior; este es {sys.version.split()[0]}."
    )

sys.path.insert(0, str(ROOT / "src"))

from contratrata.launch.errors import LaunchError  # noqa: E402
from contratrata.launch.places import fingerprint, home, lay_home  # noqa: E402
from contratrata.launch.programs import call  # noqa: E402
from contratrata.launch.progress import step  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
_COMMAND = '#!/bin/sh\nexec "$(dirname -- "$0")/python" -m contratrata.cli "$@"\n'


def ready(stamp: Path, wanted: str) -> bool:
    """Whether the environment was finished for these very requirements and still starts."""
    try:
        if stamp.read_text(encoding="ascii") != wanted:
            return False
        return subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment(log: Path) -> None:
    """Create the virtual environment unless one that starts and has pip is there."""
    if PYTHON.exists():
        tried = subprocess.run([PYTHON, "-m", "pip", "--version"], check=False, capture_output=True)
        if tried.returncode == 0:
            return
    command: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
    try:
        call(command, log=log)
    except LaunchError:
        if not install_venv_module(log):
            raise
        call(command, log=log)


def install_venv_module(log: Path) -> bool:
    """On Debian `venv` is a package of its own; as root it is fetched. Tells whether it was."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise LaunchError(
                f"A este Python le falta el módulo «venv». En Debian o Ubuntu: apt-get install {version}-venv"
            ) from None
        call(["apt-get", "update"], log=log)
        call(["apt-get", "install", "-y", "--no-install-recommends", f"{version}-venv"], log=log)
        return True
    return False


def install(files: list[Path], log: Path) -> None:
    """Install exactly what the files pin; pip refuses a file whose hash differs."""
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "--progress-bar=off"]
    for file in files:
        command += ["-r", file]
    call(command, log=log)


def link_source() -> None:
    """Let the environment find `contratrata`, and give it the command of that name."""
    for packages in VENV.glob("lib/python3.*/site-packages"):
        link, content = packages / "contratrata.pth", f"{ROOT / 'src'}\n"
        if not link.exists() or link.read_text(encoding="utf-8") != content:
            link.write_text(content, encoding="utf-8")
    script = VENV / "bin" / "contratrata"
    if not script.exists() or script.read_bytes() != _COMMAND.encode():
        script.unlink(missing_ok=True)
        script.write_text(_COMMAND, encoding="ascii")
        script.chmod(0o755)


def ensure(*, dev: bool) -> None:
    """Bring the environment up to date; nothing is done, and nothing said, when it already is."""
    runtime, tests = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    full, lean = fingerprint([runtime, tests], version), fingerprint([runtime], version)
    stamp = VENV / ".contratrata-stamp"
    # What serves the tests serves running too, so the one is not undone for the other.
    if ready(stamp, full) or (not dev and ready(stamp, lean)):
        if os.access(VENV, os.W_OK):
            link_source()
        return
    lay_home(home())
    log = home() / "log" / "environment.log"
    with step("Entorno de Python y paquetes"):
        stamp.unlink(missing_ok=True)
        make_environment(log)
        install([runtime, tests] if dev else [runtime], log)
        link_source()
        stamp.write_text(full if dev else lean, encoding="ascii")


def main(arguments: list[str]) -> None:
    dev = arguments[:1] == ["--dev"]
    command = arguments[1:] if dev else arguments
    try:
        ensure(dev=dev)
    except (LaunchError, OSError) as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nInterrumpido; el próximo intento sigue desde aquí.")
    os.environ["VIRTUAL_ENV"] = str(VENV)
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606 - our own interpreter, the arguments of our Makefile


if __name__ == "__main__":
    main(sys.argv[1:])
