"""The administering connection: for restoring only, never for what serves people."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from contratrata.launch.cluster import Cluster
from contratrata.launch.errors import LaunchError


@contextlib.contextmanager
def administering() -> Iterator[str]:
    """The connection string of who may make databases: `DATABASE_URL`, or our own server.

    Our own is made and started when it is not there, and stopped again if it was not running.
    """
    setting = os.environ.get("DATABASE_URL")
    if setting:
        yield setting
        return
    cluster = Cluster(Path(settings.HOME))
    try:
        if not cluster.exists():
            cluster.create()
        running = cluster.running()
        if not running:
            cluster.start()
    except LaunchError as error:
        raise CommandError(str(error)) from error
    try:
        yield cluster.admin_dsn()
    finally:
        if not running:
            cluster.stop()
