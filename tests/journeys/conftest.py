"""The browser and the running site of the journeys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from running import Site
from visiting import CHROMIUM, FLAGS, Visiting, Visitor

import house
from cast import Cast
from signin import enrol


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, without a screen."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here (CONTRATRATA_CHROMIUM)")
    if not (house.ROOT / "src/contratrata/ground/ui/static/ui/contratrata.css").exists():
        pytest.skip("styles not compiled (make styles)")
    with sync_playwright() as play:
        result = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield result
        result.close()


@pytest.fixture
def site(real_cast: Cast, tmp_path: Path) -> Iterator[Site]:
    """The web, answering, with the cast committed and able to sign in; ended by its id afterwards."""
    for name in ("ana", "beatriz", "diana", "elena", "flor", "irma", "gloria"):
        enrol(getattr(real_cast, name))
    running = Site(tmp_path)
    try:
        running.start_web()
        yield running
    finally:
        running.stop()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Visiting:
    """`visit()` is one more person in a browser of her own; close her to see that nothing was wrong."""

    def come(**values: object) -> Visitor:
        return Visitor(chromium, site.address, **values)  # type: ignore[arg-type]

    return come
