"""Public pages and papers of practices ready made, in the process: asked for a thousand times, changed once a month.

A page is good while nothing was published or taken back anywhere (the stamp of the catalogue) and no other package says
something else on it (`hooks.open_stamp`); never for longer than browsers and proxies may show it anyway.
"""

from collections.abc import Callable

from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse

from . import hooks
from .index import stamp_now

#: So many pages are held, for so many seconds at most.
PAGES, SECONDS = 500, 300
_pages = LocMemCache("practices.pages", {"max_entries": PAGES, "timeout": SECONDS})


def ready(key: str, number: int, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page `key` of the practice of this number as it was made, or now; only a whole page (200) is held."""
    stamp = (stamp_now(), hooks.open_stamp(number))
    held = _pages.get(key)
    if held is not None and held[0] == stamp:
        return HttpResponse(held[1], headers=held[2])
    page = make()
    if page.status_code == 200:
        _pages.set(key, (stamp, page.content, dict(page.items())))
    return page
