"""SQL as `app`, no key file: an open session copied under one's own key, and a pickle laid into the cache."""

import base64
import os
import pickle
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client

from cast import Cast
from contratrata.ground.accounts.session_store import stored
from signin import sign_in


def test_the_content_of_her_session_under_my_key(cast: Cast) -> None:
    hers, mine = sign_in(Client(), cast.beatriz), sign_in(Client(), cast.ana)
    keys = [stored(str(one.session.session_key)) for one in (hers, mine)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET session_data = (SELECT session_data FROM django_session "
            "WHERE session_key = %s) WHERE session_key = %s",
            keys,
        )
    assert mine.get("/cuenta/").status_code == 302, "it is nobody's"
    assert hers.get("/cuenta/").status_code == 200


class Runs:
    """What an unpickling would do."""

    def __reduce__(self) -> Any:
        return os.mkdir, ("/nowhere/ran",)


def test_a_pickle_in_the_cache_is_not_run(db: None) -> None:
    cache.set("rate", [1.5, 2.5], 60)
    assert cache.get("rate") == [1.5, 2.5]
    laid = base64.b64encode(pickle.dumps(Runs())).decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_cache SET value = %s WHERE cache_key LIKE '%%rate'", [laid])
    assert cache.get("rate", "nothing") in (None, "nothing")
