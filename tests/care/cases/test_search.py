"""Names are found through the database as they are found in memory, and only in what the scope may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from samples import full, named

from cast import Cast
from contratrata.care.cases.given import IdentityTexts, NewCase
from contratrata.care.cases.operations import edit_identity, erase_person, register_case, register_cases
from contratrata.care.cases.queries import Filters, page, visible_to
from contratrata.care.cases.search import likely_persons, search
from contratrata.ground.base.scope import acting
from contratrata.ground.vault.name_score import LIKELY
from contratrata.ground.vault.names import Names
from ground.vault.test_names import FOUND, NOT_FOUND

pytestmark = pytest.mark.django_db


def _of(person: Names) -> NewCase:
    texts = IdentityTexts(
        given_names=person.given,
        first_surname=person.surname,
        second_surname=person.second_surname,
        alias="\n".join(person.others),
    )
    return NewCase(identity=texts)


def test_the_whole_table_of_names_through_the_database(cast: Cast) -> None:
    everybody = [person for _query, person in (*FOUND, *NOT_FOUND)]
    with acting(cast.ana.scope):
        cases = register_cases([_of(person) for person in everybody])
        missed, mistaken = [], []
        for (query, _person), case in zip((*FOUND, *NOT_FOUND), cases, strict=True):
            found = likely_persons(cast.ana.scope, query)
            hits = [one for one in found if one.found and one.found.case.id == case.id]
            if cases.index(case) < len(FOUND):
                if not hits:
                    missed.append(query)
                if isinstance(query, str) and case.id not in {
                    one.case.id for one in search(cast.ana.scope, query)
                }:
                    missed.append(query)
            elif hits:
                mistaken.append(query)
            assert all(one.value >= LIKELY - 0.1 for one in found)
            assert all(one.reasons for one in found)
        assert missed == []
        assert mistaken == []


def test_by_code_and_by_document(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = register_case(full())
        register_case(named("Rosa", "Méndez"))
        body = case.code.removeprefix("GT-")
        texts = [case.code, case.code.lower(), body, body.replace("-", ""), "N1234567", "n-123 4567"]
        for text in texts:
            assert [one.case.id for one in search(cast.ana.scope, text)] == [case.id], text
        assert search(cast.ana.scope, "N1234568") == []
        assert search(cast.ana.scope, "  ") == []


def test_a_colleagues_file_is_not_shown_but_said_to_exist(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_case(full())
    with acting(cast.carla.scope):
        assert search(cast.carla.scope, "Xiomara Zeledon") == []
        (one,) = likely_persons(cast.carla.scope, "Xiomara Zeledon")
        assert one.found is None
        assert one.reasons == ()
    with acting(cast.beatriz.scope):
        assert [one.card.name for one in search(cast.beatriz.scope, "siomara seledon")] == [
            "Xiomara Zeledón Quintanilla"
        ]
    for stranger in (cast.irma, cast.flor, cast.gloria, cast.julia, cast.diana):
        with acting(stranger.scope):
            assert search(stranger.scope, "Xiomara Zeledon") == []
            assert likely_persons(stranger.scope, "Xiomara Zeledon") == []


def test_an_edited_name_is_found_anew_and_an_erased_one_never(cast: Cast) -> None:
    with acting(cast.beatriz.scope):
        case = register_case(full())
        told = IdentityTexts(given_names="Yamileth", first_surname="Ixcoy")
        edit_identity(case.id, identity=told, expected_version=1)
        assert search(cast.beatriz.scope, "Xiomara Zeledón") == []
        assert [one.case.id for one in search(cast.beatriz.scope, "Llamilet Iscoy")] == [case.id]
        erase_person(case.id, reason="asked_by_person")
        assert search(cast.beatriz.scope, "Yamileth Ixcoy") == []


def test_the_list_pages_by_key_both_ways_with_constant_queries(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_cases([named(f"Ana{i}", "Ruiz") for i in range(3)])
        with CaptureQueriesContext(connection) as few:
            page(cast.ana.scope)
        cases = register_cases([named(f"Eva{i}", "Ruiz") for i in range(57)])
        with CaptureQueriesContext(connection) as many:
            first = page(cast.ana.scope)
        assert len(few) == len(many) <= 5
        second = page(cast.ana.scope, after=first.next)
        third = page(cast.ana.scope, after=second.next)
        everything = [line.case.id for found in (first, second, third) for line in found.lines]
        assert len(everything) == len(set(everything)) == 60
        assert (first.previous, third.next) == ("", "")
        back = page(cast.ana.scope, before=third.previous)
        assert [line.case.id for line in back.lines] == [line.case.id for line in second.lines]
        assert page(cast.ana.scope, after="nada").lines[0].case.id == first.lines[0].case.id
        assert len(page(cast.ana.scope, Filters(without_step=True)).lines) == 25
        assert page(cast.ana.scope, Filters(states=("closed",))).lines == []
        assert {line.card.name for line in first.lines} <= {
            f"{n}{i} Ruiz" for n in ("Ana", "Eva") for i in range(60)
        }
        assert visible_to(cast.ana.scope).count() == len(cases) + 3


def test_the_search_asks_the_same_however_much_it_finds(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_cases([named("Suyapa", "Zelaya")])
        with CaptureQueriesContext(connection) as few:
            search(cast.ana.scope, "Suyapa Zelaya")
        register_cases([named("Suyapa", "Zelaya", f"Paz{i}") for i in range(70)])
        with CaptureQueriesContext(connection) as many:
            assert len(search(cast.ana.scope, "Suyapa Zelaya")) == 50
        assert len(few) == len(many) <= 7
