"""The data of BigBlueButton's learning dashboard, which is JSON with moments in milliseconds."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.sheets.public import FileProblem

from .lines import FileLines, Line, in_address
from .moments import written
from .words import Platform

MOST_BYTES = 20 * 1024 * 1024


def find(data: bytes) -> FileLines:
    """Its lines, one for each time that somebody was connected. Raises `FileProblem`."""
    try:
        values = json.loads(data.decode("utf-8-sig"))
        lines = list(_lines(values))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, OSError):
        raise FileProblem(
            _("El archivo JSON no es el de un tablero de BigBlueButton, o está incompleto.")
        ) from None
    return FileLines(Platform.BIGBLUEBUTTON, lines, [])


def _lines(values: Mapping[str, Any]) -> Iterator[Line]:
    number = 0
    for user in values["users"].values():
        for connection in user["intIds"].values():
            for stay in connection.get("sessions") or [connection]:
                number += 1
                name = " ".join(str(user["name"]).split())[:300]
                left = stay.get("leftOn") or values.get("endedOn") or 0
                yield Line(
                    number,
                    name,
                    in_address(name),
                    written(_moment(stay["registeredOn"])),
                    written(_moment(left)) if left else None,
                )


def _moment(milliseconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).replace(microsecond=0)
