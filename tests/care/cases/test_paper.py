"""The summary for paper: page and PDF say the same, to the same people, and both leave a trace."""

import html
import re

import pytest
from page_tools import browser, on_file
from reading import reader, says

from cast import Cast
from contratrata.care.cases.file.questions import FILE
from contratrata.ground.audit.public import Entry
from contratrata.ground.base.scope import acting


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def test_the_pdf_says_what_the_page_says_and_its_name_is_the_code(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    page = ana.get(f"/casos/{case.id}/imprimir/").content.decode()
    answer = ana.get(f"/casos/{case.id}/imprimir.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{case.code}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    main = re.sub(
        r'<p class="ct-noprint">.*?</p>|<div class="ct-noprint">.*?</div>',
        "",
        page[page.index("<h1") : page.index("</main>")],
        flags=re.S,
    )
    texts = [" ".join(html.unescape(text).split()) for text in re.findall(r">([^<]+)<", main)]
    wanted = [text.strip(" .:") for text in texts if text.strip(" .:·")]
    assert len(wanted) > 20
    missing = [text for text in wanted if not says(answer.content, text) and "Papel confidencial" not in text]
    assert missing == []
    assert says(answer.content, "Papel confidencial")
    assert reader(answer.content).metadata.title == case.code


def test_a_colleague_and_a_stranger_get_what_does_not_exist_and_it_leaves_a_trace(cast: Cast) -> None:
    case = on_file(cast.ana)
    address = f"/casos/{case.id}/imprimir.pdf"
    for who in (cast.carla, cast.diana, cast.irma, cast.hilda):
        assert browser(who).get(address).status_code == 404
    browser(cast.ana).get(address)
    with acting(cast.beatriz.scope):
        assert [one.subject_id for one in Entry.objects.filter(event="case.printed")] == [case.id]


def test_the_blank_form_is_found_where_one_begins_and_asks_what_the_file_asks(cast: Cast) -> None:
    ana = browser(cast.ana)
    address = "/casos/registrar/hoja-en-blanco.pdf"
    for page in ("/casos/", "/casos/registrar/"):
        assert f'href="{address}"' in ana.get(page).content.decode()
    answer = ana.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert [fact.name for fact in FILE.facts if not says(answer.content, str(fact.label))] == [
        "vulnerability"
    ]
    assert says(answer.content, "Papel confidencial")
    assert browser(cast.hilda).get(address).status_code == 404
