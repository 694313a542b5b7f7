"""The law of choices: no control of any page holds more than a person can read through; beyond, it is searched.

Over every address of the product, in a network of more organisations than a control may hold.
"""

import re
from collections import Counter
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Where
from contratrata.ground.network import house
from test_matrix import ANONYMOUS, TABLE, Walk, address, addresses, walk  # noqa: F401

MOST_CHOICES = 200
_SELECT = re.compile(r"<(select|datalist)\b([^>]*)>(.*?)</\1>", re.S)
_PICKED = re.compile(r'<input\b[^>]*type="(?:radio|checkbox)"[^>]*\bname="([^"]*)"')


def controls(page: str) -> dict[str, int]:
    """The controls of a page by what tells them apart, and how many choices each offers."""
    result = {
        f"{kind}{attributes}": len(re.findall(r"<option\b", inside))
        for kind, attributes, inside in _SELECT.findall(page)
    }
    return result | dict(Counter(_PICKED.findall(page)))


def _crowd(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        for number in range(MOST_CHOICES + 1):
            house.invite_organisation(
                name=f"Casa {number:03} (ficticia)", kind="civil_society", place=Where("HND"),
                time_zone="America/Tegucigalpa", email=f"casa{number}@hn.example", reason="sought",
            )  # fmt: skip


def test_no_control_holds_more_than_can_be_read_through(walk: Walk) -> None:  # noqa: F811
    asked, wrong = 0, []
    _crowd(walk.world.cast)
    for name, parts in addresses().items():
        path = address(name, parts, walk.world)
        for who in TABLE.get(name, "").split():
            if who == ANONYMOUS:
                continue
            client = Client(raise_request_exception=False)
            client.cookies = SimpleCookie(walk.cookies[who])
            with transaction.atomic():
                page = client.get(path)
                transaction.set_rollback(True)
            if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
                continue
            offered = controls(page.content.decode())
            asked += len(offered)
            wrong += [f"{name}: {what}: {n}" for what, n in offered.items() if n > MOST_CHOICES]
    assert sorted(set(wrong)) == []
    assert asked >= 100


def test_a_control_of_too_many_is_seen() -> None:
    """The law sees what it is there for: selects, datalists, radios and boxes."""
    many = MOST_CHOICES + 1
    page = f'<select name="a">{"<option>x</option>" * many}</select>'
    page += (
        '<input type="radio" name="b" value="x">' * many + '<input type="checkbox" name="c" value="x">' * 3
    )
    assert controls(page) == {'select name="a"': many, "b": many, "c": 3}
