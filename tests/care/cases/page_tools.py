"""What the tests of the pages of a case share: a signed-in browser, a case on file, what a page says."""

import html
import re
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.test import Client
from samples import full

from cast import Player
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.models import Case
from contratrata.care.cases.operations import register_case
from contratrata.ground.base.scope import acting

Found = TypeVar("Found")


def browser(player: Player) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(player.user)
    return client


def on_file(player: Player, new: NewCase | None = None) -> Case:
    """A case this person registered."""
    with acting(player.scope):
        return register_case(new or full())


def text(response: Any) -> str:
    """The words of a page, as they are read."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field."""
    match = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    assert match is not None, f"no hidden field {name}"
    return match[1]


def errors(response: Any) -> dict[str, list[str]]:
    """What is wrong with the form of a page, field by field."""
    return {name: [str(one) for one in answer] for name, answer in response.context["form"].errors.items()}


def version(player: Player, case: Case) -> str:
    """The version that stands now, as the form sends it."""
    return str(look(player, lambda: Case.objects.values_list("version", flat=True).get(id=case.id)))


def once() -> str:
    """A token of an act."""
    return str(uuid.uuid4())


def look(player: Player, ask: Callable[[], Found]) -> Found:
    """What the database answers in this person's scope."""
    with acting(player.scope):
        return ask()
