"""The page around everything: what it says, what it must never hold."""

import re
from html.parser import HTMLParser

import pages
import pytest
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from contratrata.ground.base.areas import Area
from contratrata.ground.ui.frame import Door, Frame
from contratrata.ground.ui.parts import Column, Event, Line, NavItem, Row, Seen, Table
from contratrata.ground.ui.views import component_page


@pytest.fixture(autouse=True)
def _shown(settings):
    settings.QUICK_EXIT_URL = "https://neutral.example/"
    with translation.override("es"):
        yield


def tag(source: str, **context: object) -> str:
    return Template("{% load ct %}" + source).render(Context(context)).strip()


def test_the_component_page_is_not_for_production(settings) -> None:
    settings.COMPONENT_PAGE = settings.DEBUG = False
    with pytest.raises(Http404):
        component_page(pages.request())


def test_a_page_of_components_that_nobody_registered_is_not_there() -> None:
    with pytest.raises(Http404):
        component_page(pages.request(), "nada")


@pytest.mark.parametrize("name", pages.ALL)
def test_no_inline_script_or_style(name: str) -> None:
    page = pages.components(name)
    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []


def test_the_one_outside_address_is_the_way_out() -> None:
    page = pages.components()
    assert re.findall(r'(?:href|src|action)="(https?:[^"]*|//[^"]*)"', page) == ["https://neutral.example/"]


