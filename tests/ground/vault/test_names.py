"""A name is found as it is heard and written in the region, and only near ones are. All fictitious."""

import random

import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from contratrata.ground.vault.name_score import LIKELY, Reason, likely, score
from contratrata.ground.vault.names import (
    MOST,
    MOST_WORDS,
    TOKEN_BYTES,
    Names,
    name_tokens,
    needed,
    query_tokens,
    selects,
    words,
)

KEY = b"fictitious organisation key 0001"

FOUND = [
    ("Maria Lopez", Names("María Fernanda", "López", "García")),
    ("LOPEZ MARIA", Names("María", "López")),
    ("Ernandes Baldes", Names("Óscar", "Hernández", "Valdez")),
    ("Sesar Basques", Names("César", "Vásquez")),
    ("Ma. de los Angeles Cruz", Names("María de los Ángeles", "Cruz")),
    ("Mª Elena Ruiz", Names("María Elena", "Ruiz", "Cabrera")),
    ("M. Fernanda Lainez", Names("María Fernanda", "Láinez")),
    ("Maria Fernanda Lainez", Names("M. Fernanda", "Láinez")),
    ("Fco. Javier Mejia", Names("Francisco Javier", "Mejía", "Solano")),
    ("Hdez. Ma. Jose", Names("María José", "Hernández")),
    ("Pérez, Juan Carlos", Names("Juan Carlos", "Pérez", "Solís")),
    ("Juana Dela Cruz", Names("Juana", "De la Cruz")),
    ("Rosa Delcid", Names("Rosa", "Del Cid", "Umaña")),
    ("Rosa del Cid", Names("Rosa", "Delcid")),
    ("Munios Rosa", Names("Rosa", "Muñoz")),
    ("Yeni Suyapa Flores", Names("Jenny Suyapa", "Flores")),
    ("Jenny Flores", Names("Yeni Suyapa", "Flores", "Paz")),
    ("Yoselin Paz", Names("Jocelyn", "Paz")),
    ("Yaquelin Cooper", Names("Jacqueline", "Cooper")),
    ("Estefani Brown", Names("Stephany", "Brown")),
    ("Kebin Mac Donald", Names("Kevin", "McDonald")),
    ("Kevin Mc Donald", Names("Kevin", "McDonald")),
    ("Ximena Ixcoy", Names("Jimena", "Ixcoy")),
    ("Siomara Tzoc", Names("Xiomara", "Tzoc")),
    ("Quej Catarina", Names("Catarina", "Kej")),
    ("Petrona Tum", Names("Petrona", "Ramírez", "Tum")),
    ("Kiche Ajanel", Names("K'iche'", "Ajanel")),
    ("Isabel Kunil", Names("Isabel", "Cunil", "Chávez")),
    ("Jan Batist", Names("", "Jean-Baptiste")),
    ("Marie Jn-Baptiste", Names("Marie", "Jean-Baptiste")),
    ("Wislin Moro", Names("Wisline", "Moreau")),
    ("Guerlande Saint Fleur", Names("Guerlande", "St-Fleur")),
    ("Luis Joseph", Names("Louis", "Joseph")),
    ("Chrystal Arsu", Names("Cristal", "Arzú")),
    ("Norales Ana", Names("Ana", "Norález")),
    ("Mishel Guity", Names("Michelle", "Güity")),
    ("Shantal Bodden", Names("Chantal", "Bodden")),
    ("Guadalupe Huaman", Names("Guadalupe", "Guamán")),
    ("Gimenez Jeronimo", Names("Gerónimo", "Jiménez")),
    ("Concepsion Enriques", Names("Concepción", "Henríquez")),
    ("Rutila Yamileth Zelaya", Names("Rutilia Llamileth", "Celaya")),
    ("Hernánez Suyapa", Names("Suyapa", "Hernández")),
    ("Suyapa Herández", Names("Suyapa", "Hernández", "Núñez")),
    ("Fernan", Names("Fernanda", "Suazo")),
    ("La Morena", Names("Brenda", "Zúniga", others=("La Morena",))),
    (Names("Ana Lucía", "Méndez"), Names("Ana", "Méndez", "Ruiz")),
    (Names("López", "María"), Names("María", "López")),
    ("Santos López López", Names("Santos", "López", "López")),
    (Names("Blanca", "Sepeda", "Ybarra"), Names("Blanca", "Cepeda", "Ibarra")),
]

NOT_FOUND = [
    ("María López", Names("Mario", "López")),
    ("María López", Names("María", "García")),
    ("Juan Pérez", Names("Juana", "Pérez")),
    ("Julia Tum", Names("Julio", "Tum")),
    ("Pedro Gómez López", Names("Ana", "Gómez", "López")),
    ("María José Gómez López", Names("María Elena", "Gómez", "López")),
    ("Carlos Mejía", Names("Carmen", "Mejía")),
    ("Rosa Martínez", Names("Rosa", "Marroquín")),
    ("José Hernández", Names("José", "Fernández")),
    ("Ana Díaz", Names("Ana", "Paz")),
    ("Jean Pierre", Names("", "Jean-Baptiste")),
    ("Luis Castro", Names("Luis", "Castillo")),
    ("M. López", Names("Pedro", "López")),
    ("Delia Ramos", Names("Delia", "Reyes")),
    ("Kevin Brown", Names("Melvin", "Brown")),
    ("Suyapa Flores", Names("Suyapa", "Torres")),
    ("Ana Cruz", Names("Eva", "Cruz")),
    ("Elsa Paz", Names("Elsa", "Páez", "Montoya", others=("Chita",))),
    ("Xiomara Tzoc", Names("Omar", "Xoc")),
    (Names("Blanca", "Rosales", "Mora"), Names("Blanca", "Morales", "Rosa")),
]


