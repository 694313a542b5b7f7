"""Each process holds its own credential, the web no more than its own; and root does not serve."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from contratrata.launch import logins
from contratrata.launch.cluster import Cluster
from contratrata.launch.places import ROOT

_ASKS = """
import django
django.setup()
from django.conf import settings
from contratrata.ground.vault.public import master
print(settings.DATABASES["default"]["USER"], master.master().decrypt(master.master().encrypt(b"x", b""), b"") == b"x")
"""


def ask(home: Path, code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run some code with the settings of this home."""
    values = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "contratrata.settings",
    }
    fds = tuple(int(fd) for name, fd in more.items() if name == "CONTRATRATA_MASTER_FD")
    return subprocess.run(
        [sys.executable, "-c", code],
        env=values | {"CONTRATRATA_HOME": str(home)} | more,
        capture_output=True,
        text=True,
        check=False,
        pass_fds=fds,
    )


def test_a_credential_a_process_with_one_login_in_it(cluster: Cluster, database: logins.Database) -> None:
    for role in logins.ROLES:
        path = logins.credential_file(cluster.home, role)
        values = json.loads(path.read_text())
        assert values["logins"] == {role: database["logins"][role]}
        assert path.stat().st_mode & 0o777 == 0o600
        other = {one["password"] for name, one in database["logins"].items() if name != role}
        assert not [password for password in other if password in path.read_text()]
    assert logins.credential_file(cluster.home, "app").parent.stat().st_mode & 0o077 in {0, 0o011}


def test_the_web_needs_no_other_file_than_its_credential_and_no_master_on_the_disk(
    cluster: Cluster, database: logins.Database, own_place: Path
) -> None:
    created = own_place / "hecha"
    assert ask(created, "import django; django.setup(); from contratrata.ground.vault.public import master; "
                     "master.create()").returncode == 0  # fmt: skip
    alone = own_place / "sola"
    alone.mkdir()
    credential = alone / "app.json"
    credential.write_text(logins.credential_file(cluster.home, "app").read_text())
    with (created / "keys" / "master.json").open("rb") as initial:
        done = ask(
            alone,
            _ASKS,
            CONTRATRATA_CREDENTIALS=str(credential),
            CONTRATRATA_MASTER_FD=str(initial.fileno()),
            CONTRATRATA_SECRET_KEY="ficticia",
        )
    assert done.stdout == "contratrata_app True\n", done.stderr
    assert [path.name for path in alone.iterdir()] == ["app.json"]
    nothing = ask(alone, _ASKS, CONTRATRATA_CREDENTIALS=str(credential), CONTRATRATA_SECRET_KEY="ficticia")
    assert "MasterKeyMissing" in nothing.stderr


def test_the_web_does_not_serve_as_root(own_place: Path) -> None:
    # Whoever is not root can but say that she is; the refusal is the real one.
    root = "" if os.geteuid() == 0 else "import os; os.geteuid = lambda: 0\n"
    done = ask(own_place / "casa", f"{root}import contratrata.doors.web.wsgi")
    assert done.returncode == 1
    assert "no se sirve como root" in done.stderr