@pytest.mark.parametrize("name", pages.ALL)
def test_every_id_is_given_once_and_every_reference_leads_somewhere(name: str) -> None:
    class Ids(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.given: list[str] = []
            self.asked: list[str] = []

        def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
            result = {name: value or "" for name, value in attrs}
            self.given += [result["id"]] if "id" in result else []
            self.asked += [*result.get("aria-describedby", "").split(), result.get("for", "")]
            self.asked += result.get("aria-labelledby", "").split()
            self.asked += re.findall(r"url\(#([^)]+)\)", result.get("fill", ""))
            self.asked += [result["href"][1:]] if result.get("href", "").startswith("#") else []

    ids = Ids()
    ids.feed(pages.components(name))
    assert len(ids.given) == len(set(ids.given))
    assert {asked for asked in ids.asked if asked} <= set(ids.given)


def test_the_page_names_who_acts_and_where_she_is() -> None:
    page = pages.components()
    assert "Casa Refugio (ficticia)" in page
    assert "Modo de formación: datos ficticios" in page
    nav = page[page.index('<nav class="ct-nav') : page.index("</nav>")]
    assert re.findall(r'aria-current="page">(\w+)', nav) == ["Hoy"]
    assert re.findall(r'">([A-ZÁ][^<\n]+)', nav) == [
        "Hoy",
        "Casos",
        "Derivaciones",
        "Quién puede ayudar",
        "Aprender",
        "Ayuda",
    ]


def test_the_real_realm_has_no_training_strip() -> None:
    page = render_to_string("ui/page.html", {"frame": Frame(organisation="Casa", training=False)})
    assert "Modo de formación" not in page


@pytest.mark.parametrize(
    ("labels", "folds", "many"),
    [
        (["Hoy", "Casos", "Derivaciones"], False, False),
        (["Red", "Organizaciones", "Quién puede ayudar"], True, False),
        (["E1", "E2", "E3", "E4", "E5", "E6"], False, False),
        (["Hoy", "Equipo", "Casos", "Agenda", "Albergue", "Reportería"], True, False),
        (["Hoy", "Equipo", "Casos", "Agenda", "Albergue", "Reportería", "Rastro"], True, True),
    ],
)
def test_a_long_menu_folds_and_every_entry_is_on_the_page(labels: list[str], folds: bool, many: bool) -> None:
    items = [NavItem(label, f"/{n}", count=(n == 4 and 7) or 0) for n, label in enumerate(labels)]
    page = render_to_string("ui/parts/navigation.html", {"navigation": items, "frame": Frame()})
    assert re.findall(r'<a href="/\d">([^<\n]+)', page) == labels
    assert ("ct-nav--some" in page, "<details" in page, "ct-nav--many" in page) == (folds, folds, many)
    under_more = page.partition("<summary>")[2].partition("</summary>")[0]
    assert ("ct-count" in under_more) == (folds and len(labels) > 4)


def test_the_word_of_the_area_stands_in_the_bar_and_at_the_foot() -> None:
    for area in Area:
        page = render_to_string("ui/page.html", {"frame": Frame(area=area)})
        bar, foot = page.partition("</header>")[0], page.partition("<footer")[2]
        assert f"ct-bar ct-bar--{area.value}" in bar
        assert f"</svg>{area.words}</span>" in bar
        assert str(area.foot) in foot
        others = [str(other.words) for other in Area if other != area]
        assert not [words for words in others if words in page]


def test_a_door_leads_to_the_other_area() -> None:
    frame = Frame(organisation="Casa", area=Area.CASES, doors=[Door(Area.NETWORK, "/red/")])
    page = render_to_string("ui/page.html", {"frame": frame})
    assert '<a class="ct-door ct-door--network" href="/red/">Ir a la red</a>' in page


@pytest.mark.parametrize("name", ["ui/plain.html", "ui/unavailable.html"])
def test_error_pages_need_no_context(name: str) -> None:
    page = render_to_string(name)
    assert '<html lang="es">' in page
    assert "https://neutral.example/" in page
    assert "<form" not in page


def test_untouched_blocks_leave_no_trace() -> None:
    page = render_to_string("ui/page.html", {"frame": Frame()})
    assert "<aside" not in page
    assert "<h1" not in page
    assert "ct-cols--side" not in page


def test_robots_and_referrers_are_turned_away() -> None:
    page = render_to_string("ui/plain.html")
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert '<meta name="referrer" content="same-origin">' in page


def test_a_withheld_name_is_said_to_be_withheld() -> None:
    assert tag("{% name_line name code %}", name=None, code="GT-1") == (
        '<span class="ct-name--hidden">Nombre reservado</span> <span class="ct-code">GT-1</span>'
    )
    assert "Ana &lt;b&gt;" in tag("{% name_line name code %}", name="Ana <b>", code="GT-1")


def test_what_is_not_shared_is_said_and_what_is_empty_too() -> None:
    assert "No se comparte" in tag("{% sheet 'T' rows %}", rows=[Seen("Salud")])
    assert "No se comparte" not in tag("{% sheet 'T' rows %}", rows=[Seen("Salud", "0")])
    assert "Sin dato" in tag("{% summary_list rows %}", rows=[Row("Tel", "")])
    assert "Sin dato" not in tag("{% summary_list rows %}", rows=[Row("Hijos", 0)])


def test_a_table_says_each_cells_heading_for_the_cards() -> None:
    table = Table(
        "Plazas", (Column("Quién"), Column("País"), Column("Libres", number=True)), [Line(("A", "CR", 4))]
    )
    page = tag("{% data_table t %}", t=table)
    assert re.findall(r'data-label="(\w+)"', page) == ["País", "Libres"]
    assert '<th scope="row">A</th>' in page


def test_a_table_whose_cells_do_not_match_its_columns_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        tag("{% data_table t %}", t=Table("P", (Column("A"), Column("B")), [Line(("1",))]))


def test_a_timeline_escapes_what_people_wrote() -> None:
    page = tag("{% timeline e %}", e=[Event("hoy", "<script>x</script>", "Ana", "now")])
    assert "<script" not in page
    assert '<li class="is-now">' in page


def test_blocks_of_text_escape_variables() -> None:
    page = tag("{% sentence %}<b>{{ who }}</b>{% endsentence %}", who="<i>x</i>")
    assert page == '<div class="ct-sentence"><b>&lt;i&gt;x&lt;/i&gt;</b></div>'


def test_work_under_way_asks_again_until_it_is_done() -> None:
    assert 'hx-get="/j/1"' in tag("{% progress 'Importa' 1 4 url='/j/1' %}")
    assert "hx-get" not in tag("{% progress 'Importa' 4 4 url='/j/1' done=True %}")