def _selected(query: Names | str, person: Names) -> bool:
    return selects(query_tokens(KEY, query), name_tokens(KEY, person), needed(query)) > 0


@pytest.mark.parametrize(("query", "person"), FOUND, ids=str)
def test_finds_the_file_it_should(query: Names | str, person: Names) -> None:
    assert _selected(query, person)
    assert score(query, person).value >= LIKELY


@pytest.mark.parametrize(("query", "person"), NOT_FOUND, ids=str)
def test_does_not_find_a_distant_one(query: Names | str, person: Names) -> None:
    assert not (_selected(query, person) and score(query, person).value >= LIKELY)


@pytest.mark.parametrize(
    ("query", "person", "reasons"),
    [
        ("María López", Names("María", "López"), {Reason.SAME}),
        ("maria lopes", Names("María", "López"), {Reason.SAME_SOUND}),
        ("López María", Names("María", "López"), {Reason.OTHER_ORDER}),
        ("M. Láinez", Names("María", "Láinez"), {Reason.INITIAL}),
        ("Ma. Láinez", Names("María", "Láinez"), {Reason.ABBREVIATION}),
        ("Suyapa Herández", Names("Suyapa", "Hernández"), {Reason.ONE_SLIP}),
        ("Ana Ruiz", Names("Ana", "Ruiz", "Paz"), {Reason.MISSING_SECOND_SURNAME}),
        ("Chepa", Names("Josefa", "Ruiz", others=("Chepa",)), {Reason.ALIAS, Reason.SAME}),
        ("Fernan", Names("Fernanda"), {Reason.BEGINNING}),
    ],
)
def test_says_why(query: str, person: Names, reasons: set[Reason]) -> None:
    assert set(score(query, person).reasons) == reasons


def test_ranks_the_nearest_first_and_leaves_out_the_rest() -> None:
    people = [
        ("a", Names("Ana", "Mejía", "Solís")),
        ("b", Names("Mariana", "Mejía")),
        ("c", Names("Ana", "Mexía")),
        ("d", Names("Ana", "Mejía")),
        ("e", Names("Berta", "Cáceres")),
    ]
    assert [entry.key for entry in likely("Ana Mejía", people)] == ["d", "c", "a"]


def test_tokens_say_nothing_without_the_key_and_differ_by_organisation() -> None:
    person = Names("María", "López")
    tokens = name_tokens(KEY, person)
    assert {len(token) for token in tokens} == {TOKEN_BYTES}
    assert not tokens & name_tokens(b"another organisation's name key 2", person)
    assert b"lopez" not in b"".join(tokens)


def test_nothing_typed_looks_for_nothing() -> None:
    assert query_tokens(KEY, "  . - ") == ()
    assert score("", Names("Ana")).value == 0
    assert name_tokens(KEY, Names()) == set()
    assert [word.text for word in words("De la")] == ["dela"]


NAMELIKE = st.text(st.characters(categories=("L", "M", "P", "Zs", "N")), max_size=40)


@given(NAMELIKE, NAMELIKE, NAMELIKE)
def test_every_name_finds_itself_in_any_order_and_case(first: str, second: str, third: str) -> None:
    person = Names(first, second, third)
    if not 1 <= len(person.words()) <= MOST_WORDS:
        return
    turned = f"{third} {second} {first}".upper()
    assert score(person, person).value >= 0.9
    if {word.text for word in words(turned)} != {word.text for word in person.words()}:
        return  # upper case is no round trip in every script
    assert _selected(turned, person)
    assert 0.9 <= score(turned, person).value <= 1.0


@given(NAMELIKE, NAMELIKE)
def test_a_score_is_a_fraction(query: str, name: str) -> None:
    assert 0.0 <= score(query, Names(whole=name)).value <= 1.0


def _population(size: int) -> list[Names]:
    fakers = [Faker(locale) for locale in ("es_MX", "es_CO", "es_ES")]
    for seed, faker in enumerate(fakers):
        faker.seed_instance(seed)
    chance = random.Random(7)
    people = []
    for _ in range(size):
        faker = chance.choices(fakers, (5, 2, 1))[0]
        given_name = faker.first_name() + (f" {faker.first_name()}" if chance.random() < 0.55 else "")
        second = faker.last_name() if chance.random() < 0.85 else ""
        people.append(Names(given_name, faker.last_name(), second))
    return people


def test_among_many_few_are_opened_and_the_right_one_is_among_them() -> None:
    people = _population(2_000)
    stored: dict[bytes, set[int]] = {}
    for number, person in enumerate(people):
        for token in name_tokens(KEY, person):
            stored.setdefault(token, set()).add(number)
    opened = []
    for number in range(0, 2_000, 20):
        person = people[number]
        query = f"{person.surname} {person.given.split()[0]}".lower().replace("v", "b").replace("z", "s")
        asked, least = query_tokens(KEY, query), needed(query)
        reached: dict[int, dict[int, int]] = {}
        for token in asked:
            for other in stored.get(token.token, ()):
                best = reached.setdefault(other, {})
                best[token.word] = max(best.get(token.word, 0), token.weight)
        hits = [other for other, best in reached.items() if sum(best.values()) >= least]
        assert number in hits, query
        opened.append(len(hits))
    assert sum(count <= MOST for count in opened) == len(opened)
    assert sorted(opened)[len(opened) // 2] <= 5
