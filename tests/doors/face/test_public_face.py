"""Every public page: no cookie, nothing it varies by, both languages, kept and asked again, nothing confidential."""

import datetime as dt
import gzip
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cast import Cast
from contratrata.doors.web.public_face import PublicFace
from contratrata.ground.audit.models import PLATFORM, Entry
from contratrata.ground.audit.public import declare, record
from contratrata.ground.base import anonymous, clock, package
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.models import Membership, Organisation
from signin import sign_in
from test_consistency import urls

declare("test.public_act", "probó (prueba)")


def paths() -> list[str]:
    """Every public address in every language, found by its mark."""
    result = []
    for name, item in urls():
        if anonymous.is_public(item.callback) and not anonymous.only_reads(item.callback):
            languages = ["es", "en"] if "language" in item.pattern.converters else [None]
            of_a_thing = set(item.pattern.converters) - {"language"}  # shown by the tests of that thing
            if not of_a_thing:
                result += [reverse(name, kwargs={"language": code} if code else {}) for code in languages]
    return result


#: Those that are pages: what is subscribed to is none.
PAGES = [path for path in paths() if path.startswith(("/es/", "/en/")) and path.endswith("/")]


def test_public_addresses_are_found() -> None:
    assert {"/es/", "/en/", "/es/unirse/", "/robots.txt", "/sitemap.xml"} <= set(paths())


@pytest.mark.parametrize("path", paths())
def test_no_cookie_nothing_to_vary_by_and_kept_by_its_etag(cast: Cast, path: str) -> None:
    for client in (Client(), sign_in(Client(), cast.ana)):
        first = client.get(path, headers={"accept-language": "en"})
        assert first.status_code == 200
        assert not first.cookies
        assert not {"cookie", "accept-language"} & set(first.get("Vary", "").lower().split(", "))
        assert first["Cache-Control"] == "public, max-age=300, must-revalidate"
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
        assert "default-src 'none'" in first["Content-Security-Policy"]
        assert first["X-Content-Type-Options"] == "nosniff"
    assert Client().get(path).content == sign_in(Client(), cast.ana).get(path).content


@pytest.mark.parametrize("path", paths())
def test_nothing_confidential_and_light(real_names: list[str], path: str) -> None:
    body = Client().get(path).content
    assert [name for name in real_names if name.encode() in body] == []
    assert len(gzip.compress(body)) <= 20_000
    assert b"csrfmiddlewaretoken" not in body


@pytest.fixture
def real_names(cast: Cast) -> list[str]:
    people = [getattr(cast, name).user for name in ("ana", "flor", "gloria")]
    return [
        cast.refugio.name,
        cast.escuela.name,
        *(user.email for user in people),
        *(user.name for user in people),
    ]


@pytest.mark.parametrize("path", PAGES)
def test_each_language_says_what_it_is_and_leads_to_the_other(db: None, path: str) -> None:
    language, other = path[1:3], {"es": "en", "en": "es"}[path[1:3]]
    html = Client().get(path).content.decode()
    assert f'<html lang="{language}">' in html
    assert html.count('rel="canonical"') == 1
    assert sorted(re.findall(r'rel="alternate" hreflang="(\w+)"', html)) == ["en", "es"]
    assert f'<a href="/{other}{path[3:]}" hreflang="{other}"' in html
    assert "noindex" not in html
    assert 'href="#contenido"' in html
    assert "ct-bar--public" in html


def test_the_sitemap_holds_every_page_in_both_languages_and_robots_allow_no_more(db: None) -> None:
    sitemap = Client().get("/sitemap.xml").content.decode()
    assert [path for path in PAGES if f"{path}</loc>" not in sitemap] == []
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert {line for line in robots.splitlines() if line.startswith("Allow")} == {
        "Allow: /es/", "Allow: /en/", "Allow: /static/",
    }  # fmt: skip


def test_a_stranger_begins_at_the_public_home_in_her_language(db: None) -> None:
    assert Client().get("/", headers={"accept-language": "en"})["Location"] == "/en/"
    assert Client().get("/", headers={"accept-language": "es-GT"})["Location"] == "/es/"
    assert Client().get("/hoy/")["Location"] == "/entrar/?next=%2Fhoy%2F"
    assert Client().get("/fr/").status_code == 404


def test_who_has_no_organisation_has_a_home_of_her_own(cast: Cast) -> None:
    client = sign_in(Client(), cast.ana)
    with acting(cast.ana.scope):
        Membership.objects.filter(pk=cast.ana.membership.pk).update(ended_at=clock.now())
    assert client.get("/")["Location"] == "/inicio/"
    assert "No pertenece ahora a ninguna organización" in client.get("/inicio/").content.decode()


def test_real_members_are_counted_and_none_is_named(cast: Cast) -> None:
    assert "organizaciones de" not in Client().get("/es/").content.decode()
    Organisation.objects.filter(realm=Realm.REAL).update(fictitious=False)
    html = Client().get("/es/").content.decode()
    assert "Hoy son 4 organizaciones de 2 países." in html


def test_help_comes_from_the_packages(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "#ayuda" in Client().get("/es/").content.decode()
    monkeypatch.setattr(package, "help_now", lambda language: [("Guatemala", f"/{language}/paises/GTM/")])
    strip = Client().get("/es/").content.decode().partition("</header>")[0]
    assert '<a href="/es/paises/GTM/">Guatemala</a>' in strip


def _act(_request: HttpRequest, language: str) -> HttpResponse:
    record("test.public_act")
    return HttpResponse(language)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[..., int]:
    """Calls a public act as somebody from an address; `/es/` stands in for its page."""
    cache.clear()
    view = anonymous.public_act(most=2, seconds=60)(_act)
    match = SimpleNamespace(func=view, args=(), kwargs={"language": "es"}, view_name="test")
    monkeypatch.setattr("contratrata.doors.web.public_face._public_match", lambda _path: match)

    def send(address: str = "203.0.113.7", origin: str = "http://testserver") -> int:
        request = RequestFactory().post("/es/", REMOTE_ADDR=address, HTTP_ORIGIN=origin)
        return PublicFace(lambda _request: HttpResponse(status=599))(request).status_code

    return send


def test_a_public_act_is_limited_by_address_and_leaves_a_trace_without_it(post: Callable[..., int]) -> None:
    assert [post() for _ in range(3)] == [200, 200, 429]
    assert post("203.0.113.8") == 200
    assert post(origin="https://elsewhere.example") == 403
    with acting(Scope(organisation_id=PLATFORM, realm=Realm.REAL, audit=True)):
        left = list(Entry.objects.filter(event="test.public_act"))
    assert [(one.actor_id, one.details) for one in left] == [(None, {})] * 3


def test_no_address_is_kept_and_the_count_begins_anew_each_day(
    post: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [post(), post(), post()] == [200, 200, 429]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(cache_key || value, ' ') FROM django_cache")
        assert "203.0.113" not in cursor.fetchone()[0]
    tomorrow = clock.now() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert post() == 200
