"""Under which accounts web and worker run when root starts the house, and what each of them may read there.

Root serves nobody: the web and the worker get an account each (numbers without a name), which share a group for what
both need: sealed files, the master key. The web reads neither the seal key nor the anchors nor another's credential.
Where those accounts cannot reach Python or the home (a checkout under /root), both run in a user namespace without
root's powers; then only the operating system stands between them. An ordinary user runs all as themself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from contratrata.launch import account
from contratrata.launch.account import Account
from contratrata.launch.errors import LaunchError

GROUP, WEB, WORKER = 64_800, 64_801, 64_802
_REACHES = "import os, sys, contratrata.settings, gunicorn, psycopg; os.stat(sys.argv[1])"


@dataclass(frozen=True)
class Household:
    """Who runs what."""

    web: Account
    worker: Account


def of(home: Path) -> Household:
    """The accounts for this home (which must be laid). Raises LaunchError when there is none but root."""
    me = os.geteuid()
    if me != 0:
        own = Account(me, os.getegid())
        return Household(own, own)
    apart = Household(Account(WEB, GROUP, switch=True), Account(WORKER, GROUP, switch=True))
    if _reaches(apart.web, home):
        return apart
    inside = account.as_nobody_inside()
    if inside is not None and _reaches(inside, home):
        return Household(inside, inside)
    raise LaunchError(
        f"El sitio no se sirve como root y ninguna otra cuenta alcanza «{home}» o Python ({sys.executable}). "
        "Use una cuenta corriente."
    )


def _reaches(who: Account, home: Path) -> bool:
    env = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    command = [*who.prefix, sys.executable, "-c", _REACHES, str(home / "logins")]
    try:
        done = subprocess.run(
            command,
            cwd="/",
            # Settings are read with what the process will have: nothing of the home but its way through.
            env=env | {"CONTRATRATA_SECRET_KEY": "-", "CONTRATRATA_HOME": "/nonexistent"},
            capture_output=True,
            check=False,
            **who.popen_arguments(),
        )
    except OSError:
        return False
    return bool(done.returncode == 0)


def give_out(home: Path, household: Household) -> None:
    """Give each account what it needs of the home and no more; safe to repeat. Only root has anything to give."""
    if os.geteuid() != 0:
        return
    apart = household.web.switch
    web, worker, group = (WEB, WORKER, GROUP) if apart else (0, 0, 0)
    _give(home / "logins", 0, 0, 0o711 if apart else 0o700)
    _give(home / "logins" / "app.json", web, 0, 0o600)
    _give(home / "logins" / "worker.json", worker, 0, 0o600)
    _give(home / "keys", 0, group, 0o750 if apart else 0o700)
    for name in ("master.json", "django.key"):
        _give(home / "keys" / name, 0, group, 0o640 if apart else 0o600)
    _give(home / "keys" / "seal.json", worker, 0, 0o600)
    _give_all(home / "slots", worker, group, 0o750 if apart else 0o700, 0o640 if apart else 0o600)
    _give_all(home / "anchors", worker, 0, 0o700, 0o600)
    _give_all(home / "mail", worker, 0, 0o700, 0o600)
    _give_all(home / "files", web, group, 0o2770 if apart else 0o700, 0o660 if apart else 0o600)


def _give(path: Path, uid: int, gid: int, mode: int) -> None:
    if path.exists() and not path.is_symlink():
        os.chown(path, uid, gid)
        path.chmod(mode)


def _give_all(folder: Path, uid: int, gid: int, folders: int, files: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        _give(path, uid, gid, folders if path.is_dir() else files)
