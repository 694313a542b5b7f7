"""Two laws of every form, found by opening the pages and typing in them.

The second editor is refused: a form that shows what stands, saved after somebody else saved it, overwrites nothing
and shows both texts. The double click makes one: the same sending twice adds one row.
"""

import dataclasses
import html
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie

from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tally import rows_of
from test_matrix import ANONYMOUS, TABLE, TRACES, Walk, address, addresses, walk  # noqa: F401
from typing_in import Control, Form, mended, opened, read

#: How many pages of one address are opened (the parts of a file, of a service).
MOST_PAGES = 30
#: How often a form is mended until it is taken.
MOST_TRIES = 6
#: A table of no interest, where a file is asked.
FILE = b"prs_FirstName;x_Sex\nFicticia;Female\n"
#: How many controls of a form are tried until one is saved and shown.
MOST_CONTROLS = 12
#: Forms that edit and need no version, each with its reason.
WITHOUT: dict[str, str] = {}
#: Addresses whose forms may be sent again, each with its reason.
ONCE_ANYWAY = {
    "account_logout": "the session is over",
    "set_language": "a choice of the session",
}
OVERTAKEN = ("Usted cambió esto en otra ventana", "mientras usted escribía")


def browser(walk: Walk, who: str) -> Client:  # noqa: F811
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(walk.cookies[who])
    return client


def pages(walk: Walk, *, follow: bool = True) -> Iterator[tuple[str, str, str]]:  # noqa: F811
    """Every page (address, who, path): the samples, and what links lead to on them, each part once."""
    seen: dict[str, list[str]] = {}
    walked = [(name, who, address(name, parts, walk.world)) for name, parts in addresses().items()
              if (who := next(iter(TABLE.get(name, "").split()), ANONYMOUS)) != ANONYMOUS
              and ANONYMOUS not in TABLE[name].split()]  # fmt: skip
    for name, who, path in walked:
        known = seen.setdefault(name, [])
        if path in known or len(known) >= MOST_PAGES:
            continue
        known.append(path)
        yield name, who, path
        if not follow:
            continue
        with transaction.atomic():
            _forms, links = opened(browser(walk, who), path)
            transaction.set_rollback(True)
        for link in links:
            there = link.partition("#")[0]
            try:
                result = resolve(there.partition("?")[0]).view_name
            except Resolver404:
                continue
            if "?" not in there and who in TABLE.get(result, "").split():
                walked.append((result, who, there))


def own_forms(client: Client, path: str) -> list[Form]:
    """The forms of a page that are sent to the page itself: what a link or another page asks is asked there."""
    return [form for form in opened(client, path)[0] if form.action in ("", path)]


def edit_of(client: Client, path: str, at: int, form: Form) -> tuple[Control, bool, Form] | None:
    """Save the form with one control changed, when the page shows the change then.

    The control, whether the rest had to be chosen first, and the form as it stands then.
    """
    texts_first = sorted(form.controls.values(), key=lambda one: one.kind != "text" or one.numeric)
    for control in texts_first[:MOST_CONTROLS]:
        for value, chosen in ((value, chosen) for value in control.others()[:1] for chosen in (False, True)):
            with transaction.atomic():
                saved = client.post(path, form.sent(chosen=chosen, **{control.name: value}))
                forms = own_forms(client, path) if saved.status_code == 302 else []
                if len(forms) > at and forms[at].controls.get(control.name, control).shown == value:
                    return control, chosen, forms[at]
                transaction.set_rollback(True)
            if saved.status_code != 200:
                break
    return None


def judge(client: Client, path: str, at: int, form: Form, *, forgets: bool) -> str | None:
    """What is wrong when a second editor saves the form after a first; None when it edits nothing."""
    result = edit_of(client, path, at, form)
    if result is None:
        return None
    control, chosen, now = result
    second = control.others()[1] if control.kind == "text" else control.shown
    stale = dataclasses.replace(form, hidden=now.hidden) if forgets else form
    answer = client.post(path, stale.sent(chosen=chosen, **{control.name: second}))
    after = own_forms(client, path)[at].controls[control.name].shown
    if after != now.controls[control.name].shown:
        return f"{control.name}: the second overwrites the first"
    body = html.unescape(answer.content.decode()) if answer.status_code == 200 else ""
    if not any(words in body for words in OVERTAKEN):
        return f"{control.name}: the second is not told ({answer.status_code})"
    texts = [after[0], second[0]] if control.kind == "text" and not control.numeric else []
    return "" if all(text in body for text in texts) else f"{control.name}: not both texts are shown"


