"""What holds for every answer: three verbs, and no use of what a browser can do besides showing."""

import pytest
from django.test import Client

from cast import Cast
from signin import sign_in

PATHS = ("/es/", "/entrar/", "/hoy/", "/casos/", "/no-existe/", "/static/ui/ui.css")


@pytest.mark.parametrize(
    "verb", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X", "GET2"]
)
def test_odd_verbs_get_405(cast: Cast, verb: str) -> None:
    for client in (Client(), sign_in(Client(), cast.ana)):
        for path in PATHS:
            answer = client.generic(verb, path)
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_every_answer_says_what_a_page_may_not_use(cast: Cast) -> None:
    for client in (Client(), sign_in(Client(), cast.ana)):
        for path in PATHS:
            policy = client.get(path)["Permissions-Policy"]
            assert "camera=()" in policy
            assert "geolocation=()" in policy
            assert "publickey-credentials-get=(self)" in policy
