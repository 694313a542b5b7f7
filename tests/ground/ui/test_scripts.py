"""The page in a real Chromium: what scripts add, what stays without them, at 360 and 1280 px, light and dark.

No server runs: the browser asks for an invented address and the test answers from the templates and the
static files, so that what leaves the page (drafts, the lock) is seen whole.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pages
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

from contratrata.ground.lists.public import Column, cells, table
from contratrata.ground.ui.frame import Frame
from contratrata.ground.ui.styles import compile as styles

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOUSE = "https://contratrata.example"
AWAY = "https://neutral.example/"
ROOT = Path(__file__).resolve().parents[3]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
    pytest.mark.skipif(not (ROOT / "node_modules/govuk-frontend").is_dir(), reason="styles not fetched"),
]


class House:
    """A window of the browser, and everything it asked for."""

    def __init__(self, window: Page) -> None:
        self.window = window
        self.asked: list[Request] = []
        self.pages: dict[str, str] = {}
        self.faults: list[str] = []
        window.route("**/*", self.answer)
        window.on("pageerror", lambda error: self.faults.append(str(error)))

    def answer(self, route: Route) -> None:
        """Static files from their apps, pages from `pages`, a blank page for the neutral address."""
        request = route.request
        path = request.url.removeprefix(HOUSE).split("?")[0]
        if request.url.startswith(HOUSE + "/static/"):
            result = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=str(result)) if result else route.fulfill(status=404)
            return
        self.asked.append(request)
        if path == "/borrador":  # as `vault:draft` answers when there is nothing to say
            route.fulfill(status=204)
            return
        body = self.pages.get(path, "<title>otra</title>")
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def open(self, page: str, path: str = "/") -> None:
        """Show this page at this address."""
        self.pages[path] = page
        self.window.goto(HOUSE + path)

    def posts(self, path: str) -> list[str]:
        """The bodies posted to an address."""
        return [r.post_data or "" for r in self.asked if r.method == "POST" and r.url == HOUSE + path]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    styles.compile_styles(ROOT)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def house(chromium: Browser, settings) -> Iterator[House]:
    settings.QUICK_EXIT_URL = AWAY
    settings.STATIC_URL = "/static/"
    with translation.override("es"):
        context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="es")
        shown = House(context.new_page())
        yield shown
        context.close()
        assert shown.faults == []


def page(content: str, **frame: object) -> str:
    source = '{% extends "ui/page.html" %}{% load ct %}{% block content %}' + content + "{% endblock %}"
    return Template(source).render(Context({"frame": Frame(**frame), "csrf_token": "T0KEN"}))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("name", pages.ALL)
def test_every_component_is_accessible_and_none_runs_over(
    house: House, name: str, width: int, scheme: str
) -> None:
    house.window.emulate_media(color_scheme=scheme)
    house.window.set_viewport_size({"width": width, "height": 740})
    house.open(pages.components(name))
    axe = Axe().run(house.window).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in axe] == []
    assert house.window.evaluate("document.documentElement.scrollWidth") == width


LETTERS = """() => [...document.querySelectorAll("svg.ct-draw text")].filter(t => t.getClientRects().length).map(t => {
  const svg = t.closest("svg.ct-draw"), scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return parseFloat(getComputedStyle(t).fontSize) * scale;
})"""


@pytest.mark.parametrize("width", [320, 360, 465, 640, 768, 939, 1000, 1280])
def test_one_form_of_each_drawing_is_shown_and_its_letters_can_be_read(house: House, width: int) -> None:
    house.window.set_viewport_size({"width": width, "height": 740})
    house.open(pages.components("dibujos"))
    sizes = house.window.evaluate(LETTERS)
    assert len(sizes) > 100
    assert min(sizes) >= 11.4
    shown = house.window.evaluate(
        """() => [...document.querySelectorAll(".ct-figure:has(.ct-draw)")].map(
            f => [...f.querySelectorAll(".ct-draw")].filter(d => d.getClientRects().length).length)"""
    )
    assert set(shown) == {1}


def test_all_entries_are_in_sight_at_a_phone(house: House) -> None:
    house.open(pages.components())
    nav = house.window.locator("header .ct-nav li a")
    assert nav.count() == 5
    for n in range(5):
        box = nav.nth(n).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_the_next_step_stands_above_the_story_at_a_phone_and_beside_it_at_a_desk(house: House) -> None:
    def top(query: str) -> float:
        box = house.window.locator(query).bounding_box()
        assert box is not None
        return box["y"]

    house.open(pages.components())
    assert top(".ct-next") < top(".ct-content") < top(".ct-side")
    house.window.set_viewport_size({"width": 1280, "height": 740})
    assert top(".ct-next") == top(".ct-content")


def test_a_deadline_never_breaks_over_two_lines(house: House) -> None:
    house.open(pages.components())
    heights = house.window.eval_on_selector_all("time.ct-tag", "all => all.map(one => one.offsetHeight)")
    assert len(heights) > 8
    assert max(heights) < 32


@pytest.mark.parametrize("way", ["link", "keys"])
def test_the_way_out_leaves_at_once_locks_and_does_not_come_back(house: House, way: str) -> None:
    frame = {"organisation": "Casa", "sign_out_url": "/salir", "idle_seconds": 900, "lock_url": "/bloquear"}
    house.open(page("<p>Persona B</p>", **frame))
    house.open(page("<p>Persona C</p>", **frame), "/caso")
    if way == "link":
        house.window.click("[data-ct-exit]")
    else:
        for _press in range(3):
            house.window.keyboard.press("Shift")
    house.window.wait_for_url(AWAY)
    assert "T0KEN" in house.posts("/bloquear")[0]
    house.window.go_back()
    assert house.window.url == HOUSE + "/"


def test_two_shifts_or_shifts_while_typing_do_not_leave(house: House) -> None:
    house.open(page("<input aria-label='x' id='x'>"))
    for key in ("Shift", "Shift", "a", "Shift"):
        house.window.press("#x", key)
    assert house.window.url == HOUSE + "/"


def test_without_scripts_the_way_out_is_a_link_and_the_rest_is_usable(chromium: Browser, settings) -> None:
    settings.QUICK_EXIT_URL, settings.STATIC_URL = AWAY, "/static/"
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    house = House(context.new_page())
    house.open(pages.components())
    window = house.window
    assert not window.locator("[data-ct-show]").first.is_visible()
    assert not window.locator("[data-ct-print]").is_visible()
    window.click(".ct-menu > summary")
    assert window.get_by_role("button", name="Cerrar sesión").is_visible()
    window.click("[data-ct-exit]")
    assert window.url == AWAY
    context.close()


def test_a_form_is_sent_once_with_the_button_that_was_pressed(house: House) -> None:
    source = (
        '{% post_form action="/guardar" %}{% button "Guardar" name="do" value="save" %}{% endpost_form %}'
    )
    house.open(page(source))
    house.window.evaluate(
        "document.addEventListener('submit', e => setTimeout(() => e.target.requestSubmit()))"
    )
    house.window.click("text=Guardar")
    house.window.wait_for_url(HOUSE + "/guardar")
    assert house.posts("/guardar") == ["csrfmiddlewaretoken=T0KEN&do=save"]


def test_characters_are_counted_and_passwords_shown(house: House) -> None:
    house.open(pages.components())
    window = house.window
    story, words = window.locator("#id_a-story"), window.locator("#id_a-story_count")
    assert words.inner_text() == "Quedan 300 caracteres"
    story.fill("ñ" * 299)
    assert words.inner_text() == "Queda 1 carácter"
    story.fill("ñ" * 302)
    assert words.inner_text() == "Sobran 2 caracteres"
    show = window.locator("[data-ct-show='id_a-password']")
    show.click()
    assert window.locator("#id_a-password").get_attribute("type") == "text"
    assert show.inner_text() == "Ocultar"
    show.click()
    assert window.locator("#id_a-password").get_attribute("type") == "password"


def test_a_file_that_is_too_large_is_refused_before_it_travels(house: House) -> None:
    house.open(pages.components())
    box, words = house.window.locator("#id_a-file"), house.window.locator("#id_a-file-too-big")
    for size, expected in [(1 << 20, 0), ((1 << 20) + 1, 1), ((1 << 20) + 2, 1), (5, 0)]:
        box.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"a" * size})
        assert words.count() == expected
        assert box.evaluate("box => box.files.length") == 1 - expected
        assert words.all_inner_texts() == ["El archivo pesa más de 1 MB."] * expected


def test_a_draft_is_sent_when_something_changed_and_only_then(house: House) -> None:
    house.window.clock.install()
    source = (
        '{% post_form draft="registro-3" %}<label>Qué<input name="what"></label>'
        '<label>Archivo<input type="file" name="file"></label>{% endpost_form %}'
    )
    house.open(page(source, draft_url="/borrador"))
    house.window.clock.run_for(11_000)
    assert house.posts("/borrador") == []
    house.window.fill("[name=what]", "Llegó por la línea")
    with house.window.expect_response("**/borrador"):
        house.window.clock.run_for(6_000)
    house.window.get_by_text("Borrador guardado").wait_for()
    house.window.clock.run_for(11_000)
    (sent,) = house.posts("/borrador")
    assert "Llegó por la línea" in sent
    assert "registro-3" in sent
    assert 'name="file"' not in sent


def test_idleness_keeps_the_draft_and_locks_the_screen(house: House) -> None:
    house.window.clock.install()
    field = '<label>Qué<input name="what"></label>'
    source = '{% post_form draft="d" %}' + field + "{% endpost_form %}"
    urls = {"lock_url": "/bloquear", "draft_url": "/borrador"}
    house.open(page(source, organisation="Casa", idle_seconds=3, **urls))
    house.window.fill("[name=what]", "a medias")
    house.window.clock.run_for(1_000)
    house.window.keyboard.press("Tab")
    house.window.clock.run_for(2_000)
    assert house.posts("/bloquear") == []
    with house.window.expect_response("**/bloquear"):
        house.window.clock.run_for(1_500)
    paths = [r.url for r in house.asked if r.method == "POST"]
    assert paths == [HOUSE + "/borrador", HOUSE + "/bloquear"]
    assert "a medias" in house.posts("/borrador")[0]


def test_the_page_for_a_missing_database_asks_again(house: House) -> None:
    house.window.clock.install()
    house.open(render_to_string("ui/unavailable.html"))
    house.pages["/"] = "<title>De nuevo</title>"
    house.window.clock.run_for(16_000)
    house.window.wait_for_function("document.title === 'De nuevo'")


def test_what_changes_by_itself_is_taken_anew_until_its_page_is_another(house: House) -> None:
    house.window.clock.install()
    source = '<h1>Puerta</h1><div id="dibujo" data-ct-renew="30"><p>{}</p></div>'
    house.open(page(source.format("uno"), organisation="Casa"))
    house.pages["/"] = page(source.format("dos"), organisation="Casa")
    house.window.clock.run_for(29_000)
    assert house.window.inner_text("#dibujo") == "uno"
    house.window.clock.run_for(2_000)
    house.window.wait_for_function("document.getElementById('dibujo').textContent === 'dos'")
    house.pages["/"] = "<title>Ya cerró</title>"
    house.window.clock.run_for(31_000)
    house.window.wait_for_function("document.title === 'Ya cerró'")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_rows_of_a_list_are_walked_with_the_keyboard(house: House, width: int) -> None:
    house.window.set_viewport_size({"width": width, "height": 740})
    columns = (
        Column[str](name="name", label="Nombre", value=str, cell=lambda row: cells.linked(row, f"/{row}")),
        Column[str](name="other", label="Otro", value=lambda _row: ""),
    )
    rows = table("Lista", columns, ("una", "dos", "tres"))
    house.open(
        page(
            '<h1>Lista</h1><label for="n">N</label><input id="n">{% autoescape off %}'
            + rows
            + "{% endautoescape %}"
        )
    )
    there = "document.activeElement.textContent"
    for key, name in (
        ("j", "una"),
        ("j", "dos"),
        ("ArrowDown", "tres"),
        ("j", "tres"),
        ("k", "dos"),
        ("ArrowUp", "una"),
    ):
        house.window.keyboard.press(key)
        assert house.window.evaluate(there) == name, key
    row = house.window.locator("tbody tr").first
    assert row.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert Axe().run(house.window).response["violations"] == []
    house.window.focus("#n")
    house.window.keyboard.press("j")
    assert house.window.input_value("#n") == "j"
    house.window.locator("tbody a").nth(1).focus()
    house.window.keyboard.press("Enter")
    house.window.wait_for_url("**/dos")
