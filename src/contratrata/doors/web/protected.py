"""Before the web serves anybody: who runs it, and has the database the protections that the migrations made?"""

import logging
import os
import sys

from django.conf import settings
from django.db import connection

from contratrata.ground.base import protection
from contratrata.ground.vault.public import master

_log = logging.getLogger(__name__)


def not_by_root() -> None:
    """End a web that runs as root: a fault in it would open everything on the machine."""
    if os.geteuid() == 0 and settings.AS_ROOT != "tests":
        sys.exit("El sitio no se sirve como root: use una cuenta propia (docs/operations/deploy.md).")


def take_the_key() -> None:
    """Read the master keyset that was given on a descriptor, before processes are made that could each take a part."""
    if settings.MASTER_DESCRIPTOR:
        master.master()


def or_end() -> None:
    """Say what differs and end the process, unless `CONTRATRATA_PROTECTION=warn`: a wrong disclosure is worse.

    Raises what the database raises when it is away; whoever keeps the web running tries again.
    """
    connection.ensure_connection()
    try:
        result = protection.differences(connection.connection)
    finally:
        connection.close()  # the processes that serve are copies of this one
    for one in result:
        _log.critical("Protection of %s: missing %s, extra %s", one.thing, one.missing, one.extra)
    if result and settings.PROTECTION != "warn":
        sys.exit(
            "La base de datos no tiene las protecciones que hicieron las migraciones: el sitio no se abre."
        )
