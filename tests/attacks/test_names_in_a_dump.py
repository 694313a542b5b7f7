"""A thief of a dump without any key: nothing that names a person stands twice, and no length tells a name.

Tokens of names, equal for equal names, let who has lists of names and their frequencies solve for whole names.
"""

from collections import Counter

import pytest

import house
from cast import Cast
from contratrata.care.cases import names_memory
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.operations import erase_person, register_case, register_cases
from contratrata.care.cases.search import search
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault

pytestmark = [pytest.mark.real_commits]
#: Invented: sisters, a namesake, names of one letter and of sixty.
PEOPLE = (
    ("Xiomara", "Tzul", "Ajú"),
    ("Yesenia", "Tzul", "Ajú"),
    ("Xiomara", "Tzul", "Ajú"),
    ("I", "O", "U"),
    ("María de los Ángeles Guadalupe", "Montenegro de la Ascensión", "Huehuetenango"),
)
BYTES = """
SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns
WHERE data_type = 'bytea' AND table_schema = 'public' ORDER BY 1, 2
"""


def registered(cast: Cast) -> None:
    with acting(cast.ana.scope):
        for answers, first, second in PEOPLE:
            values = {"given_names": answers, "first_surname": first, "second_surname": second}
            register_case(NewCase(values=values | {"contact_detail": "+502 4417-9931"}))


def test_no_two_rows_of_any_table_hold_the_same_bytes(real_cast: Cast) -> None:
    registered(real_cast)
    with house.connect("keeper") as keeper:
        columns = keeper.execute(BYTES).fetchall()
        assert ("public.cases_nameentry", "tokens") in columns
        for table, column in columns:
            result = keeper.execute(f'SELECT "{column}" FROM {table} WHERE length("{column}") > 0').fetchall()
            twice = {value: n for (value,), n in Counter(result).items() if n > 1}
            assert not twice, (table, column)


def test_the_length_of_what_is_sealed_tells_no_name(real_cast: Cast) -> None:
    registered(real_cast)
    with house.connect("keeper") as keeper:
        for table, column in (
            ("cases_identity", "given_names"),
            ("cases_identity", "first_surname"),
            ("cases_nameentry", "tokens"),
        ):
            lengths = keeper.execute(f"SELECT DISTINCT length({column}) FROM {table}").fetchall()
            assert len(lengths) == 1, (table, column, lengths)


def test_each_process_finds_what_the_others_wrote_and_forgets_whom_they_erased(real_cast: Cast) -> None:
    registered(real_cast)
    with acting(real_cast.beatriz.scope):
        assert len(search(real_cast.beatriz.scope, "Xiomara Tzul")) == 2
        [of_one] = search(real_cast.beatriz.scope, "Yesenia Tzul")[:1]
    here = dict(names_memory._cache)
    names_memory._cache.clear()  # another process of the web, which has opened nothing yet
    with acting(real_cast.ana.scope):
        register_case(NewCase(values={"given_names": "Xiomara", "first_surname": "Tzul"}))
    with acting(real_cast.beatriz.scope):
        erase_person(of_one.case.id, reason="asked_by_person")
        assert len(search(real_cast.beatriz.scope, "Xiomara Tzul")) == 3
    names_memory._cache.update(here)  # the first one again
    with acting(real_cast.beatriz.scope):
        assert len(search(real_cast.beatriz.scope, "Xiomara Tzul")) == 3
        assert of_one.case.id not in {one.case.id for one in search(real_cast.beatriz.scope, "Yesenia Tzul")}
    with acting(real_cast.irma.scope):
        assert search(real_cast.irma.scope, "Xiomara Tzul") == []


def test_what_was_undone_is_found_by_nobody(real_cast: Cast) -> None:
    class Undone(Exception):
        pass

    def undone() -> None:
        with acting(real_cast.ana.scope):
            register_case(NewCase(values={"given_names": "Xiomara", "first_surname": "Tzul"}))
            assert len(search(real_cast.ana.scope, "Xiomara Tzul")) == 1
            raise Undone

    with pytest.raises(Undone):
        undone()
    with acting(real_cast.ana.scope):
        assert search(real_cast.ana.scope, "Xiomara Tzul") == []


def test_no_figure_stands_beside_the_person_it_counts(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        register_cases(
            [NewCase(values={"given_names": name, "sex": "female"}) for name in "ABCDEFGHIJKLMNOP"]
        )
    with house.connect("keeper") as keeper:
        facts = [
            row[0] for row in keeper.execute("SELECT pseudonym FROM facts_fact ORDER BY ctid").fetchall()
        ]
        ids = [row[0] for row in keeper.execute("SELECT id FROM facts_fact").fetchall()]
    assert len(facts) == 16
    assert facts == sorted(facts)  # an order of chance: the pseudonyms are keyed
    assert {one.version for one in ids} == {4}  # and an id that tells no time


def test_memory_refuses_whom_the_table_refuses(real_cast: Cast) -> None:
    registered(real_cast)
    with acting(real_cast.ana.scope):
        assert search(real_cast.ana.scope, "Xiomara Tzul")  # the names are open in this process
        keys, tokens = vault.ring(), vault.query_tokens(vault.ring().token_key, "Xiomara Tzul")
        assert names_memory.candidates(keys, tokens, 1)
    for player in (real_cast.flor, real_cast.irma, real_cast.gloria):
        with acting(player.scope):
            assert names_memory.candidates(keys, tokens, 1) == {}
