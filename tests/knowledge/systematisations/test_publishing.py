"""Published: a page, paper that an outside checker passes, Word; practices, tasks and messages once; taken back."""

import datetime as dt
import io

import docx
import page as pdf_page
import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import TranslatedText
from contratrata.ground.notices.models import Notice
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.lessons.models import LESSONS
from contratrata.knowledge.lessons.models import Published as PublishedLesson
from contratrata.knowledge.practices.models import MOVES as PRACTICE_MOVES
from contratrata.knowledge.practices.models import PRACTICES, Practice
from contratrata.knowledge.systematisations import outcomes, parts
from contratrata.knowledge.systematisations.models import (
    MOVES,
    SYSTEMATISATIONS,
    TASKS,
    Outcome,
    Published,
    Task,
)
from contratrata.knowledge.systematisations.papers import publication
from contratrata.knowledge.systematisations.published import open_document
from contratrata.knowledge.systematisations.states import SystematisationState as S
from contratrata.knowledge.systematisations.waiting import follow_ups
from systematising import begun, both, part_values, published, validated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
SITE = "/es/sistematizaciones/1/"


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def words(content: bytes) -> str:
    return "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(content)).pages)


def faults(content: bytes) -> list[str]:
    """What an independent checker of PDF/UA-1 says against it."""
    report = pdf_page.validate_pdf_bytes(content, profile=pdf_page.ValidationProfile.PDF_UA_1)
    assert report.rules.total > 100
    return [str(one) for one in report.failures]


def test_publishing_passes_on_each_thing_once_to_whom_it_concerns(cast: Cast) -> None:
    row = begun(cast)
    theirs = part_values("experience", "Suya") | {"presented_by": cast.horizonte.id}
    with acting(cast.flor.scope):
        parts.add(row.id, "experience", values=theirs)
        parts.add(row.id, "experience", values=part_values("experience", "Otra") | {"is_practice": False})
        for kind in ("recommendation", "message", "lesson"):
            parts.add(row.id, kind, values=part_values(kind, kind.title()))
    validated(cast, row)
    with acting(cast.flor.scope), pytest.raises(NotAllowed):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
    with acting(cast.gloria.scope):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
        practice, task, message = Practice.objects.get(), Task.objects.get(), PublishedLesson.objects.get()
        assert (practice.organisation_id, PRACTICES.title(practice)) == (cast.horizonte.id, "Suya (ficticia)")
        assert PRACTICE_MOVES.of(practice.id).first() is None  # a draft, nobody judged it
        assert (task.organisation_id, TASKS.title(task)) == (cast.refugio.id, "Recommendation (ficticia)")
        assert message.evidence.text("es") == "De la sistematización «Ciclo (ficticio)»."  # type: ignore[attr-defined]
        key = ties.key_of("systematisation", row.id)
        assert message.tie.startswith(key)  # type: ignore[attr-defined]
        assert task.source.startswith(key)  # type: ignore[attr-defined]
        assert LESSONS.rows().get(id=message.row_id).organisation_id == cast.refugio.id
        assert Outcome.objects.count() == 3
    assert "De dónde sale" in browser(cast.diana).get(f"/practicas/{practice.id}/").content.decode()
    assert f'href="{SITE}"' in Client().get(f"/es/lecciones/{message.row_id}/").content.decode()
    # Written on and published again: nothing is made twice, what is new is made.
    with acting(cast.flor.scope):
        parts.add(row.id, "recommendation", values=part_values("recommendation", "Segunda"))
    validated(cast, row)
    with acting(cast.gloria.scope):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
        assert (Practice.objects.count(), Task.objects.count(), PublishedLesson.objects.count()) == (1, 2, 1)
        assert Published.objects.get().number == 1  # its address lasts


