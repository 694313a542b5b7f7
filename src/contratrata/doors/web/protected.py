"""Before the web serves anybody: are the protections of the database those that the migrations made?"""

import logging
import sys

from django.conf import settings
from django.db import connection

from contratrata.ground.base import protection

_log = logging.getLogger(__name__)


def or_end() -> None:
    """Say what differs and end the process, unless `CONTRATRATA_PROTECTION=warn`: a wrong disclosure is worse.

    Raises what the database raises when it is away; whoever keeps the web running tries again.
    """
    connection.ensure_connection()
    try:
        found = protection.differences(connection.connection)
    finally:
        connection.close()  # the processes that serve are copies of this one
    for one in found:
        _log.critical("Protection of %s: missing %s, extra %s", one.thing, one.missing, one.extra)
    if found and settings.PROTECTION != "warn":
        sys.exit(
            "La base de datos no tiene las protecciones que hicieron las migraciones: el sitio no se abre."
        )
