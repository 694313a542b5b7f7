"""Names are found through the database as they are found in memory, and only in what the scope may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from samples import full, named

from cast import Cast
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.listing import CASES
from contratrata.care.cases.operations import (
    edit_file,
    erase_person,
    record_first_contact,
    register_case,
    register_cases,
)
from contratrata.care.cases.queries import visible_to
from contratrata.care.cases.search import by_other_codes, likely_persons, search
from contratrata.ground.base.scope import acting
from contratrata.ground.lists.public import part_of_code
from contratrata.ground.vault.name_score import LIKELY
from contratrata.ground.vault.names import Names
from ground.vault.test_names import FOUND, NOT_FOUND
from listing import listed

pytestmark = pytest.mark.django_db


def _of(person: Names) -> NewCase:
    return NewCase(
        values={
            "given_names": person.given,
            "first_surname": person.surname,
            "second_surname": person.second_surname,
            "alias": "\n".join(person.others),
        }
    )


def test_the_whole_table_of_names_through_the_database(cast: Cast) -> None:
    everybody = [person for _query, person in (*FOUND, *NOT_FOUND)]
    with acting(cast.ana.scope):
        cases = register_cases([_of(person) for person in everybody])
        missed, mistaken = [], []
        for (query, _person), case in zip((*FOUND, *NOT_FOUND), cases, strict=True):
            result = likely_persons(cast.ana.scope, query)
            hits = [one for one in result if one.hit and one.hit.case.id == case.id]
            if cases.index(case) < len(FOUND):
                if not hits:
                    missed.append(query)
                if isinstance(query, str) and case.id not in {
                    one.case.id for one in search(cast.ana.scope, query)
                }:
                    missed.append(query)
            elif hits:
                mistaken.append(query)
            assert all(one.value >= LIKELY - 0.1 for one in result)
            assert all(one.reasons for one in result)
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
        assert one.hit is None
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
        names = {"given_names": "Yamileth", "first_surname": "Ixcoy", "second_surname": "", "alias": ""}
        edit_file(case.id, section="nombre", values=names, expected_version=1)
        assert search(cast.beatriz.scope, "Xiomara Zeledón") == []
        assert [one.case.id for one in search(cast.beatriz.scope, "Llamilet Iscoy")] == [case.id]
        erase_person(case.id, reason="asked_by_person")
        assert search(cast.beatriz.scope, "Yamileth Ixcoy") == []


def test_the_list_pages_by_key_both_ways_with_constant_queries(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_cases([named(f"Ana{i}", "Ruiz") for i in range(3)])
        with CaptureQueriesContext(connection) as few:
            listed(cast.ana.scope, CASES)
        cases = register_cases([named(f"Eva{i}", "Ruiz") for i in range(57)])
        with CaptureQueriesContext(connection) as many:
            first = listed(cast.ana.scope, CASES)
        assert len(few) == len(many) <= 9
        second = listed(cast.ana.scope, CASES, f"?despues={first.next}")
        third = listed(cast.ana.scope, CASES, f"?despues={second.next}")
        everything = [row.case.id for entry in (first, second, third) for row in entry.rows]
        assert len(everything) == len(set(everything)) == 60
        assert (first.previous, third.next) == ("", "")
        back = listed(cast.ana.scope, CASES, f"?antes={third.previous}")
        assert [row.case.id for row in back.rows] == [row.case.id for row in second.rows]
        odd = listed(cast.ana.scope, CASES, "?despues=nada")
        assert odd.rows[0].case.id == first.rows[0].case.id
        assert odd.problems == ["Esa página ya no vale: esta es la primera."]
        assert len(listed(cast.ana.scope, CASES, "?paso=sin").rows) == 25
        assert listed(cast.ana.scope, CASES, "?estado=cerrados").rows == []
        assert {row.card.name for row in first.rows} <= {
            f"{n}{i} Ruiz" for n in ("Ana", "Eva") for i in range(60)
        }
        assert visible_to(cast.ana.scope).count() == len(cases) + 3


def reachable(detail: str) -> NewCase:
    return NewCase(values={"contact_channel": ("whatsapp",), "contact_detail": detail})


@pytest.mark.parametrize(
    "typed", ["+502 4417-9931", "4417 9931", "44179931", "179931", "9931", "00502 44179931"]
)
def test_a_telephone_is_found_by_its_last_digits(cast: Cast, typed: str) -> None:
    with acting(cast.ana.scope):
        case = register_case(reachable("Llamar al +502 4417-9931 o al (503) 2222-1111"))
        register_case(reachable("+502 4417-9932"))
        result = search(cast.ana.scope, typed)
        assert [(one.case.id, one.reasons) for one in result] == [(case.id, ("Coincide el teléfono",))]
        assert [one.case.id for one in search(cast.ana.scope, "22221111")] == [case.id]
        for nothing in ("931", "4417", "99319", "54179931"):
            assert search(cast.ana.scope, nothing) == []


def test_a_changed_telephone_is_found_and_the_former_one_is_not(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = register_case(reachable("+502 4417-9931"))
        number = {"contact_detail": "+502 5555-0000"}
        edit_file(case.id, section="contacto", values=number, expected_version=1)
        assert search(cast.ana.scope, "44179931") == []
        assert [one.case.id for one in search(cast.ana.scope, "55550000")] == [case.id]


def test_part_of_a_code_finds_the_case_and_says_why(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = register_case(named("Rosa", "Ixcot"))
        plain = case.code.replace("-", "")
        for typed, why in (
            (case.code, "Coincide el código"),
            (plain[2:].lower(), "Coincide el código"),
            (plain[4:7], "Coincide parte del código"),
            (case.code[5:9] if "-" not in case.code[5:9] else plain[5:9], "Coincide parte del código"),
        ):
            result = search(cast.ana.scope, typed)
            assert case.id in [one.case.id for one in result], typed
            assert next(one.reasons[0] for one in result if one.case.id == case.id) == why
        assert part_of_code(plain[4:6]) == ""
    with acting(cast.carla.scope):
        assert search(cast.carla.scope, case.code) == []


def test_a_first_contact_is_found_by_its_code_and_by_nobody_else(cast: Cast) -> None:
    with acting(cast.ana.scope):
        row = record_first_contact(contact={"said": "Preguntó"})
        hits = by_other_codes(cast.ana.scope, row.code.replace("-", "")[3:8])
        assert row.code in [hit.code for hit in hits]
    with acting(cast.carla.scope):
        assert by_other_codes(cast.carla.scope, row.code) == []


def test_the_search_asks_the_same_however_much_it_finds(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_cases([named("Suyapa", "Zelaya")])
        with CaptureQueriesContext(connection) as first:  # of this process: it asks too who has no entry yet
            search(cast.ana.scope, "Suyapa Zelaya")
        with CaptureQueriesContext(connection) as few:
            search(cast.ana.scope, "Suyapa Zelaya")
        register_cases([named("Suyapa", "Zelaya", f"Paz{i}") for i in range(70)])
        with CaptureQueriesContext(connection) as many:
            assert len(search(cast.ana.scope, "Suyapa Zelaya")) == 50
        assert len(few) == len(many) == len(first) - 1 <= 7