def judged(walk: Walk, *, forgets: bool = False) -> dict[str, str]:  # noqa: F811
    """Every form that edits, by address and path, with what is wrong with it."""
    result = {}
    for name, who, path in pages(walk, follow=not forgets):
        if name in WITHOUT:
            continue
        with transaction.atomic():
            client = browser(walk, who)
            for at, form in enumerate(own_forms(client, path)):
                with transaction.atomic():
                    wrong = judge(client, path, at, form, forgets=forgets)
                    transaction.set_rollback(True)
                if wrong is not None:
                    result[f"{name} {path} {at}"] = wrong
            transaction.set_rollback(True)
    return result


def test_the_second_editor_is_refused_and_shown_both_texts(walk: Walk) -> None:  # noqa: F811
    result = judged(walk)
    values = "\n".join(f"{page}: {wrong}" for page, wrong in result.items() if wrong)
    assert not values, values
    assert len(result) >= 20


def test_the_law_of_the_second_editor_bites(walk: Walk) -> None:  # noqa: F811
    """With the version of the page taken out of what is sent, every one of these forms overwrites."""
    result = judged(walk, forgets=True)
    values = "\n".join(f"{page}: {wrong}" for page, wrong in result.items() if "overwrites" not in wrong)
    assert not values, values
    assert len(result) >= 8


def rows(walk: Walk, who: str) -> Counter[str]:  # noqa: F811
    """How many rows of each table the user's organisation has."""
    return rows_of(getattr(walk.world.cast, who).scope, but=TRACES)


def twice(walk: Walk, who: str, path: str, form: Form) -> tuple[Counter[str], Counter[str]] | None:  # noqa: F811
    """What the form adds when it is sent, and what the same sending adds again; None when it adds nothing."""
    client, before, fields = browser(walk, who), rows(walk, who), form.sent()
    for _time in range(MOST_TRIES):
        with transaction.atomic():
            files = {name: ContentFile(FILE, name=f"{name}.csv") for name in form.files}
            first = client.post(form.action or path, {**fields, **files})
            one = rows(walk, who)
            if first.status_code == 302 and one - before:
                files = {name: ContentFile(FILE, name=f"{name}.csv") for name in form.files}
                client.post(form.action or path, {**fields, **files})
                return one - before, rows(walk, who) - one
            transaction.set_rollback(True)
        again = mended(form, fields, read(first.content.decode())[1]) if first.status_code == 200 else None
        if again is None:
            break
        fields = again
    return None


def doubled(walk: Walk) -> dict[str, tuple[Counter[str], Counter[str]]]:  # noqa: F811
    """Every form that adds rows, with what it adds, and what it adds when it is sent once more."""
    result: dict[str, tuple[Counter[str], Counter[str]]] = {}
    seen = set()
    for name, who, path in pages(walk, follow=False):
        with transaction.atomic():
            for form in opened(browser(walk, who), path)[0]:
                key = (form.action or path, tuple(sorted(form.controls)))
                if key in seen or resolve(form.action or path).view_name in ONCE_ANYWAY:
                    continue
                seen.add(key)
                with transaction.atomic():
                    added = twice(walk, who, path, form)
                    transaction.set_rollback(True)
                if added is not None:
                    result[f"{name} {form.action or path}"] = added
            transaction.set_rollback(True)
    return result


def test_the_same_sending_twice_adds_once(walk: Walk) -> None:  # noqa: F811
    result = doubled(walk)
    wrong = "\n".join(f"{page}: {dict(again)}" for page, (_first, again) in result.items() if again)
    assert not wrong, wrong
    assert len(result) >= 35