@pytest.mark.parametrize("language", ["es", "en"])
def test_its_page_says_everything_and_names_no_organisation(cast: Cast, language: str) -> None:
    published(cast)
    url = SITE.replace("/es/", f"/{language}/")
    answer = Client().get(url)
    html = answer.content.decode()
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    end = {"es": "(ficticia)", "en": "(fictitious)"}[language]
    for kind in ("Experience", "Lesson", "Recommendation", "Message", "Agreement"):
        assert f"{kind} {end}" in html, kind
    assert cast.refugio.name not in html
    assert {"es": "La leyó y validó 1 persona", "en": "1 person who took part"}[language] in html
    assert f"{url}</loc>" in Client().get("/sitemap.xml").content.decode()
    assert url in Client().get(f"/{language}/").content.decode()
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("language", ["es", "en"])
def test_its_paper_passes_an_outside_checker(cast: Cast, language: str) -> None:
    published(cast, notice=both("Documento de ejemplo (ficticio)"))
    answer = Client().get(SITE.replace("/es/", f"/{language}/") + "publicacion.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert faults(answer.content) == []
    reader = PdfReader(io.BytesIO(answer.content))
    assert str(reader.root_object["/Lang"]).startswith(language)
    text = words(answer.content)
    contents = {"es": ("Enunapágina", "Cómolosabemos".upper()), "en": ("Ononepage", "Howweknow".upper())}
    for word in (*contents[language], "Message", "Documentodeejemplo" if language == "es" else "(en)"):
        assert word in text, word
    assert "CasaRefugio" not in text


def test_whatever_is_written_fits_on_its_paper(cast: Cast) -> None:
    def brim(kind: str) -> dict[str, object]:
        line = "Cuenta lo que cambió con guardia de noche y acuerdo escrito. "
        full = {
            fact.name: both((line * 80)[: fact.kind.most - 60] + " " + "m" * 50, "x")
            for fact in parts.facts_of(kind) if isinstance(fact.kind, TranslatedText)
        }  # fmt: skip
        return part_values(kind, "Faro") | full

    row = begun(
        cast, name=both("N" * 60 + " " + ("palabra " * 15).strip()), subtitle=both(("largo " * 31).strip())
    )
    with acting(cast.flor.scope):
        for kind in ("experience", "lesson", "recommendation", "message", "agreement"):
            for _n in range(7):
                parts.add(row.id, kind, values=brim(kind))
    validated(cast, row)
    with acting(cast.gloria.scope):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
    with translation.override("es"):
        content = publication(open_document(Published.objects.get()))
    assert faults(content) == []


def test_in_word_it_has_headings_and_a_table_whose_head_is_read_out(cast: Cast) -> None:
    published(cast)
    document = docx.Document(io.BytesIO(Client().get(f"{SITE}publicacion.docx").content))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == ["En una página", "Experiencias presentadas", "Lecciones aprendidas", "Recomendaciones",
                        "Mensajes clave", "Acuerdos", "Créditos"]  # fmt: skip
    table = document.tables[0]
    assert table.cell(1, 0).text == "Recommendation (ficticia)"
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert document.core_properties.title == "Ciclo (ficticio)"


def test_a_draft_is_paper_for_members_alone_and_says_so(cast: Cast) -> None:
    row = begun(cast)
    url = f"/sistematizaciones/{row.id}/publicacion.pdf"
    answer = browser(cast.diana).get(url)
    assert answer["Cache-Control"] == "no-store"
    assert "Borradordetrabajo" in words(answer.content)
    assert faults(answer.content) == []
    assert browser(cast.julia).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    for end in ("", "publicacion.pdf", "publicacion.docx"):
        assert Client().get(f"{SITE}{end}").status_code == 404


def test_taken_back_its_address_says_so_and_gives_nothing_away(cast: Cast) -> None:
    row = published(cast)
    with acting(cast.gloria.scope):
        nouns.take_back(SYSTEMATISATIONS, row.id, reason="Decía mal (ficticio)", public="wrong")
        assert MOVES.state(MOVES.of(row.id).first()) == S.WITHDRAWN
    html = Client().get(SITE).content.decode()
    assert "Decía algo que resultó no ser así." in html
    assert "Ciclo (ficticio)" in html
    assert "Lesson (ficticia)" not in html
    assert "Decía mal" not in html
    assert "Ciclo (ficticio)" not in Client().get("/es/sistematizaciones/").content.decode()
    assert Client().get(f"{SITE}publicacion.pdf").status_code == 404
    with acting(cast.flor.scope):
        assert Task.objects.count() == 1  # what came of it stays with whom it concerns


def test_how_a_recommendation_goes_is_asked_after_three_and_six_months_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(cast)
    began = clock.today()

    def on(day: dt.date) -> int:
        moment = dt.datetime.combine(day, dt.time(18), dt.UTC)
        monkeypatch.setattr(clock, "today", lambda: day)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return outcomes.ask_how_it_goes()

    def waits() -> int:
        with acting(cast.flor.scope):
            return len(follow_ups(cast.flor.scope, most=9))

    third, sixth = clock.month_later(began, 3), clock.month_later(began, 6)
    assert (on(third - dt.timedelta(days=1)), waits()) == (0, 0)
    assert (on(third), waits()) == (1, 1)
    assert on(third) == 0
    with acting(cast.flor.scope):
        task = Task.objects.get()
        on(third + dt.timedelta(days=1))
        nouns.change(TASKS, task.id, values={"words": "Hay borrador (ficticio)"}, expected_version=1)
    assert waits() == 0
    assert (on(sixth), waits()) == (1, 1)
    assert on(sixth + dt.timedelta(days=400)) == 0
    with acting(cast.flor.scope):
        with pytest.raises(DomainError) as refused:
            nouns.change(TASKS, task.id, values={"state": "dropped", "words": ""}, expected_version=2)
        assert refused.value.field == "words"
        nouns.change(TASKS, task.id, values={"state": "dropped"}, expected_version=2)
        kinds = list(Notice.objects.filter(kind__endswith="follow_up").values_list("kind", flat=True))
    assert waits() == 0
    assert kinds == ["systematisation.follow_up"] * 2


def test_what_waits_stands_at_the_home_of_the_knowledge(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published(cast)
    later = clock.month_later(clock.today(), 3)
    monkeypatch.setattr(clock, "today", lambda: later)
    outcomes.ask_how_it_goes()
    with acting(cast.flor.scope):
        Task.objects.update(asked_at=clock.now() + dt.timedelta(seconds=5))
    html = browser(cast.flor).get("/conocimiento/").content.decode()
    assert "Recommendation (ficticia)" in html
    assert "Contar cómo va" in html
