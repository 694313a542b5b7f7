"""Laws of every page, found by opening each: what asks can be sent, leads back, and names nothing that is not there.

A template that names an attribute its object does not have shows nothing, and says nothing: here it says so.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.template import Engine, engines

from test_matrix import Walk, walk  # noqa: F401
from test_two_editors import browser, pages

#: Pages whose forms have no button that sends, or no way back, each with its reason.
UNFINISHED = {
    "account:passkey": "the browser and the device answer, and their script sends",
    "account_reauthenticate": "stands between a page and its act: the name of the house leads away",
    "mfa_reauthenticate": "stands between a page and its act: the name of the house leads away",
    "mfa_reauthenticate_webauthn": "the browser and the device answer, and their script sends",
}
#: What a template names and a page need not have, each with its reason.
MAY_BE_ABSENT: dict[str, str] = {}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
ASKED = re.compile(r'<(?:textarea|select)\b|<input\b(?![^>]*type="(?:hidden|submit|button)")')
BUTTON = re.compile(r'<button\b(?![^>]*type="(?:button|reset)")|<input\b[^>]*type="submit"')
LINK = re.compile(r'<a\b[^>]*href="([^"#?][^"]*)"')
ABSENT = re.compile(r"¡sin ([\w.]*)!")


def unfinished(page: str, path: str) -> list[str]:
    """What is wrong with the forms of a page: one that asks and cannot be sent, or from which nothing leads away."""
    main = page.partition("<main")[2].partition("</main>")[0]
    asking = [(head, inside) for head, inside in FORM.findall(main) if ASKED.search(inside)]
    wrong = ["asks and has no button" for _head, inside in asking if not BUTTON.search(inside)]
    away = [one for one in LINK.findall(main) if one != path] or '<nav class="ct-nav' in page
    if any('method="post"' in head for head, _inside in asking) and not away:
        wrong.append("asks and has no way back")
    return wrong


@pytest.fixture
def engine() -> Iterator[Engine]:
    """The engine of templates, as it is again afterwards."""
    result: Engine = engines["django"].engine  # type: ignore[attr-defined]
    yield result
    result.string_if_invalid = ""


def test_every_page_that_asks_can_be_sent_and_left_and_names_what_is_there(
    walk: Walk,  # noqa: F811
    engine: Engine,
) -> None:
    asked, wrong = 0, set()
    for name, who, path in pages(walk):
        with transaction.atomic():
            page = browser(walk, who).get(path)
            engine.string_if_invalid = "¡sin %s!"
            naming = browser(walk, who).get(path)
            engine.string_if_invalid = ""
            transaction.set_rollback(True)
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        body = page.content.decode()
        asked += "<form" in body.partition("<main")[2]
        wrong |= {f"{name}: {one}" for one in unfinished(body, path) if name not in UNFINISHED}
        absent = set(ABSENT.findall(naming.content.decode())) - set(MAY_BE_ABSENT)
        wrong |= {f"{name}: no {one}" for one in absent}
    assert not wrong, "\n".join(sorted(wrong))
    assert asked >= 100


def test_the_law_sees_what_is_taken_out() -> None:
    whole = '<main><a href="/casos/">x</a><form method="post"><textarea></textarea><button>Sí</button></form></main>'
    assert unfinished(whole, "/casos/1/") == []
    assert unfinished(whole.replace("<button>Sí</button>", ""), "/casos/1/") == ["asks and has no button"]
    assert unfinished(whole.replace("<button>", '<button type="button">'), "/") == ["asks and has no button"]
    assert unfinished(whole, "/casos/") == ["asks and has no way back"]
    assert unfinished(whole.replace('<a href="/casos/">x</a>', ""), "/x/") == ["asks and has no way back"]
