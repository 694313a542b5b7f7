"""Asking a list as its page does, without the page: what the tests of lists share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory

from contratrata.ground.base.scope import Scope
from contratrata.ground.lists import reading
from contratrata.ground.lists.declared import List
from contratrata.ground.lists.pages import ListPage, read_page


def asking(scope: Scope, query: str = "", session: dict[str, Any] | None = None) -> HttpRequest:
    """The request for an address of the list."""
    request = RequestFactory().get(f"/lista/{query}")
    request.scope = scope  # type: ignore[attr-defined]
    request.session = {} if session is None else session  # type: ignore[assignment]
    return request


def listed(
    scope: Scope, what: List[Any, Any], query: str = "", session: dict[str, Any] | None = None
) -> ListPage[Any, Any]:
    """One page of the list, as the address asks for it."""
    request = asking(scope, query, session)
    return read_page(request, scope, reading.read(request, scope, what))


def walked(scope: Scope, what: List[Any, Any], query: str, of: Callable[[Any], Any]) -> list[list[Any]]:
    """All pages of the list forwards, each as what `of` takes of its rows."""
    pages, address = [], query
    while True:
        page = listed(scope, what, address)
        pages.append([of(row) for row in page.rows])
        if not page.next:
            return pages
        address = page.next_url.removeprefix("/lista/")
