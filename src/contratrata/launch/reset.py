"""`make reset`: ask, then remove everything that is kept, the keys included."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from contratrata.launch.cluster import Cluster
from contratrata.launch.errors import LaunchError
from contratrata.launch.places import home, lay_home
from contratrata.launch.progress import step
from contratrata.launch.run import only_one
from contratrata.launch.supervise import stop_left_over

WORD = "borrar"
_KEPT_HERE = (
    "pg",
    "keys",
    "slots",
    "anchors",
    "files",
    "mail",
    "static",
    "logins",
    "database.json",
    ".pg.lock",
    "log",
)


def reset(folder: Path) -> None:
    """Stop what runs and empty the home folder. Raises LaunchError when a run holds it."""
    lay_home(folder)
    with only_one(folder), step("Borrando"):
        stop_left_over(folder / "run")
        Cluster(folder).stop()
        for name in _KEPT_HERE:
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def main() -> None:
    """Say what is lost, ask for the word, do it. Exit status 1 when nothing was removed."""
    folder = home()
    print(f"Esto borra los casos, las cuentas, los ficheros y las claves de «{folder}».")
    print("Sin las claves, ninguna copia de seguridad hecha con ellas podrá leerse.")
    if os.environ.get("DATABASE_URL"):
        print("La base de datos de DATABASE_URL no se toca: bórrela en su servidor.")
    print(f"Escriba «{WORD}» para continuar: ", end="", flush=True)
    if sys.stdin.readline().strip().lower() != WORD:
        sys.exit("No se borró nada.")
    try:
        reset(folder)
    except (LaunchError, OSError) as problem:
        sys.exit(f"\n{problem}")
    print("Hecho. «make run» empieza de nuevo.")


if __name__ == "__main__":
    main()
