"""A room of BigBlueButton is created before anybody joins: one call from here, with little patience."""

import contextlib
import http.client
import re
import socket
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from contratrata.ground.base import reaching
from contratrata.ground.base.errors import DomainError

from . import signing

#: So many seconds an answer is waited for; so much of it is read.
PATIENCE, MOST = 5.0, 65_536
_CODE = re.compile(rb"<returncode>\s*(\w+)\s*</returncode>")
_KEY = re.compile(rb"<messageKey>\s*(\w+)\s*</messageKey>")


class NoAnswer(DomainError):
    """The meeting server did not answer, or not as one does."""


def reach(host: str) -> socket.socket:
    """A line to the server; never to an inner address. Raises `OSError`."""
    return reaching.outside(host, PATIENCE)


def create(server: signing.Shared, room: str, *, name: str, is_recorded: bool, leave_to: str) -> None:
    """Create the room, or leave it as it is when it is there (the API says so). Raises `NoAnswer` in words."""
    values = {"name": name, "meetingID": room, "record": "true" if is_recorded else "false"}
    if is_recorded:
        values |= {"autoStartRecording": "false", "allowStartStopRecording": "true"}
    answer = _asked(signing.bigbluebutton(server, "create", **values, logoutURL=leave_to))
    code, key = _CODE.search(answer), _KEY.search(answer)
    if code is None:
        raise NoAnswer(_("En esa dirección no contesta un BigBlueButton. Revise el servidor de reuniones."))
    if code[1] == b"SUCCESS":
        return
    if key is not None and key[1] == b"checksumError":
        raise NoAnswer(
            _("El servidor de reuniones no reconoce el secreto. Revíselo con quien lo administra.")
        )
    raise NoAnswer(_("El servidor de reuniones no quiso abrir la sala. Avise a quien lo administra."))


def _asked(url: str) -> bytes:
    """What stands there; only so much of it. Raises `NoAnswer`."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", timeout=PATIENCE)
    try:
        with contextlib.closing(connection):
            connection.sock = reach(parts.hostname or "")
            with reaching.in_time(connection.sock, PATIENCE):
                connection.request(
                    "GET", f"{parts.path}?{parts.query}", headers={"User-Agent": "ContraTrata"}
                )
                return connection.getresponse().read(MOST)
    except (OSError, http.client.HTTPException, ValueError):
        raise NoAnswer(
            _(
                "El servidor de reuniones no contesta. Pruebe otra vez en un minuto, o avise a quien lo administra."
            )
        ) from None
