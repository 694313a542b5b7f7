"""What stands around every page: who acts for whom, where they can go, how to leave.

Ground knows no menu of the house; `settings.UI_FRAME` names the function (request -> Frame) that does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from contratrata.ground.base import scope
from contratrata.ground.base.areas import Area
from contratrata.ground.base.request import MADE_FOR

from .markup import html
from .parts import NavItem

NEUTRAL_PAGE = "https://es.wikipedia.org/wiki/Portada"


@dataclass(frozen=True, slots=True)
class Door:
    """The way from one area into another."""

    area: Area
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The bar, the menu and the strip. Everything empty is a page for somebody who has not signed in.

    `idle_seconds` (0: never) and `lock_url` make the screen lock itself; `lock_url` takes a POST, as `draft_url`
    does: there forms keep what is being typed. `doors` lead to the other areas. `demonstration`: a public page of a
    house where no organisation is real.
    """

    area: Area | None = None
    doors: Sequence[Door] = ()
    organisation: str = ""
    role: str = ""
    person: str = ""
    training: bool = False
    demonstration: bool = False
    navigation: Sequence[NavItem] = ()
    account: Sequence[NavItem] = ()
    home_url: str = "/"
    help_url: str = ""
    sign_out_url: str = ""
    lock_url: str = ""
    idle_seconds: int = 0
    draft_url: str = ""

    def __post_init__(self) -> None:
        for name in ("doors", "navigation", "account"):  # hashable: what is drawn from a frame is kept by it
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def itself(self) -> Frame:
        """The frame and not the proxy that a template has, which holds the request."""
        return self


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, built by `settings.UI_FRAME` only when a template asks for it."""
    path: str = getattr(settings, "UI_FRAME", "")
    if not path:
        return {"frame": Frame()}
    build = cast(Callable[[HttpRequest], Frame], import_string(path))
    return {"frame": SimpleLazyObject(lambda: build(request))}


_DRAFT_KEY = re.compile(r"[A-Za-z0-9:_./-]{1,120}")


def draft_key(path: str, of: str = "") -> str:
    """The key under which the page at this address keeps what is typed there: ids and codes, never a name.

    `of` tells apart what shares an address. An address that is no key (too long, odd signs) is taken as a digest.
    """
    key = f"page:{path}" + (f":{of}" if of else "")
    return key if _DRAFT_KEY.fullmatch(key) else f"page:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def made_for() -> str:
    """The id of the organisation that a page made now is made for; "" where none acts."""
    acting = scope.current()
    return str(acting.organisation_id or "") if acting else ""


def made_for_field() -> SafeString:
    """The same as the hidden field of a form: with another organisation acting, what is sent is not done."""
    result = made_for()
    return html('<input type="hidden" name="{}" value="{}">', MADE_FOR, result) if result else SafeString("")


def quick_exit_url() -> str:
    """The neutral page that Salida rápida leaves to: the one outside address a page may hold."""
    return str(getattr(settings, "QUICK_EXIT_URL", "") or NEUTRAL_PAGE)
