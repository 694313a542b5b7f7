"""Members talk under a practice; what is wrong is reported and hidden, and none of it is ever public."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import house
from cast import Cast, Player
from contratrata.ground.acts.asking import Ask
from contratrata.ground.acts.asking import _about as about
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.public import Notice, waiting_for
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.conversation import operations
from contratrata.knowledge.conversation.demo import demonstrate
from contratrata.knowledge.conversation.models import EDIT_MINUTES, Post, Reason, Report, Ruling
from contratrata.knowledge.conversation.views import EditForm
from contratrata.knowledge.practices.models import PRACTICES, Practice
from nouns import values_for
from reviewing import public_page
from taking_up import accepted, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


@pytest.fixture
def practice(cast: Cast) -> Practice:
    """One of Casa Refugio that passed its review."""
    return accepted(cast.flor, cast.diana)


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def said_by(player: Player, practice: Practice, words: str = "¿Cómo cubren la noche?") -> Post:
    with acting(player.scope):
        return operations.post(practice.id, words=words)


def waiting(player: Player) -> list[str]:
    with acting(player.scope):
        return sorted(waiting_for(player.scope).values_list("kind", flat=True))


def test_every_member_writes_and_who_wrote_the_practice_is_told_without_a_word_of_it(
    cast: Cast, practice: Practice
) -> None:
    url = f"/practicas/{practice.id}/conversacion/"
    words = "Aquí:\n\n- una <b>lista</b>\n- [guía](https://ejemplo.example/g)"
    assert browser(cast.irma).post(url, {"words": words}).status_code == 302
    html = browser(cast.ana).get(url).content.decode()
    assert "<li>una &lt;b&gt;lista&lt;/b&gt;</li>" in html
    assert '<a href="https://ejemplo.example/g" rel="noreferrer">guía</a>' in html
    assert cast.clinica.name in html
    assert cast.irma.user.name not in html
    assert waiting(cast.flor).count("conversation.posted") == 1
    with acting(cast.flor.scope):
        assert not Notice.objects.exclude(code="").exists()
    said_by(cast.ana, practice)  # of the house itself: nobody is told
    assert waiting(cast.flor).count("conversation.posted") == 1
    assert "una &lt;b&gt;" in browser(cast.gloria).get(PRACTICES.url("row", practice)).content.decode()


def test_one_changes_her_own_for_a_while(
    cast: Cast, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = said_by(cast.irma, practice)
    url = f"/conversacion/{post.id}/cambiar/"
    for stranger in (cast.ana, cast.gloria, cast.flor):
        assert browser(stranger).get(url).status_code == 404
        with acting(stranger.scope), pytest.raises(NotAllowed):
            operations.change(post.id, words="De otra", expected_version=1)
    with acting(cast.irma.scope):
        operations.change(post.id, words="¿Y de día?", expected_version=1)
        with pytest.raises(Conflict):
            operations.change(post.id, words="Tarde", expected_version=1)
    assert "cambiado" in browser(cast.ana).get(f"/practicas/{practice.id}/conversacion/").content.decode()
    for late, allowed in ((0, True), (1, False)):
        moment = post.at + dt.timedelta(minutes=EDIT_MINUTES, seconds=late)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        with acting(cast.irma.scope):
            if allowed:
                operations.change(post.id, words="Última", expected_version=2)
            else:
                with pytest.raises(NotAllowed):
                    operations.change(post.id, words="Ya no", expected_version=3)


def test_what_is_hidden_is_read_by_the_moderation_alone_in_the_database_too(
    cast: Cast, practice: Practice
) -> None:
    post = said_by(cast.irma, practice, "Ella se llama Zutanísima")
    url = f"/practicas/{practice.id}/conversacion/"
    assert browser(cast.ana).post(f"/conversacion/{post.id}/avisar/", {"reason": ""}).status_code == 200
    assert browser(cast.ana).post(f"/conversacion/{post.id}/avisar/", {"reason": "names"}).status_code == 302
    assert "conversation.reported" in waiting(cast.gloria)
    assert "Avisos para la moderación" in browser(cast.gloria).get("/conocimiento/").content.decode()
    page = browser(cast.gloria).get(url).content.decode()
    assert "Nombra a una persona" in page
    for member in (cast.ana, cast.diana, cast.flor):
        with acting(member.scope), pytest.raises(NotAllowed):
            operations.hide(post.id, reason=Reason.NAMES)
    with acting(cast.gloria.scope):
        with pytest.raises(DomainError):
            operations.hide(post.id, reason="porque sí")
        operations.hide(post.id, reason=Reason.NAMES)
        with pytest.raises(WrongState):
            operations.hide(post.id, reason=Reason.NAMES)
    for member in (cast.ana, cast.diana, cast.flor, cast.irma):
        with acting(member.scope):
            assert not Post.objects.exists()
        assert "Zutanísima" not in browser(member).get(url).content.decode()
        assert "Zutanísima" not in browser(member).get(PRACTICES.url("row", practice)).content.decode()
    assert (
        "La moderación ocultó un mensaje de su organización" in browser(cast.irma).get(url).content.decode()
    )
    assert "La moderación ocultó" not in browser(cast.ana).get(url).content.decode()
    assert "conversation.hidden" not in waiting(cast.ana)
    assert "Avisos para la moderación" not in browser(cast.gloria).get("/conocimiento/").content.decode()
    assert "Zutanísima" in browser(cast.gloria).get(url).content.decode()
    with acting(cast.gloria.scope):
        operations.show(post.id)
        with pytest.raises(WrongState):
            operations.show(post.id)
    assert "Zutanísima" in browser(cast.ana).get(url).content.decode()
    with acting(cast.gloria.scope):
        assert [one.verdict for one in Ruling.objects.order_by("number")] == ["hidden", "stands"]


def test_one_report_an_organisation_and_who_reported_is_told_to_nobody(
    cast: Cast, practice: Practice
) -> None:
    post = said_by(cast.irma, practice)
    for _time in range(2):
        with acting(cast.ana.scope):
            operations.report(post.id, reason=Reason.WRONG)
    with acting(cast.gloria.scope):
        assert Report.objects.count() == 1
    for other in (cast.irma, cast.diana):
        with acting(other.scope):
            assert not Report.objects.exists()
    with acting(cast.irma.scope), pytest.raises(NotAllowed):
        operations.report(post.id, reason=Reason.WRONG)
    with acting(cast.gloria.scope):
        operations.show(post.id)
    assert "Avisos para la moderación" not in browser(cast.gloria).get("/conocimiento/").content.decode()
    with acting(cast.diana.scope):
        operations.report(post.id, reason=Reason.DISRESPECT)  # somebody finds it wrong after that
    assert "Avisos para la moderación" in browser(cast.gloria).get("/conocimiento/").content.decode()


def test_nothing_is_said_under_what_did_not_pass_its_review(cast: Cast) -> None:
    with acting(cast.flor.scope):
        draft = nouns.write(PRACTICES, values=values_for(PRACTICES, "Muelle"))
    for player in (cast.flor, cast.diana, cast.gloria):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.post(draft.id, words="¿Y esto?")
        assert browser(player).get(f"/practicas/{draft.id}/conversacion/").status_code == 404
        assert "Conversación" not in browser(player).get(PRACTICES.url("row", draft)).content.decode()
    for stranger in (cast.julia, cast.hilda):
        with acting(stranger.scope), pytest.raises(NotAllowed):
            operations.post(draft.id, words="¿Y esto?")


def test_it_is_never_public(cast: Cast) -> None:
    practice = published(cast)
    post = said_by(cast.irma, practice, "Zutanísima pregunta")
    with acting(cast.julia.scope):
        assert not Post.objects.exists()
    for path in (public_page(practice.id), "/es/practicas/", "/es/adopcion/", "/es/", "/sitemap.xml"):
        answer = Client().get(path)
        assert answer.status_code == 200, path
        assert "Zutanísima" not in answer.content.decode()
        assert "conversacion" not in answer.content.decode()
    for path in (f"/practicas/{practice.id}/conversacion/", f"/conversacion/{post.id}/avisar/"):
        assert "?next=" in Client().get(path)["Location"]  # she is asked who she is
        assert browser(cast.julia).get(path).status_code == 404
        assert browser(cast.hilda).get(path).status_code == 404


def test_a_long_conversation_is_paged_with_as_many_queries(cast: Cast, practice: Practice) -> None:
    token = uuid.uuid4()
    with acting(cast.irma.scope):
        first = operations.post(practice.id, words="Mensaje 0", token=token)
        assert operations.post(practice.id, words="Mensaje 0", token=token) == first
    url = f"/practicas/{practice.id}/conversacion/"
    ana = browser(cast.ana)
    ana.get(url)
    with CaptureQueriesContext(connection) as few:
        ana.get(url)
    for number in range(1, 40):
        said_by(cast.irma, practice, f"Mensaje {number}.")
    with CaptureQueriesContext(connection) as many:
        html = ana.get(url).content.decode()
    assert len(many) <= len(few)
    assert html.count("<article") == 30
    older = re.search(r'href="([^"]*antes=[^"]*)"', html)
    assert older
    said_by(cast.irma, practice, "Uno más, mientras lee.")
    rest = ana.get(older.group(1)).content.decode()
    assert rest.count("<article") == 10
    shown = set(re.findall(r"Mensaje \d+\.?", html)) | set(re.findall(r"Mensaje \d+\.?", rest))
    assert len(shown) == 40  # none twice, none left out
    assert ana.get(f"{url}?antes=-1").content.decode().count("<article") == 30


def test_the_demonstration_is_safe_to_repeat(cast: Cast, practice: Practice) -> None:
    counted = []
    for _time in range(2):
        with acting(cast.gloria.scope) as scope:
            counted.append(demonstrate(scope))
    assert counted == [2, 2]


def test_the_index_serves_who_looks_for_what_was_decided(db: None) -> None:
    with house.connect("owner") as owner:
        row = owner.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'conversation_ruling' AND indexname LIKE '%_last'"
        ).fetchone()
    assert row is not None
    assert "(realm, post_id, number)" in str(row[0])


def test_a_form_over_a_row_follows_what_came_while_it_was_sent(cast: Cast, practice: Practice) -> None:
    row = said_by(cast.diana, practice, "Primero")
    with acting(cast.diana.scope):
        what = about(Ask(
            title="", act=print, back="/", of=row, form=lambda data: EditForm(data, initial={"words": row.words})
        ), row)  # fmt: skip
        operations.change(row.id, words="Segundo", expected_version=1)
        assert what.form is not None
        assert what.now is not None
        assert [what.form(None)[name].value() for name in ("words", "version")] == ["Primero", 1]
        assert [what.now()[name].value() for name in ("words", "version")] == ["Segundo", 2]
