"""A process that is killed between the content of a file and its row leaves nothing half-done. All invented."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

import house
from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.files import content as content_of
from contratrata.ground.files import operations, sweeping
from contratrata.ground.files.models import SharedFile, StoredFile

pytestmark = [pytest.mark.real_commits, pytest.mark.proof]
STORY = b"Invented, and long enough to be found again.\n"

#: Keeps a file in a process of its own, which ends itself as hard as can be once all content is in the store.
SCRIPT = """
import os, signal, uuid
import django
django.setup()
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.files import operations, shared
from contratrata.ground.files.kinds import Checked
from contratrata.ground.files.models import {model}
def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{model}.save = die
user, organisation = uuid.UUID("{user}"), uuid.UUID("{organisation}")
scope = Scope(user_id=user, organisation_id=organisation, realm=Realm.REAL, identities=True)
with acting(scope):
    {act}
"""
ACTS = {
    "StoredFile": f"operations.keep(name='x.txt', content=[{STORY!r}], about=('trial', uuid.uuid4()))",
    "SharedFile": f"shared.keep_shared(Checked('txt', {STORY!r}), name='x.txt', about_kind='trial')",
}


def run_and_die(player: Player, model: str, home: Path) -> None:
    """Keep a file in another process, killed before its row."""
    script = SCRIPT.format(
        model=model, act=ACTS[model], user=player.user.id, organisation=player.membership.organisation_id
    )
    environment = os.environ | {
        "PYTHONPATH": str(house.ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "contratrata.settings",
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2_000:]


def lying() -> set[str]:
    """The names of all content."""
    root = Path(default_storage.path(""))
    return {str(one.relative_to(root)) for one in root.rglob("*") if one.is_file()}


@pytest.mark.parametrize("model", sorted(ACTS))
def test_what_a_kill_leaves_is_swept_up_and_nothing_else(
    real_cast: Cast, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(real_cast.ana.scope):
        stored = operations.keep(name="x.txt", content=[STORY], about=("trial", real_cast.ana.user.id))
    before = lying()
    run_and_die(real_cast.ana, model, tmp_path)
    (orphan,) = lying() - before
    assert (Path(default_storage.path(orphan)).read_bytes() == STORY) is (
        model == "SharedFile"
    )  # whole, or sealed
    with acting(real_cast.ana.scope):
        assert [one.id for one in StoredFile.objects.all()] == [stored.id]
        assert not SharedFile.objects.exists()
    sweeping.sweep_files()
    assert orphan in lying()  # a row might still come
    later: Any = clock.now() + sweeping.LEFT_OVER + dt.timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    sweeping.sweep_files()
    assert orphan not in lying()
    with acting(real_cast.ana.scope):
        assert b"".join(content_of.read(StoredFile.objects.get(id=stored.id))) == STORY
