"""The ficha of a practice: PDF/UA by an outside checker, two pages at most, in both languages, for who may read it."""

import io
from collections.abc import Iterator
from typing import Any

import page
import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from cast import Cast, Player
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import TranslatedText
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.paper import public as paper
from contratrata.knowledge.practices import operations
from contratrata.knowledge.practices.ficha import ficha
from contratrata.knowledge.practices.models import PRACTICES, QUESTIONS, Practice, Published
from nouns import values_for
from reviewing import public_page, review_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    with translation.override("es"):
        yield


def published(cast: Cast, **changed: Any) -> Practice:
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro") | changed)
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    for player, level in ((cast.diana, "4"), (cast.gloria, "1")):
        with acting(player.scope):
            operations.review(row.id, values=review_of("accept", level), read_version=1)
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, row.id, expected_version=1)
    return row


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def words(content: bytes) -> str:
    return "".join(
        "".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(content)).pages
    ).casefold()


def faults(content: bytes) -> list[str]:
    """What an independent checker of PDF/UA-1 says against it."""
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert report.rules.total > 100
    return [str(one) for one in report.failures]


def brimful() -> dict[str, Any]:
    """Every text as long as it may be, in paragraphs, and one word that never ends."""
    values: dict[str, Any] = {}
    for fact in QUESTIONS.facts:
        if isinstance(fact.kind, TranslatedText):
            line = f"{fact.name} cuenta lo que cambió con guardia de noche y acuerdo escrito. "
            text = (f"{line * 4}\n\n" * 40 if fact.kind.rows else line * 40)[: fact.kind.most - 60].strip()
            values[fact.name] = Translated.of({"es": f"{text} {'m' * 50}"})
    return values


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_passes_an_outside_checker_and_says_what_a_minister_asks(cast: Cast, language: str) -> None:
    row = published(cast)
    answer = Client().get(f"/{language}/practicas/{row.id}/ficha.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert not answer.cookies
    assert faults(answer.content) == []
    pdf_reader = PdfReader(io.BytesIO(answer.content))
    assert str(pdf_reader.root_object["/Lang"]).startswith(language)
    values = words(answer.content)
    expected = {
        "es": ("Faro(ficticia)", "Quéproblemaresuelve", "Cómofunciona", "Eficacia", "Costodeunaño"),
        "en": ("Faro(fictitious)", "Whatproblemitsolves", "Effectiveness", "Costofayear"),
    }
    for word in expected[language]:
        assert word.casefold() in values, word
    address = public_page(row.id, language)
    assert address.replace("-", "") in values.replace("-", "").replace("\u200b", "")  # lines break there
    assert "casarefugio" not in values  # who judged and who wrote is not told
    links = [one.get_object()["/A"]["/URI"] for p in pdf_reader.pages for one in p.get("/Annots", [])]
    assert any(str(link).endswith(address) for link in links)


def test_the_checker_sees_what_is_wrong(cast: Cast) -> None:
    whole = ficha(Published.objects.get(row_id=published(cast).id))
    assert faults(whole.replace(b"/MarkInfo", b"/MarkInfx").replace(b"pdfuaid:part", b"pdfuaid:parx"))


def test_whatever_is_written_fits_on_two_pages_and_says_what_is_left_out(cast: Cast) -> None:
    row = published(cast, **brimful())
    content = ficha(Published.objects.get(row_id=row.id))
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert "sigueensupágina" in words(content)
    assert faults(content) == []


def test_members_read_theirs_marked_as_no_publication_and_nobody_else(cast: Cast) -> None:
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
    url = f"/practicas/{row.id}/ficha.pdf"
    answer = browser(cast.diana).get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "textodetrabajo" in words(answer.content)
    assert faults(answer.content) == []
    assert browser(cast.julia).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    assert Client().get(f"/es{url}").status_code == 404


def test_what_anybody_takes_away_is_made_once_until_another_is_published(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = published(cast)
    made: list[str] = []
    real = paper.render

    def counted(template: str, *args: Any, **kwargs: Any) -> bytes:
        made.append(template)
        return real(template, *args, **kwargs)

    monkeypatch.setattr("contratrata.knowledge.practices.ficha.render", counted)
    url = f"/es/practicas/{row.id}/ficha.pdf"
    first = Client().get(url)
    for n in range(3):
        again = Client().get(url, {"x": n})
        assert (again.content, again["Content-Type"]) == (first.content, "application/pdf")
        assert again["Content-Disposition"] == first["Content-Disposition"]
    assert len(made) == 1
    word = [Client().get(f"/es/practicas/{row.id}/practica.docx") for _again in range(2)]
    assert word[0].content == word[1].content
    assert word[1]["Content-Disposition"].endswith('.docx"')
    with acting(cast.gloria.scope):
        nouns.take_back(PRACTICES, row.id, reason="Algo no debía leerse", public="doubts")
    assert Client().get(url).status_code == 404
    assert Client().get(f"/es/practicas/{row.id}/practica.docx").status_code == 404
