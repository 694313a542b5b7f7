"""What travels over the wire as production serves it: compressed, cached, from this machine only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from running import Site

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations
from contratrata.knowledge.countries.models import ENTRIES
from nouns import values_for
from signin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]

FIRST, LATER = 60_000, 20_000
#: Pages of the daily work.
LATER_PAGES = ("/hoy/", "/casos/", "/casos/registrar/", "/quien-puede-ayudar/", "/cuenta/", "/ayuda/")


class Wire:
    """A browser that counts every byte it gets, headers too, and remembers whom it asked."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page = context.new_page()
        self.address = address
        self.bytes = 0
        self.asked: list[str] = []
        talk = context.new_cdp_session(self.page)
        talk.send("Network.enable")
        talk.on("Network.loadingFinished", self._loaded)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _loaded(self, data: dict[str, float]) -> None:
        self.bytes += int(data["encodedDataLength"])

    def open(self, path: str) -> int:
        """How many bytes this page took, with everything it asked for."""
        before = self.bytes
        answer = self.page.goto(self.address + path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, path
        return self.bytes - before


@pytest.fixture
def served(real_cast: Cast, tmp_path: Path) -> Iterator[Site]:
    """The web in production mode, its static files collected, compressed and named by their content."""
    running = Site(tmp_path, mode="production")
    try:
        running.collect_static()
        running.start_web()
        yield running
    finally:
        running.stop()


@pytest.fixture
def wire(chromium: Browser, served: Site, real_cast: Cast) -> Iterator[Wire]:
    """Ana, signed in behind a proxy that speaks TLS, on a telephone that has seen nothing yet."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, extra_http_headers={"X-Forwarded-Proto": "https"}
    )
    yield Wire(context, served.address)
    context.close()


def as_ana(wire: Wire, cast: Cast) -> None:
    client = sign_in(Client(), cast.ana)
    cookie = {
        "name": "__Host-sessionid",  # as production calls it
        "value": client.cookies["sessionid"].value,
        "url": wire.address.replace(
            "http://", "https://"
        ),  # laid by TLS; a browser trusts its own machine as much
        "secure": True,
    }
    wire.page.context.add_cookies([cookie])


#: The public face, first what somebody in need opens on a telephone that has seen nothing yet.
PUBLIC_PAGES = ("/es/", "/en/", "/es/paises/gtm/", "/es/practicas/", "/es/lecciones/", "/es/unirse/")


def test_the_public_face_is_light_and_sets_no_cookie(wire: Wire, real_cast: Cast) -> None:
    with transaction.atomic(), acting(real_cast.flor.scope):
        entry = operations.write(ENTRIES, values=values_for(ENTRIES, "Línea"))
    with transaction.atomic(), acting(real_cast.gloria.scope):
        operations.publish(ENTRIES, entry.id, expected_version=1)
    first, *later = (wire.open(path) for path in PUBLIC_PAGES)
    assert 5_000 < first <= FIRST
    assert max(later) <= LATER
    assert wire.page.context.cookies() == []
    assert [url for url in wire.asked if not url.startswith((wire.address, "data:"))] == []


def test_pages_are_light_and_nothing_leaves_the_machine(wire: Wire, real_cast: Cast) -> None:
    first = wire.open("/entrar/")
    assert 5_000 < first <= FIRST
    as_ana(wire, real_cast)
    later = {path: wire.open(path) for path in LATER_PAGES}
    assert {path: size for path, size in later.items() if size > LATER} == {}
    assert [url for url in wire.asked if not url.startswith((wire.address, "data:"))] == []
