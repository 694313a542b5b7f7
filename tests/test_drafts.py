"""The law of drafts: every form in which a signed-in user types keeps what is typed, and gives it back.

The forms come from the pages themselves, over every address of the product: one that neither keeps its draft
nor has its reason below fails.
"""

import html
import re
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from test_matrix import ANONYMOUS, TABLE, Walk, address, addresses, walk  # noqa: F401

#: Forms that keep nothing, each with its reason.
WITHOUT = {
    "account_change_password": "passwords",
    "account_reauthenticate": "a password",
    "mfa_reauthenticate": "a code that serves once",
    "account:totp": "a code that serves once",
    "account:passkey": "the browser and the device fill it in",
    "cases:list": "a search",
    "cases:register": "a search; its words are handed on to the registration sealed",
    "cases:erase": "typed to prove that it is meant",
    "rooms:moderate": "a name for this moment",
    "rooms:new_server": "a secret",
    "rooms:server": "a secret",
    "web:components": "the page that shows the components does nothing",
}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
TYPED = re.compile(r'<textarea\b([^>]*)>|<input\b([^>]*type="(?:text|email|tel|url|search)"[^>]*)>', re.S)
FIELD = re.compile(r'<input\b[^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>')
WORD = "palabraquenadiemasescribe"


def value_of(attributes: str, name: str) -> str:
    match = re.search(rf'{name}="([^"]*)"', attributes)
    return html.unescape(match[1]) if match else ""


def forms_of(page: str) -> list[tuple[str, str, list[str]]]:
    """The POST forms of a page in which text is typed: their attributes, their inside, the names of the texts."""
    result = []
    for attributes, inside in FORM.findall(page):
        tags = [one or other for one, other in TYPED.findall(inside)]
        names = [value_of(tag, "name") for tag in tags if 'inputmode="numeric"' not in tag]
        if 'method="post"' in attributes and names:
            result.append((attributes, inside, names))
    return result


def test_every_form_keeps_what_is_typed_and_gives_it_back(walk: Walk) -> None:  # noqa: F811
    asked, wrong = 0, []
    for name, parts in addresses().items():
        who = next(iter(TABLE.get(name, "").split()), ANONYMOUS)
        if who == ANONYMOUS or ANONYMOUS in TABLE[name].split():
            continue
        path = address(name, parts, walk.world)
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(walk.cookies[who])
        with transaction.atomic():
            page = client.get(path)
            is_page = page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
            body = page.content.decode() if is_page else ""
            for attributes, _inside, names in forms_of(body):
                key, url = value_of(attributes, "data-draft"), value_of(attributes, "data-draft-url")
                if name in WITHOUT:
                    wrong += [f"{name}: keeps a draft, though {WITHOUT[name]}"] if key else []
                    continue
                asked += 1
                if not key:
                    wrong.append(f"{name} {path}: nothing is kept")
                    continue
                stored = client.post(url, {"draft": key, names[0]: WORD})
                again = client.get(path).content.decode()
                if stored.status_code != 204 or WORD not in again:
                    wrong.append(f"{name} {path}: {names[0]} does not come back ({stored.status_code})")
                elif "estaba escribiendo la última vez" not in again:
                    wrong.append(f"{name} {path}: it comes back without a word")
            transaction.set_rollback(True)
    assert wrong == []
    assert asked >= 30
