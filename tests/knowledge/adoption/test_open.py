"""What anybody reads of adoption: counts by country of published practices, names by consent, what was accepted."""

import re

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import Cast
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption import learning, operations
from contratrata.knowledge.adoption.models import Adopted, PublishedLearned
from contratrata.knowledge.adoption.public import adopted_codes, adopted_stamp
from contratrata.knowledge.practices.models import PRACTICES
from contratrata.knowledge.practices.ready import _pages
from reviewing import public_page
from taking_up import accepted, learned, published, step, taken_up

pytestmark = pytest.mark.django_db


def read(path: str) -> str:
    answer = Client().get(path, follow=True)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_countries_are_counted_and_a_name_stands_only_by_consent(cast: Cast) -> None:
    practice = published(cast)
    adoption = taken_up(cast.diana, practice.id, "pilot")
    with acting(Scope()):
        assert [(one.country, one.state, one.number, one.names) for one in Adopted.objects.all()] == [
            ("CRI", "piloting", 1, [])
        ]
        assert [one.practice_id for one in Adopted.objects.all()] == [practice.id]
    pages = [
        public_page(practice.id),
        "/es/adopcion/",
        public_page(practice.id, "en"),
        "/en/adopcion/",
    ]
    for path in pages:
        html = read(path)
        assert cast.horizonte.name not in html
        assert ("la pilota" in html) is path.startswith("/es")
        assert "Convenio firmado" not in html  # evidence and result are for members
        assert "¿Nos la enseñan?" not in html
    with acting(cast.diana.scope):
        operations.name(adoption.id, is_named=True)
    assert cast.horizonte.name in read(pages[0])
    with acting(cast.diana.scope):
        operations.name(adoption.id, is_named=False)
    assert cast.horizonte.name not in read(pages[0])


def test_taking_the_name_back_twice_does_not_give_it_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    practice = published(cast)
    adoption = taken_up(cast.diana, practice.id, "pilot")
    diana, url = Client(), reverse("adoption:name", args=[adoption.id])
    diana.force_login(cast.diana.user)
    for is_named in (True, False):
        page = diana.get(url).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        for _click in range(2):
            assert diana.post(url, hidden).status_code == 302
            assert (cast.horizonte.name in read(public_page(practice.id))) is is_named


def test_a_facet_of_the_catalogue_reads_where_practices_were_adopted_and_sees_each_change(cast: Cast) -> None:
    practice = published(cast)
    stamps = [adopted_stamp()]
    adoption = taken_up(cast.diana, practice.id, "pilot")
    assert list(adopted_codes()) == []
    with acting(cast.diana.scope):
        row = operations.take_step(adoption.id, "adopt", values=step(), expected_version=adoption.version)
    assert list(adopted_codes()) == [(practice.id, "CRI")]
    stamps.append(adopted_stamp())
    with acting(cast.diana.scope):
        operations.take_step(row.id, "drop", values=step(), expected_version=row.version)
    assert list(adopted_codes()) == []
    with acting(cast.gloria.scope):
        other = operations.want(practice.id, words="La queremos", country_code="PAN")
        operations.take_step(other.id, "adopt", values=step(), expected_version=other.version)
    assert list(adopted_codes()) == [(practice.id, "PAN")]
    stamps.append(adopted_stamp())
    assert len(set(stamps)) == 3


def test_the_sentence_says_what_the_table_says(cast: Cast) -> None:
    practice = published(cast)
    taken_up(cast.diana, practice.id, "adopt")
    with acting(cast.gloria.scope):
        operations.want(practice.id, words="La queremos", country_code="PAN")
    html = read(public_page(practice.id))
    assert re.search(
        r"que la adoptaron: <b>1</b>; que la pilotan: <b>0</b>; con interés o análisis: <b>1</b>", html
    )
    table = html.partition('class="ct-table ct-matrix"')[2].partition("</table>")[0]
    assert [table.count(word) for word in ("adoptada", "la pilota", "interés", "nació aquí")] == [1, 0, 1, 1]
    assert 'data-label="Panamá"' in table


