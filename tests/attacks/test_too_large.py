"""A text that is larger than a form may be: refused in words, and given back to who wrote it."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import drafts
from contratrata.ground.vault.models import TypedDraft
from signin import sign_in

HUGE = "Contó que la llevaron de noche. " * 330_000  # some 10 MB
FORM = "application/x-www-form-urlencoded"


def _post(client: Client, path: str, origin: str = "http://testserver") -> tuple[int, str]:
    answer = client.post(path, urlencode({"words": HUGE}), content_type=FORM, headers={"origin": origin})
    return answer.status_code, answer.content.decode()


def test_said_in_words_and_given_back(cast: Cast) -> None:
    status, page = _post(sign_in(Client(), cast.ana), reverse("cases:contact_new"))
    assert status == 413
    assert "El texto es demasiado largo" in page
    assert HUGE.strip() in page


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_nothing_is_given_back_to_another_page(cast: Cast, origin: str) -> None:
    status, page = _post(sign_in(Client(), cast.ana), reverse("cases:contact_new"), origin)
    assert status == 413
    assert "la llevaron" not in page


def test_a_stranger_gets_the_words_alone(cast: Cast) -> None:
    status, page = _post(Client(), "/entrar/")
    assert status == 413
    assert "la llevaron" not in page


def test_a_draft_that_is_too_long_says_so(cast: Cast) -> None:
    client = sign_in(Client(), cast.ana)
    answer = client.post(reverse("vault:draft"), {"draft": "x:y", "words": HUGE[:300_000]})
    assert answer.status_code == 400
    assert "demasiado largo" in answer.content.decode()


def test_drafts_are_limited_in_sum_and_say_what_gave_way(cast: Cast) -> None:
    """As many as may be, and as many bytes; the oldest give way, and that is said."""
    client = sign_in(Client(), cast.ana)
    for number in range(drafts.MOST):
        assert client.post(reverse("vault:draft"), {"draft": f"x:{number}", "words": "a"}).status_code == 204
    answer = client.post(reverse("vault:draft"), {"draft": "x:more", "words": "a"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert "se quitaron los más antiguos (1)" in answer.content.decode()
    for number in range(15):
        client.post(reverse("vault:draft"), {"draft": f"y:{number}", "words": "b" * 190_000})
    with acting(cast.ana.scope):
        rows = list(TypedDraft.objects.values_list("sealed", flat=True))
    assert len(rows) <= drafts.MOST
    assert sum(len(bytes(one)) for one in rows) <= drafts.LARGEST_SUM
