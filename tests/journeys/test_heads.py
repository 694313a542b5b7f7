"""A law of the layout: at 360 px the title of every page begins within 150 px, whatever the role and the area."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch
from playwright.sync_api import Error
from visiting import Visiting, Visitor

import scenario
from cast import Cast, Player
from signin import sign_in
from test_matrix import address, addresses

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]

MOST = 150
#: Where the title begins, or None for a page without one; what was just done is said over it and does not count,
#: nor does the help that stands first on the public home.
TITLE = """() => {
  if (document.querySelector('.ct-notice, .govuk-error-summary')) return null;
  const title = document.querySelector('h1');
  const help = document.querySelector('.ct-help-strip')?.offsetHeight ?? 0;
  return title && Math.round(title.getBoundingClientRect().top + scrollY - help);
}"""
#: What ends the visit.
LEAVING = {"account_logout", "account:lock"}


def come_in(visitor: Visitor, player: Player) -> None:
    """Signed in without the pages of signing in, which other journeys walk."""
    client = sign_in(Client(), player)
    visitor.context.add_cookies(
        [{"name": name, "value": one.value, "url": visitor.address} for name, one in client.cookies.items()]
    )


def tops(visitor: Visitor, paths: list[str]) -> dict[str, int]:
    """Where the title begins on each of these pages that she may see."""
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    result = {}
    for path in paths:
        try:
            answer = visitor.page.goto(visitor.address + path)
        except Error:  # an answer without a page: what is only sent, or a file
            continue
        top = visitor.page.evaluate(TITLE) if answer and answer.status == 200 else None
        if top is not None:
            result[path] = top
    return result


def test_the_title_begins_within_150_px_on_every_page_of_every_role(real_cast: Cast, visit: Visiting) -> None:
    world = scenario.build(real_cast, committed=True)
    every = []
    for name, parts in addresses().items():
        try:
            every += [address(name, parts, world)] if name not in LEAVING else []
        except (AssertionError, NoReverseMatch):
            continue  # the world has no such thing
    walks = {"ana": every, "beatriz": [], "diana": [], "flor": [], "hilda": [], "gloria": [], "julia": []}
    tall, seen = {}, 0
    for name, paths in walks.items():
        visitor = visit(name=name)
        come_in(visitor, getattr(real_cast, name))
        visitor.page.goto(visitor.address + "/")
        links = visitor.page.locator("header a[href^='/'], .ct-menu__list a").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        result = tops(visitor, list(dict.fromkeys([*paths, *links])))
        seen += len(result)
        tall |= {f"{name} {path}": top for path, top in result.items() if top > MOST}
        visitor.context.close()
    assert tall == {}
    assert seen > 60