def test_nothing_of_what_is_not_published_and_nothing_after_it_is_withdrawn(cast: Cast) -> None:
    stored = accepted(cast.flor, cast.diana, "Muelle")
    adoption = taken_up(cast.diana, stored.id, "pilot")
    assert not Adopted.objects.exists()
    assert "Muelle" not in read("/es/adopcion/")
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, stored.id, expected_version=1)
    assert Adopted.objects.get().state == "piloting"
    assert "Muelle" in read("/es/adopcion/")
    with acting(cast.diana.scope):
        lesson = learning.learn(adoption.id, values=learned())
    with acting(cast.flor.scope):
        learning.accept(lesson.id, expected_version=1)
    assert "Sin noche no hay mesa" in read(public_page(stored.id))
    with acting(cast.gloria.scope):
        nouns.take_back(PRACTICES, stored.id, reason="La ley cambió.")
    assert not Adopted.objects.exists()
    assert not PublishedLearned.objects.exists()
    assert "Muelle" not in read("/es/adopcion/")
    with acting(cast.diana.scope):  # she goes on, and nothing of it is before everybody
        row = operations.take_step(
            adoption.id, "follow_pilot", values=step(), expected_version=adoption.version
        )
    assert row.state == "piloting"
    assert not Adopted.objects.exists()


def test_what_was_learned_is_published_as_it_was_accepted(cast: Cast) -> None:
    practice = published(cast)
    adoption = taken_up(cast.diana, practice.id, "pilot")
    with acting(cast.diana.scope):
        lesson = learning.learn(adoption.id, values=learned(words="<b>Cuatro</b> de once"))
    path = public_page(practice.id)
    assert "Sin noche no hay mesa" not in read(path)
    with acting(cast.gloria.scope):
        learning.accept(lesson.id, expected_version=1)
    html = read(path)
    assert "Costa Rica: Sin noche no hay mesa" in html
    assert "&lt;b&gt;Cuatro" in html
    assert cast.horizonte.name not in html
    with acting(cast.diana.scope):
        operations.name(adoption.id, is_named=True)
        learning.change_learned(lesson.id, values={"title": "Otra cosa"}, expected_version=1)
    html = read(path)
    assert cast.horizonte.name in html
    assert "Otra cosa" not in html  # nobody accepted that text
    with acting(cast.flor.scope):
        learning.refuse(lesson.id)
    assert "Sin noche no hay mesa" not in read(path)


def test_open_rows_are_written_by_the_acts_that_publish_only(cast: Cast) -> None:
    practice = published(cast)
    with acting(cast.gloria.scope), pytest.raises(DatabaseError), transaction.atomic():
        Adopted.objects.create(practice_id=practice.id, country="CRI", state="adopted", number=9)


def test_the_public_pages_take_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    paths = ["/es/adopcion/"]
    first = published(cast)
    taken_up(cast.diana, first.id, "pilot")
    paths.append(public_page(first.id))

    def queries() -> list[int]:
        counted = []
        for path in paths:
            read(path)
            _pages.clear()  # what is held asks nothing
            with CaptureQueriesContext(connection) as asked:
                read(path)
            counted.append(len(asked))
        return counted

    taken_up(cast.diana, published(cast, "Boya").id, "pilot")  # one that is alike is asked about
    one = queries()
    for number in range(3):
        other = published(cast, f"Faro {number}")
        taken_up(cast.diana, other.id, "pilot")
    with acting(cast.diana.scope):
        for code in ("PAN", "NIC", "HND"):
            operations.want(first.id, words="La queremos", country_code=code)
    assert queries() == one


def test_the_public_page_says_how_to_take_it_up_and_leads_members_there(cast: Cast) -> None:
    practice = published(cast)
    html = read(public_page(practice.id))
    assert f'href="/practicas/{practice.id}/adopcion/"' in html
    assert "Quiero adaptarla" in html
    assert "Todavía nadie adapta ninguna" in read("/es/adopcion/")
