"""When the keeper of the house last did what must be done now and then: a back-up, a verification, a new master key.

A file a deed under `<home>/beats`, written by its command, read by the platform's pages. Free of content.
"""

import datetime as dt
from pathlib import Path

from django.conf import settings

from . import clock


def _file(name: str) -> Path:
    return Path(settings.HOME) / "beats" / name


def beat(name: str) -> None:
    """Say that this was done now."""
    path = _file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(clock.now().isoformat(), encoding="utf-8")
    fresh.replace(path)


def last(name: str) -> dt.datetime | None:
    """When this was last done here; None when nothing says so."""
    try:
        return dt.datetime.fromisoformat(_file(name).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
