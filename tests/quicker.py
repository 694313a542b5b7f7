"""What a test run does once instead of for every client. Installed by `conftest.py`."""

import functools
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware


def static_files() -> None:
    """Each new client builds the whole line of middleware, and with it looked at every static file: half its time."""
    find, known = WhiteNoiseMiddleware.add_files_from_finders, {}

    @functools.wraps(find)
    def once(self: Any) -> None:
        key = (self.static_prefix, self.autorefresh)
        if key not in known:
            find(self)
            known[key] = dict(self.files)
        self.files.update(known[key])

    WhiteNoiseMiddleware.add_files_from_finders = once


def install() -> None:
    """From now on."""
    static_files()
