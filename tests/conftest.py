"""The house of the tests: a real PostgreSQL of their own, the `app` login, and guards that make faults loud.

Settings are told here, before Django is touched: a home folder of the tests' own, and one database a worker.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ["CONTRATRATA_HOME"] = os.environ.get("CONTRATRATA_TEST_HOME", str(ROOT / ".test-home"))
os.environ["CONTRATRATA_MODE"] = "test"
os.environ["CONTRATRATA_LOGIN"] = "app"
os.environ["CONTRATRATA_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ["DJANGO_SETTINGS_MODULE"] = "contratrata.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
sys.path.insert(0, str(ROOT / "tests"))

import house  # noqa: E402  (the environment comes first)

os.environ["CONTRATRATA_DATABASE"] = house.database_of_worker()
house.ready()

import django  # noqa: E402

django.setup()

# The workers of xdist inherit the environment of the process that starts them; were the settings' name in it,
# pytest-django would read them there before this file says which database is this worker's.
del os.environ["DJANGO_SETTINGS_MODULE"]

from collections.abc import Iterator  # noqa: E402
from typing import Any  # noqa: E402

import pytest  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

import guards  # noqa: E402
import quicker  # noqa: E402
from cast import Cast, assemble  # noqa: E402

guards.install()
quicker.install()
assert connection.settings_dict["NAME"] == house.database_of_worker()
# A busy machine makes nothing wrong: no test of ours depends on how long something takes.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What a test committed is gone after it, or the test is told: the next one must not meet its people."""
    shared = "loaded" in getattr(item, "fixturenames", ())  # the demonstration, committed for its whole file
    if connection.in_atomic_block:
        connection.close()
        raise AssertionError(f"{item.nodeid} left a transaction open")
    if not shared and "launch" not in item.path.parts and house.left_behind():
        house.empty()
        raise AssertionError(f"{item.nodeid} left committed rows behind")


def pytest_sessionfinish() -> None:
    """Nothing of ours stays open."""
    house.stop_watching()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database stands already (house.ready); no test connects as a superuser."""


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, in a transaction that is rolled back."""
    return assemble()


@pytest.fixture
def commits(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Commits for real, through the `app` login; every table is emptied afterwards by the owner."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            yield
        finally:
            connection.close()
            house.empty()


@pytest.fixture
def real_cast(commits: None) -> Cast:
    """The people of the tests, committed."""
    return assemble()


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """A keys folder of this test's own, with a copy of the keysets; anchors of its own too."""
    folder, stored = tmp_path / "keys", Path(settings.KEYS_FOLDER)
    folder.mkdir()
    for name in ("master.json", "seal.json"):
        (folder / name).write_bytes((stored / name).read_bytes())
    settings.KEYS_FOLDER = folder
    settings.ANCHORS_FOLDER = tmp_path / "anchors"
    return folder


@pytest.fixture
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page asks for the second factor, which has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


@pytest.fixture
def nobody_knocked() -> None:
    """No public page has counted anybody yet, nor keeps what it answered."""
    cache.clear()


@pytest.fixture
def client() -> Client:
    """A browser without scripts, with the checks of forgery on."""
    return Client(enforce_csrf_checks=False)
