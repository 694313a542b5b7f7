"""Several write one systematisation: who writes another part never meets anybody, of one part both texts are shown."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import trail
from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.doubts import Doubt, meaning
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Structured, TranslatedText
from contratrata.ground.nouns.coedited import FRESH
from contratrata.ground.nouns.public import coediting, ties
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.vault import public as vault
from contratrata.knowledge.systematisations import gathering, parts, validating
from contratrata.knowledge.systematisations.models import (
    COEDITED,
    MOVES,
    SYSTEMATISATIONS,
    EarlierText,
    Editor,
    Part,
    Systematisation,
)
from contratrata.knowledge.systematisations.states import SystematisationState as S
from planning import a_session, an_event, words
from systematising import begun, both, part_values, published, sent, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


@pytest.fixture
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def lesson(cast: Cast, row: Systematisation, word: str = "Hilo") -> Part:
    with acting(cast.flor.scope):
        return parts.add(row.id, "lesson", values=part_values("lesson", word))


def fields_of(kind: str, word: str) -> dict[str, Any]:
    """What the form of a part sends."""
    sent_fields: dict[str, Any] = {}
    values = part_values(kind, word)
    for fact in parts.facts_of(kind):
        sent_fields |= fact.kind.to_fields(fact, values.get(fact.name, fact.kind.empty))
    return sent_fields


def test_who_writes_another_part_meets_nobody_and_of_one_part_both_texts_are_shown(cast: Cast) -> None:
    row = begun(cast)
    first, other = lesson(cast, row), lesson(cast, row, "Sala")
    url = f"/sistematizaciones/{row.id}/partes"
    flor, beatriz = browser(cast.flor), browser(cast.beatriz)
    assert (
        flor.post(f"{url}/{first.id}/cambiar/", {**fields_of("lesson", "Puente"), "version": "1"}).status_code
        == 302
    )
    answer = beatriz.post(f"{url}/{other.id}/cambiar/", {**fields_of("lesson", "Muelle"), "version": "1"})
    assert answer.status_code == 302  # another part: nothing to ask
    second = beatriz.post(f"{url}/{first.id}/cambiar/", {**fields_of("lesson", "Farol"), "version": "1"})
    assert second.status_code == 200
    assert "Puente (ficticia)" in second.content.decode()
    assert "Farol (ficticia)" in second.content.decode()
    with acting(cast.flor.scope), pytest.raises(Conflict):
        parts.change(first.id, values=part_values("lesson", "Farol"), expected_version=1)
    again = beatriz.post(f"{url}/{first.id}/cambiar/", {**fields_of("lesson", "Farol"), "version": "2"})
    assert again.status_code == 302
    with acting(cast.flor.scope):
        assert parts.read(Part.objects.get(id=first.id)).title == "Farol (ficticia)"
        assert SYSTEMATISATIONS.rows().get(id=row.id).version == 1  # the cover stands untouched


def test_the_same_sending_twice_writes_one_part_and_the_summary_is_one(cast: Cast) -> None:
    row = begun(cast)
    url, token = f"/sistematizaciones/{row.id}/partes/nueva/lesson/", str(uuid.uuid4())
    for _again in range(2):
        assert browser(cast.flor).post(url, {**fields_of("lesson", "Hilo"), "once": token}).status_code == 302
    with acting(cast.flor.scope):
        assert Part.objects.filter(kind="lesson").count() == 1
        with pytest.raises(WrongState):
            parts.add(row.id, "summary", values=part_values("summary", "Otro"))


def test_another_organisation_writes_when_asked_and_decides_nothing(cast: Cast) -> None:
    row = begun(cast)
    part = lesson(cast, row)
    with acting(cast.diana.scope), pytest.raises(NotAllowed):
        parts.change(part.id, values=part_values("lesson", "Suya"), expected_version=1)
    assert (
        browser(cast.diana).get(f"/sistematizaciones/{row.id}/partes/{part.id}/cambiar/").status_code == 404
    )
    with acting(cast.flor.scope):
        editor = coediting.invite(SYSTEMATISATIONS, row.id, editor_id=cast.horizonte.id)
    with acting(cast.diana.scope):
        parts.change(part.id, values=part_values("lesson", "Suya"), expected_version=1)
        added = parts.add(row.id, "lesson", values=part_values("lesson", "Nueva"))
        assert added.organisation_id == cast.refugio.id
        nouns.change(SYSTEMATISATIONS, row.id, values={"sort": "workshop"}, expected_version=1)
        with pytest.raises(NotAllowed):
            validating.send(row.id, until=clock.today() + dt.timedelta(days=7), addresses=["a@b.example"],
                            expected_version=2)  # fmt: skip
        coediting.end(SYSTEMATISATIONS, row.id, editor.id)
        with pytest.raises(NotAllowed):
            parts.change(added.id, values=part_values("lesson", "Tarde"), expected_version=1)


def test_who_types_in_a_part_is_told_to_the_others_for_two_minutes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begun(cast)
    part, other = lesson(cast, row), lesson(cast, row, "Sala")
    with acting(cast.flor.scope):
        vault.drafts.keep(f"page:/sistematizaciones/{row.id}/partes/{part.id}/cambiar/", {"why_es": ["a"]})
        assert COEDITED.writing_now(row.id) == ""  # oneself is not told
    with acting(cast.beatriz.scope):
        assert cast.flor.user.name in COEDITED.writing_now(row.id)
        assert cast.flor.user.name in COEDITED.writing_now(row.id, page=f"partes/{part.id}/cambiar/")
        assert COEDITED.writing_now(row.id, page=f"partes/{other.id}/cambiar/") == ""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + FRESH + dt.timedelta(seconds=1))
    with acting(cast.beatriz.scope):
        assert COEDITED.writing_now(row.id) == ""


def test_a_good_practice_says_what_the_catalogue_asks_and_what_leads_to_a_person_is_asked_about(
    cast: Cast,
) -> None:
    row = begun(cast)
    with acting(cast.flor.scope):
        with pytest.raises(DomainError) as refused:
            parts.add(
                row.id, "experience", values=part_values("experience", "Faro") | {"problem": Translated()}
            )
        assert refused.value.field == "problem"
        without = part_values("experience", "Faro") | {"problem": Translated(), "is_practice": False}
        parts.add(row.id, "experience", values=without)
        with pytest.raises(Doubt):
            parts.add(
                row.id,
                "lesson",
                values=part_values("lesson", "Hilo") | {"why": both("Llame al +502 5555 1234")},
            )


def test_while_it_is_read_nobody_changes_it_and_what_was_published_is_a_draft_again_when_written_on(
    cast: Cast,
) -> None:
    row = begun(cast)
    part = lesson(cast, row)
    sent(cast, row)
    with acting(cast.flor.scope):
        for act in (
            lambda: parts.add(row.id, "lesson", values=part_values("lesson", "Otra")),
            lambda: parts.change(part.id, values=part_values("lesson", "Otra"), expected_version=1),
            lambda: parts.remove(part.id, expected_version=1),
        ):
            with pytest.raises(WrongState):
                act()
        nouns.move(SYSTEMATISATIONS, row.id, "recall", expected_version=1)
        parts.remove(part.id, expected_version=1)
    open_one = published(cast)
    with acting(cast.flor.scope):
        parts.add(open_one.id, "lesson", values=part_values("lesson", "Tarde"))
        assert MOVES.state(MOVES.of(open_one.id).first()) == S.DRAFT
    assert "Tarde" not in Client().get("/es/sistematizaciones/1/").content.decode()


def test_parts_stand_in_the_order_in_which_they_are_put(cast: Cast) -> None:
    row = begun(cast)
    lesson(cast, row), lesson(cast, row, "Sala")
    second = lesson(cast, row, "Muelle")
    up = f"/sistematizaciones/{row.id}/partes/{second.id}/subir/"
    assert browser(cast.flor).get(up).status_code == 405
    assert browser(cast.flor).post(up).status_code == 302
    with acting(cast.flor.scope):
        titles = [one.title for one in parts.written_in(row.id) if one.kind == "lesson"]
    assert titles == ["Hilo (ficticia)", "Muelle (ficticia)", "Sala (ficticia)"]


def test_every_fact_of_every_part_is_on_its_page_with_what_guides_who_writes_it(cast: Cast) -> None:
    row = whole(cast)
    page = browser(cast.ana).get(f"/sistematizaciones/{row.id}/").content.decode()
    for section in parts.kinds():
        form = (
            browser(cast.flor)
            .get(f"/sistematizaciones/{row.id}/partes/nueva/{section.key}/")
            .content.decode()
        )
        values = part_values(section.key, "Resumen" if section.key == "summary" else section.key.title())
        for fact in parts.facts_of(section.key):
            assert fact.help or not isinstance(fact.kind, TranslatedText), fact.name
            assert str(fact.help) in form.replace("&quot;", '"'), fact.name
            if fact.name in values and not isinstance(fact.kind, Structured):
                assert fact.words(values[fact.name]) in page, fact.name
    assert "<li>uno</li>" in page  # what is structured is shown so


def test_its_page_asks_as_much_for_many_parts_as_for_few(cast: Cast) -> None:
    row = whole(cast)
    client, url = browser(cast.flor), f"/sistematizaciones/{row.id}/"
    theirs = {"presented_by": cast.horizonte.id}
    with acting(cast.flor.scope):
        parts.add(row.id, "experience", values=part_values("experience", "Una") | theirs)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert cast.horizonte.name in client.get(url).content.decode()
    with acting(cast.flor.scope):
        for n in range(6):
            parts.add(row.id, "experience", values=part_values("experience", f"Otra {n}") | theirs)
            parts.add(row.id, "lesson", values=part_values("lesson", f"Otra {n}"))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_an_older_translation_is_said_where_it_is_written(cast: Cast) -> None:
    row = begun(cast)
    part = lesson(cast, row)
    with acting(cast.flor.scope):
        before = parts.values_of("lesson", part.texts)
        changed = {"why": before["why"].edited({"es": "Otra cosa (ficticia)"})}
        parts.change(part.id, values=changed, expected_version=1)
    form = browser(cast.flor).get(f"/sistematizaciones/{row.id}/partes/{part.id}/cambiar/").content.decode()
    assert "cambió después de esta traducción" in form


def test_what_is_known_of_its_event_is_gathered_and_what_is_not_is_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event(cast.flor)
    a_session(cast.flor, event, "Primera", teaser=words("¿Y la familia?"))
    a_session(cast.flor, event, "Segunda", starts=dt.time(15))
    tie = f"{ties.key_of('event', event.id)}Faro (ficticio)"
    row = begun(cast)
    with acting(cast.flor.scope):
        SYSTEMATISATIONS.rows().filter(id=row.id).update(tie=tie)
    page = browser(cast.flor).get(f"/sistematizaciones/{row.id}/").content.decode()
    assert "Primera (ficticio)" in page
    assert "Nadie ha traído la asistencia" in page
    assert "El programa no se conoce" not in page
    monkeypatch.setattr(
        gathering, "_providers", {kind: list(known) for kind, known in gathering._providers.items()}
    )
    gathering.provide(
        "attendance", lambda _event_id: gathering.Known(figures=(("263", "personas inscritas"),))
    )
    page = browser(cast.flor).get(f"/sistematizaciones/{row.id}/").content.decode()
    assert "<b>263</b> personas inscritas" in page
    assert "Nadie ha traído la asistencia" not in page


def test_what_a_part_said_before_is_read_by_who_writes_it_and_may_be_taken_up_again(cast: Cast) -> None:
    row = begun(cast)
    part = lesson(cast, row)
    base = f"/sistematizaciones/{row.id}/partes/{part.id}/antes/"
    with acting(cast.flor.scope):
        parts.change(part.id, values=part_values("lesson", "Puente"), expected_version=1)
        coediting.invite(SYSTEMATISATIONS, row.id, editor_id=cast.horizonte.id)
    for who, answers in (("flor", 200), ("diana", 200), ("gloria", 404), ("irma", 404), ("ana", 404)):
        answer = browser(getattr(cast, who)).get(base)
        assert answer.status_code == answers, who
        assert ("Hilo (ficticia)" in answer.content.decode()) is (answers == 200), who
    for stranger in (cast.gloria, cast.irma, cast.julia):
        with acting(stranger.scope):
            assert not EarlierText.objects.exists()
    diana = browser(cast.diana)
    asked = diana.get(f"{base}1/retomar/")
    assert "¿Retomar lo que decía la versión 1?" in asked.content.decode()
    assert diana.post(f"{base}1/retomar/", {"version": "2"}).status_code == 302
    with acting(cast.flor.scope):
        now = parts.read(Part.objects.get(id=part.id))
        assert (now.title, now.row.version) == ("Hilo (ficticia)", 3)
        assert [one.version for one in parts.earlier_of(now.row)] == [2, 1]
        with pytest.raises(Conflict):  # who looked at another text
            parts.restore(part.id, 2, expected_version=2)
        parts.restore(part.id, 2, expected_version=3)
        assert parts.read(Part.objects.get(id=part.id)).title == "Puente (ficticia)"
    mine = [line for line in trail.left(cast) if "systematisation.part_restored" in line]
    assert len(mine) == 1  # Diana's stands in the trail of her house


def test_an_earlier_text_that_hurts_is_asked_about_and_can_be_removed(cast: Cast) -> None:
    row = begun(cast)
    part = lesson(cast, row)
    hurts = part_values("lesson", "Hilo") | {"why": both("Llame al +502 5555 1234")}
    with acting(cast.flor.scope):
        with pytest.raises(Doubt) as doubt:
            parts.change(part.id, values=hurts, expected_version=1)
        with meaning([doubt.value.key]):
            parts.change(part.id, values=hurts, expected_version=1)
        parts.change(part.id, values=part_values("lesson", "Puente"), expected_version=2)
        with pytest.raises(Doubt):
            parts.restore(part.id, 2, expected_version=3)
    url = f"/sistematizaciones/{row.id}/partes/{part.id}/antes/2/borrar/"
    assert browser(cast.gloria).post(url).status_code == 404
    assert browser(cast.flor).post(url).status_code == 302
    with acting(cast.flor.scope):
        assert [one.version for one in EarlierText.objects.all()] == [1]
        with pytest.raises(WrongState):
            parts.restore(part.id, 2, expected_version=3)


def test_who_may_write_no_more_reads_no_earlier_text_and_what_is_removed_leaves_none(cast: Cast) -> None:
    row = begun(cast)
    part, other = lesson(cast, row), lesson(cast, row, "Sala")
    with acting(cast.flor.scope):
        editor = coediting.invite(SYSTEMATISATIONS, row.id, editor_id=cast.horizonte.id)
    with acting(cast.diana.scope):
        for one in (part, other):
            parts.change(one.id, values=part_values("lesson", "Suya"), expected_version=1)
        assert EarlierText.objects.count() == 2
    with acting(cast.flor.scope):
        coediting.end(SYSTEMATISATIONS, row.id, editor.id)
    with acting(cast.diana.scope):
        assert not EarlierText.objects.exists()
        with pytest.raises(NotAllowed):
            parts.restore(part.id, 1, expected_version=2)
    with acting(cast.flor.scope):
        parts.remove(part.id, expected_version=2)
        assert [one.part_id for one in EarlierText.objects.all()] == [other.id]
        nouns.remove(SYSTEMATISATIONS, row.id, expected_version=1)
        assert not EarlierText.objects.exists()
        assert not Part.objects.exists()
        assert not Editor.objects.exists()


def test_while_it_is_read_no_earlier_text_is_taken_up(cast: Cast) -> None:
    row = begun(cast)
    part = lesson(cast, row)
    with acting(cast.flor.scope):
        parts.change(part.id, values=part_values("lesson", "Puente"), expected_version=1)
    sent(cast, row)
    with acting(cast.flor.scope), pytest.raises(WrongState):
        parts.restore(part.id, 1, expected_version=2)
    page = browser(cast.flor).get(f"/sistematizaciones/{row.id}/partes/{part.id}/antes/").content.decode()
    assert "Hilo (ficticia)" in page
    assert "Retomar este texto" not in page
