"""Under which account the database server runs: PostgreSQL refuses to run as root.

An ordinary user runs it as themself. For root the owner of the cluster's folder decides; a new folder is
given to `nobody`, or to the owner of the home folder, or, where neither can reach it (a checkout under
/root), stays root's and the server runs in a user namespace in which root is seen as nobody.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from contratrata.launch.errors import LaunchError

NOBODY = 65534


class RunsAs(TypedDict, total=False):
    """What `subprocess` needs to run as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """How to start a server program: the prefix of its command line, and the owner of its files."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    switch: bool = False

    def popen_arguments(self) -> RunsAs:
        """What `subprocess` needs to run as this account."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, program: Path, folder: Path) -> bool:
        """Whether this account reaches both the program and the folder."""
        try:
            done = subprocess.run(
                [*self.prefix, str(program), "--version"],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                capture_output=True,
                check=False,
                **self.popen_arguments(),
            )
            seen = subprocess.run(
                [*self.prefix, "/usr/bin/env", "-C", str(folder), "true"],
                cwd="/",
                capture_output=True,
                check=False,
                **self.popen_arguments(),
            )
        except OSError:
            return False
        return bool(done.returncode == 0 and seen.returncode == 0)

    def give(self, folder: Path) -> None:
        """Make the folder this account's own and closed to others."""
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)


def as_nobody_inside() -> Account | None:
    """In a user namespace in which root is seen as nobody, without its powers; None where there is none."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    mapped = (unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
    return Account(0, 0, prefix=mapped)


def _of_uid(uid: int, gid: int) -> Account | None:
    return as_nobody_inside() if uid == 0 else Account(uid, gid, switch=True)


def for_folder(folder: Path, program: Path) -> Account:
    """The account for the cluster in `folder` (which need not exist; its parent must).

    Raises LaunchError when no account reaches both the folder and the server's programs.
    """
    me = os.geteuid()
    if me != 0:
        if folder.exists() and folder.stat().st_uid != me:
            raise LaunchError(
                f"La base de datos de «{folder}» pertenece a otra cuenta de este equipo. "
                "Ejecute el mismo mandato con esa cuenta, o use otra carpeta con CONTRATRATA_HOME."
            )
        return Account(me, os.getegid())
    if folder.exists():
        owner = folder.stat()
        known = _of_uid(owner.st_uid, owner.st_gid)
        if known is not None and known.can(program, folder.parent):
            return known
    home = folder.parent.stat()
    for candidate in (Account(NOBODY, NOBODY, switch=True), _of_uid(home.st_uid, home.st_gid)):
        if not folder.exists() and candidate is not None and candidate.can(program, folder.parent):
            return candidate
    raise LaunchError(
        f"PostgreSQL no puede ejecutarse como root y ninguna otra cuenta alcanza «{folder.parent}». "
        "Use una cuenta corriente, otra carpeta con CONTRATRATA_HOME, o DATABASE_URL."
    )
