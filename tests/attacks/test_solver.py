"""Who has a dump and no key, public lists of names, and time: she gets what sex and country give, and no more.

The same solver, given the tokens that once stood in the database, names a good part of the house: it is no straw man.
"""

import dataclasses
import itertools
import math
import random
import re
from collections import Counter, defaultdict

import pytest

from cast import Cast
from contratrata.care.cases.demo.persons import FEMALE, MALE, SURNAMES
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.operations import register_cases
from contratrata.ground.base.scope import acting
from contratrata.ground.vault.public import Names, name_tokens
from solver import Guess, Lists, Seen, by_frequency, right, solved
from test_dump import dump

pytestmark = [pytest.mark.real_commits]
HOUSE = 360
COUNTRIES = ("GTM", "HND", "NIC")
#: Bytes that two sealed values may have in common by more than chance.
WINDOW = 8
_HEX = re.compile(r"\\\\x([0-9a-f]+)$")


def lists() -> Lists:
    """Invented frequencies that fall as those of real lists do, each country with an order of its own."""

    def falling(names: tuple[str, ...], seed: int) -> dict[str, float]:
        shuffled = random.Random(seed).sample(names, len(names))
        weights = {name: 1 / (rank + 2) for rank, name in enumerate(shuffled)}
        return {name: weight / sum(weights.values()) for name, weight in weights.items()}

    return Lists(
        {"female": falling(FEMALE, 1), "male": falling(MALE, 2)},
        {country: falling(SURNAMES, seed) for seed, country in enumerate(COUNTRIES, 3)},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """Whom the house knows: her names, sex and country."""

    names: Guess
    sex: str
    country: str


def people(of: Lists) -> list[Known]:
    dice = random.Random(41)
    created = []
    for _ in range(HOUSE):
        sex, country = dice.choice(("female", "female", "male")), dice.choice(COUNTRIES)
        initial = dice.choices(list(of.given[sex]), list(of.given[sex].values()))[0]
        surnames = dice.choices(list(of.surnames[country]), list(of.surnames[country].values()), k=2)
        created.append(Known((initial, surnames[0], surnames[1]), sex, country))
    return created


def registered(cast: Cast, known: list[Known]) -> dict[str, Known]:
    """Registers them; whom each person's id stands for."""
    of: dict[str, Known] = {}
    with acting(cast.ana.scope):
        for start in range(0, len(known), 60):
            batch = known[start : start + 60]
            cases = register_cases([_case(one) for one in batch])
            of |= {str(case.person_id): one for case, one in zip(cases, batch, strict=True)}
    return of


def _case(one: Known) -> NewCase:
    initial, first, second = one.names
    values = {"given_names": initial, "first_surname": first, "second_surname": second}
    more = {
        "sex": one.sex,
        "citizenships": (one.country,),
        "contact_detail": f"+502 {5500 + len(initial)} 0134",
    }
    return NewCase(values=values | more)


Rows = list[dict[str, str]]


def tables(text: str) -> dict[str, Rows]:
    """The rows of every table of a dump, in the order in which they stand there."""
    result: dict[str, Rows] = {}
    lines = iter(text.splitlines())
    for line in lines:
        if match := re.match(r"COPY public\.(\w+) \((.*)\) FROM stdin;", line):
            names = [name.strip('" ') for name in match[2].split(",")]
            rows = itertools.takewhile(lambda row: row != "\\.", lines)
            result[match[1]] = [dict(zip(names, row.split("\t"), strict=True)) for row in rows]
    return result


def stolen(data: dict[str, Rows]) -> dict[str, Seen]:
    """All that a dump says of each person: what any of her rows shares with others', and how long it is."""
    persons = {row["id"]: row for row in data["cases_person"]}
    owner = {row["id"]: row["person_id"] for row in data["cases_case"]}
    owner |= {row["subject_id"]: key for key, row in persons.items()} | {key: key for key in persons}
    tokens: dict[str, set[object]] = defaultdict(set)
    for table, rows in data.items():
        for row in rows:
            whose = {owner[value] for value in row.values() if value in owner}
            for person, (column, value) in itertools.product(whose, row.items()):
                if match := _HEX.match(value):
                    raw = bytes.fromhex(match[1])
                    tokens[person].add((table, column, len(raw)))
                    tokens[person] |= {raw[at : at + WINDOW] for at in range(max(1, len(raw) - WINDOW + 1))}
    often = Counter(token for of in tokens.values() for token in of)
    return {
        key: Seen(
            row["sex"],
            row["citizenships"].strip("{}"),
            frozenset(t for t in tokens[key] if 1 < often[t] < len(persons)),
        )
        for key, row in persons.items()
    }


def most_by_chance(number: int) -> float:
    """So many at most where nothing but luck was added (three deviations)."""
    return number + 3 * math.sqrt(number) + 3


def test_a_dump_gives_no_more_of_a_name_than_sex_and_country(real_cast: Cast) -> None:
    public = lists()
    of = registered(real_cast, people(public))
    seen = stolen(tables(dump("--data-only").decode()))
    ids = [key for key in seen if key in of]
    assert len(ids) == HOUSE
    assert {(seen[key].sex, seen[key].country) for key in ids} == {(k.sex, k.country) for k in of.values()}
    content, truth = [seen[key] for key in ids], [of[key].names for key in ids]
    whole, most = right(solved(content, public), truth)
    whole_by_luck, most_by_luck = right(by_frequency(content, public), truth)
    assert most <= most_by_chance(most_by_luck)
    assert whole <= most_by_chance(whole_by_luck)
    assert whole / HOUSE < 0.05


def test_rows_stand_in_no_order_of_names(real_cast: Cast) -> None:
    """Two neighbours of the dump are as often in the order of the alphabet as not, in every table."""
    of = registered(real_cast, people(lists()))
    result = tables(dump("--data-only").decode())
    owner = {row["id"]: row["person_id"] for row in result["cases_case"]} | {key: key for key in of}
    checked = set()
    for table, rows in result.items():
        order = [next((owner[v] for v in row.values() if v in owner), None) for row in rows]
        names = [of[key].names for key in order if key in of]
        if len(names) < HOUSE / 2:
            continue
        checked.add(table)
        for part in range(3):
            pairs = [(a[part], b[part]) for a, b in itertools.pairwise(names) if a[part] != b[part]]
            assert 0.4 < sum(a < b for a, b in pairs) / len(pairs) < 0.6, (table, part)
    assert {"cases_case", "cases_person", "cases_identity", "cases_nameentry"} <= checked


@pytest.mark.proof
def test_the_solver_names_a_house_whose_tokens_stand_in_clear() -> None:
    """What a dump of the former design gave: the attack is worth its name."""
    public = lists()
    known = people(public)
    key = random.Random(7).randbytes(32)
    values = [Seen(one.sex, one.country, frozenset(name_tokens(key, Names(*one.names)))) for one in known]
    truth = [one.names for one in known]
    whole, most = right(solved(values, public), truth)
    whole_by_luck, most_by_luck = right(by_frequency(values, public), truth)
    assert whole > most_by_chance(whole_by_luck)
    assert most > 3 * most_by_luck
    assert most / HOUSE > 0.3


def test_what_a_figure_says_stands_beside_the_case_anyway(real_cast: Cast) -> None:
    """Rows of single registrations stand in the order they were written, figures too: joined with the cases by that
    order they say nothing that the case's own plain rows do not."""
    public = lists()
    with acting(real_cast.ana.scope):
        for one in people(public)[:20]:
            register_cases([_case(one)])
    result = tables(dump("--data-only").decode())
    facts = [row for row in result["facts_fact"] if row["unit"] == "victim"]
    assert len(facts) == 20
    persons = {row["id"]: row for row in result["cases_person"]}
    cases = result["cases_case"]
    homes = {row["id"]: row["country"] for row in result["network_organisation"]}
    plain = {
        (
            case["registered_at"][:7],
            persons[case["person_id"]]["sex"],
            persons[case["person_id"]]["citizenships"].strip("{}").split(",")[0],
            homes[case["organisation_id"]],
        )
        for case in cases
    }
    for row in facts:
        words = (row["month"][:7], row["sex"], row["citizenship"], row["country"])
        assert words in plain
        assert (row["forms"], row["outcome"], row["age_band"]) == ("{}", "", "")
    # Nothing else joins a figure with a person: no id of hers, and none of its own that tells a time.
    ids = {row["id"] for rows in (cases, result["cases_person"], result["cases_identity"]) for row in rows}
    assert not ids & {value for row in facts for value in row.values()}
