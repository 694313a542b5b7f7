"""What tables write: nothing is lost, two at once are both kept, who may read it, what becomes of it."""

import pytest
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption import proposing
from contratrata.knowledge.adoption.models import Adoption, Request
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.live import agreeing, gathered, notebook
from contratrata.knowledge.live.models import Agreement, Parallel, Wish
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Part
from meeting import OTHER, WRITER, a_workshop, agreed, noted, seat_path, table_path, tie_to
from nouns import values_for
from signin import sign_in
from taking_up import published

OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def held(cast: Cast) -> tuple[Event, list[Session]]:
    """A workshop that is on."""
    return a_workshop(cast)


def shown(player: Player, path: str) -> str:
    return sign_in(Client(), player).get(path).content.decode()


def test_what_is_typed_stands_on_another_telephone(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    path = table_path(cast, held[1][0])
    sent = {"writer": str(WRITER), "words_1": "Hablar de trabajo", "version_1": "0"}
    first = Client().post(f"{path}guardar/", sent, **OURS)
    assert first.json() == {"versions": [1], "beside": False}
    # The answer was lost on the way: the same page sends again, from the version it knows.
    again = Client().post(f"{path}guardar/", sent | {"words_1": "Hablar de trabajo y redes"}, **OURS)
    assert again.json() == {"versions": [2], "beside": False}
    assert "Hablar de trabajo y redes" in Client().get(path).content.decode()


def test_of_two_who_write_at_once_both_texts_stay(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    session, path = held[1][0], table_path(cast, held[1][0])
    with acting(cast.flor.scope):
        noted(session, "El de una")
        assert noted(session, "El de otra", writer=OTHER).beside
        assert noted(session, "El de otra, más largo", writer=OTHER).beside
        other = Parallel.objects.get()
    page = Client().get(path).content.decode()
    assert "El de una" in page
    assert "El de otra, más largo" in page
    assert "Dos textos a la vez" in shown(cast.flor, f"/eventos/{held[0].id}/plenaria/")
    with acting(cast.flor.scope), pytest.raises(WrongState):
        notebook.hand_over(session)
    Client().post(path, {"act": "join", "parallel": str(other.id)}, **OURS)
    with acting(cast.flor.scope):
        line = notebook.lines_of([session])[session.id][0]
        assert (line.words, line.parallels) == ("El de una\n\nEl de otra, más largo", ())
        assert Parallel.objects.count() == 1  # nothing is thrown away


def test_without_scripts_a_button_keeps_all(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    path = table_path(cast, held[1][0])
    sent = {"act": "save", "writer": str(WRITER)}
    sent |= {f"words_{n}": f"Texto {n}" for n in (0, 1, 2)} | {f"version_{n}": "0" for n in (0, 1, 2)}
    assert Client().post(path, sent, **OURS).status_code == 302
    page = Client().get(path).content.decode()
    assert all(f"Texto {n}" in page for n in (0, 1, 2))


def test_a_link_that_was_changed_opens_nothing(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    event, (session, *_more) = held
    path = table_path(cast, session)
    browser = sign_in(Client(), cast.flor)
    for _twice in range(2):
        browser.post(f"/eventos/{event.id}/plenaria/mesas/{session.id}/enlace/", {"turn": "1"})
    assert Client().get(path).status_code == 404
    assert Client().post(f"{path}guardar/", {"writer": str(WRITER)}, **OURS).status_code == 404
    assert Client().get(table_path(cast, session, turn=2)).status_code == 200
    assert Client().get(f"{path[:-5]}AAAA/").status_code == 404


def test_what_a_table_wrote_is_read_by_who_takes_part_once_it_is_shared(
    cast: Cast, held: tuple[Event, list[Session]]
) -> None:
    event, (session, *_more) = held
    seat = seat_path(cast, session)
    with acting(cast.flor.scope):
        noted(session, "Palabra de la mesa")
        agreeing.agree(session, values=agreed())
        assert gathered.tables(event.id) is None
    assert "Palabra de la mesa" not in Client().get(seat).content.decode()
    with acting(cast.diana.scope), pytest.raises(NotAllowed):
        notebook.share(session.id, shared=True)
    with acting(cast.flor.scope):
        notebook.share(session.id, shared=True)
        tables, agreements = gathered.tables(event.id), gathered.agreements(event.id)
    assert "Palabra de la mesa" in Client().get(seat).content.decode()
    assert tables is not None
    assert tables.sessions[0].words == "¿Qué funcionó? Palabra de la mesa"
    assert agreements is not None
    assert "Compartir los guiones (ficticio)" in agreements.sentences[0]
    # Another organisation knows nothing of it.
    with acting(cast.diana.scope):
        assert gathered.tables(event.id) is None


def test_what_is_handed_over_is_not_written_any_more(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    session, path = held[1][0], table_path(cast, held[1][0])
    Client().post(path, {"act": "hand"}, **OURS)
    answer = Client().post(
        f"{path}guardar/", {"writer": str(WRITER), "words_1": "Tarde", "version_1": "0"}, **OURS
    )
    assert answer.status_code == 409
    assert "<textarea" not in Client().get(path).content.decode()
    with acting(cast.flor.scope):
        with pytest.raises(WrongState):
            agreeing.agree(session, values=agreed())
        notebook.reopen(session.id)
        agreeing.agree(session, values=agreed())


def test_what_a_country_would_adopt_is_asked_of_it_and_counts_when_it_says_so(
    cast: Cast, held: tuple[Event, list[Session]]
) -> None:
    event, (session, *_more) = held
    practice = published(cast)
    country = cast.horizonte.country
    with acting(cast.flor.scope):
        agreeing.wish(
            session, values={"practice": tie_to(practice), "country": country, "conditions": "Con fondos"}
        )
        agreeing.wish(
            session, values={"practice": tie_to(practice), "country": "JPN", "conditions": "Si se puede"}
        )
        assert (agreeing.propose_wishes(event.id), agreeing.propose_wishes(event.id)) == (1, 0)
        assert Wish.objects.filter(proposal_id=None).get().country == "JPN"
    with acting(cast.diana.scope):
        assert not Adoption.objects.filter(practice_id=practice.id).exists()
        request = Request.objects.get(asked_id=cast.horizonte.id, country=country)
    page = f"/consultas/{request.id}/"
    assert "Con fondos" in shown(cast.diana, page)
    answer = sign_in(Client(), cast.diana).post(
        f"{page}decidir/", {"taken": "yes", "words": "Empezamos en marzo"}
    )
    assert answer.status_code == 302
    with acting(cast.diana.scope):
        adoption = Adoption.objects.get(practice_id=practice.id)
        assert (adoption.state, adoption.origin, adoption.origin_id) == ("interest", "workshop", request.id)
    plenary = shown(cast.flor, f"/eventos/{event.id}/plenaria/")
    assert "la adopta" in plenary
    assert sign_in(Client(), cast.irma).get(page).status_code == 404


def test_a_country_may_say_no(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    practice = published(cast)
    values = {"practice": tie_to(practice), "country": cast.horizonte.country, "conditions": "Con fondos"}
    with acting(cast.flor.scope):
        agreeing.wish(held[1][0], values=values)
        agreeing.propose_wishes(held[0].id)
    with acting(cast.diana.scope):
        request = Request.objects.get(asked_id=cast.horizonte.id).id
        proposing.decide(request, taken=False, words="Este año no")
        assert not Adoption.objects.exists()
        with pytest.raises(WrongState):
            proposing.decide(request, taken=True, words="Sí")


def test_agreements_go_into_the_systematisation_once(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    event, (session, *_more) = held
    with acting(cast.flor.scope):
        agreeing.agree(session, values=agreed())
        notebook.share(session.id, shared=True)
        values = values_for(SYSTEMATISATIONS, "Taller") | {"tie": f"event:{event.id}:Taller (ficticio)"}
        row = nouns.write(SYSTEMATISATIONS, values=values)
    browser = sign_in(Client(), cast.flor)
    for _twice in range(2):
        browser.post(f"/eventos/{event.id}/plenaria/llevar/{row.id}/", {})
    with acting(cast.flor.scope):
        part = Part.objects.get(systematisation_id=row.id, kind="agreement")
    assert "Compartir los guiones" in part.texts["agreement"]
    assert "Mesa 1 (ficticio)" in browser.get(SYSTEMATISATIONS.url("row", row)).content.decode()


def test_the_plenary_answers_that_nothing_is_new(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    browser, path = sign_in(Client(), cast.flor), f"/eventos/{held[0].id}/plenaria/?parte=1"
    first = browser.get(path)
    assert browser.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    with acting(cast.flor.scope):
        noted(held[1][0], "Algo nuevo")
    second = browser.get(path, headers={"if-none-match": first["ETag"]})
    assert "Algo nuevo" in second.content.decode()
    assert "Escribe ahora" in second.content.decode()


def test_the_pages_of_a_table_ask_and_refuse(cast: Cast, held: tuple[Event, list[Session]]) -> None:
    event, (session, *_more) = held
    path, practice = table_path(cast, session), published(cast)
    assert Client().post(f"{path}acuerdo/", {}, **OURS).status_code == 200
    assert (
        Client().post(f"{path}acuerdo/", {k: str(v) for k, v in agreed().items()}, **OURS).status_code == 302
    )
    wish = {"practice": tie_to(practice), "country": "SLV", "conditions": "Con fondos (ficticio)"}
    assert Client().post(f"{path}adoptaria/", wish, **OURS).status_code == 302
    with acting(cast.flor.scope):
        agreement, row = Agreement.objects.get(), Wish.objects.get()
    one = f"{path}acuerdo/{agreement.id}/"
    for words, status in (("La primera", 302), ("La segunda", 200)):  # both opened version 1
        answer = Client().post(one, {"words": words, "how": "majority", "version": "1"}, **OURS)
        assert answer.status_code == status
    assert "La primera" in answer.content.decode()
    assert "La segunda" in answer.content.decode()
    manage = f"/eventos/{event.id}/plenaria/mesas/{session.id}/"
    assert "La primera" in shown(cast.flor, manage)
    assert "1 acuerdo" in shown(cast.flor, f"/eventos/{event.id}/mesas/")
    for act, of in (("drop_agreement", agreement), ("drop_wish", row)):
        assert Client().post(path, {"act": act, "row": str(of.id)}, **OURS).status_code == 302
    with acting(cast.flor.scope):
        assert not Agreement.objects.exists()
        assert not Wish.objects.exists()
