"""Real clusters, made in folders with spaces and taken down again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from contratrata.launch import logins
from contratrata.launch.cluster import Cluster


def _open_folder() -> Iterator[Path]:
    """A folder with a space in its name that another account may pass through (pytest's own may not)."""
    folder = Path(tempfile.mkdtemp(prefix="ct launch "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Such a folder, shared by the tests of a module."""
    yield from _open_folder()


@pytest.fixture
def own_place() -> Iterator[Path]:
    """Such a folder for one test."""
    yield from _open_folder()


@pytest.fixture(scope="module")
def cluster(place: Path) -> Iterator[Cluster]:
    """A durable cluster, running."""
    created = Cluster(place / "casa")
    created.create()
    created.start()
    yield created
    created.stop()


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> logins.Database:
    """The database and its logins."""
    return logins.prepare(cluster.admin_dsn(), cluster.home)
