"""A session ends after its twelve hours, whatever its use; what was typed is kept, and both steps are asked again."""

from urllib.parse import unquote

from django.conf import settings
from django.test import Client
from django.urls import reverse

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts import lock
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.scope import acting
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from contratrata.ground.vault import drafts
from signin import enrol, sign_in
from telephone import shown_by

TYPED = "Se esconde en casa de su tía Eulalia"


def _aged(client: Client, seconds: float) -> Client:
    session = client.session
    session[lock.BEGAN] = lock.since() - seconds
    session[lock.SEEN] = lock.since()
    session.save()
    return client


def _comes_in(client: Client, player: Player, next_url: str) -> str:
    client.post("/entrar/", {"login": player.user.email, "password": PASSWORD, "next": next_url})
    return str(client.post("/entrar/segundo-paso/", {"code": shown_by(player.user)})["Location"])


def test_signing_in_begins_the_twelve_hours(cast: Cast, client: Client) -> None:
    enrol(cast.ana)
    _comes_in(client, cast.ana, "/")
    assert lock.since() - client.session[lock.BEGAN] < 60


def test_used_all_day_it_ends_all_the_same(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana)
    assert _aged(client, lock.LASTS - 60).get("/cuenta/").status_code == 200
    over = _aged(client, lock.LASTS + 60).get("/cuenta/")
    assert unquote(over["Location"]) == "/entrar/?next=/cuenta/"
    assert client.get("/cuenta/")["Location"].startswith("/entrar/")
    assert over.cookies[settings.CSRF_COOKIE_NAME]["max-age"] == 0
    with acting(cast.hilda.scope):
        assert Entry.objects.filter(event="session.outlived").count() == 1


def test_what_was_being_sent_goes_on_after_both_steps(cast: Cast, client: Client) -> None:
    enrol(cast.ana)
    sign_in(client, cast.ana)
    path = reverse("cases:contact_new")
    over = _aged(client, lock.LASTS + 60).post(path, {"words": TYPED})
    next_url = unquote(over["Location"]).partition("?next=")[2]
    assert next_url.startswith("/bloqueo/seguir/")
    assert TYPED not in over["Location"]
    back = _comes_in(client, cast.ana, next_url)
    assert back == next_url
    assert TYPED in client.get(back).content.decode()


def test_what_is_typed_is_kept_for_an_hour_more_and_not_for_ever(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana)
    values = {"draft": "x:y", "words": TYPED}
    assert _aged(client, lock.LASTS + 60).post(reverse("vault:draft"), values).status_code == 204
    with acting(cast.ana.scope):
        assert drafts.restore("x:y") == {"words": [TYPED]}
    assert (
        _aged(client, lock.LASTS + lock.KEEPS_TYPING + 60).post(reverse("vault:draft"), values).status_code
        == 302
    )


def test_at_a_locked_screen_nothing_is_planted_by_the_end(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana)
    client.post(reverse("account:lock"))
    over = _aged(client, lock.LASTS + 60).post(reverse("cases:contact_new"), {"words": TYPED})
    assert unquote(over["Location"]) == "/entrar/?next=/"


def test_who_works_in_two_places_says_first_where_it_was(cast: Cast, client: Client) -> None:
    add_member(organisation=cast.clinica, user=cast.ana.user, roles=[Role.CASEWORKER])
    sign_in(client, cast.ana)
    session = client.session
    del session["membership"]
    session.save()
    asked = client.get("/bloqueo/seguir/?clave=sent:abc")
    assert unquote(asked["Location"]).startswith("/organizacion/?next=/bloqueo/seguir/")


def test_signing_out_takes_the_token_of_the_forms(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana)
    client.get("/cuenta/datos/")
    assert client.cookies[settings.CSRF_COOKIE_NAME].value
    left = client.post("/salir/")
    assert (
        left.cookies[settings.CSRF_COOKIE_NAME].value,
        left.cookies[settings.CSRF_COOKIE_NAME]["max-age"],
    ) == ("", 0)
