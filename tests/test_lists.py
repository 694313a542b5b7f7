"""The laws of every list: found, not listed, so that a new one is held to them by itself.

Each row once whatever the filters and the order, forwards and backwards; a constant number of statements; what cannot
be read is said; a stranger's rows in no list and no sheet; no control of more than 200 choices.
"""

import csv
import dataclasses
import datetime as dt
import importlib
import io
import itertools
import pkgutil
import sys
import uuid
from typing import Any

import openpyxl
import pytest
from django import forms
from django.db import connection, models
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

import contratrata
import scenario
from cast import Cast
from certified import HOLDER, WHAT
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import Case
from contratrata.care.referrals import operations as referrals
from contratrata.doors.joining import operations as joining
from contratrata.ground.base import clock
from contratrata.ground.base.models import Confidential
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.credentials import operations as credentials
from contratrata.ground.lists.declared import List
from contratrata.ground.lists.exporting import columns_of, defused
from contratrata.ground.network.public import job_scope
from contratrata.ground.nouns import operations as nouns
from contratrata.knowledge.countries.models import ENTRIES
from contratrata.knowledge.events.models import EVENTS
from contratrata.knowledge.lessons.models import LESSONS, USES
from contratrata.knowledge.practices.models import PRACTICES
from contratrata.knowledge.roster import operations as roster
from contratrata.knowledge.roster.queries import own
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, TASKS
from contratrata.training.curriculum.models import COMPETENCES, COURSES, THEMES, UNITS
from contratrata.training.plan.models import CONTRIBUTIONS, FACILITATIONS, OFFERINGS, PLANS
from downloads import body_of, sheet_content
from listing import listed, walked
from nouns import every_noun, values_for
from registering import happening, signed_up

#: Who sees rows of each list in the world below, and the address of its page.
PLACES = {
    "countries": ("beatriz", "/paises/"),
    "practices": ("beatriz", "/practicas/"),
    "events": ("beatriz", "/eventos/"),
    "lessons": ("beatriz", "/lecciones/"),
    "lesson_uses": ("beatriz", "/usos-de-mensajes/"),
    "systematisations": ("beatriz", "/sistematizaciones/"),
    "recommendation_tasks": ("beatriz", "/recomendaciones/"),
    "training_themes": ("beatriz", "/formacion/temas/"),
    "training_competences": ("beatriz", "/formacion/competencias/"),
    "training_courses": ("beatriz", "/formacion/cursos/"),
    "training_units": ("beatriz", "/formacion/unidades/"),
    "training_plans": ("beatriz", "/formacion/planes/"),
    "training_offerings": ("beatriz", "/formacion/cursos-que-se-dan/"),
    "training_facilitations": ("beatriz", "/formacion/facilitacion/"),
    "training_contributions": ("beatriz", "/formacion/aportes/"),
    "training_coverage": ("beatriz", "/formacion/que-falta-cubrir/"),
    "registrations": ("flor", "/inscripciones/"),
    "roster": ("beatriz", "/personas-expertas/"),
    "cases": ("beatriz", "/casos/"),
    "contacts": ("beatriz", "/casos/primeros-contactos/"),
    "inbox": ("diana", "/bandeja/"),
    "outbox": ("ana", "/derivaciones/"),
    "organisations": ("ana", "/organizaciones/"),
    "credentials": ("flor", "/certificados/"),
    "joining": ("gloria", "/red/peticiones/"),
    "staff": ("flor", "/personal/"),
    "helps": ("flor", "/ayuda-de-acceso/"),
    "notices": ("diana", "/avisos/"),
    "imports": ("beatriz", "/casos/importar/"),
    "trail": ("hilda", "/rastro/"),
}
#: Lists of few rows by their nature: no index serves their order.
SHORT = {"staff", "organisations", "helps"}
MOST_CHOICES = 200


def every_list() -> dict[str, List[Any, Any]]:
    """Every list that stands in a module of ours."""
    for module in pkgutil.walk_packages(contratrata.__path__, "contratrata."):
        if module.name.rpartition(".")[2].endswith("listing"):
            importlib.import_module(module.name)
    result: dict[str, List[Any, Any]] = {}
    for name, module_ in list(sys.modules.items()):
        if name.startswith("contratrata."):
            result |= {one.name: one for one in vars(module_).values() if isinstance(one, List)}
    return result | {key: noun.list for key, noun in every_noun().items()}


LISTS = every_list()


def key_of(row: Any) -> Any:
    """What tells a row of any list from the others: the model object it was made of, or its words."""
    kinds = ("case", "contact", "referral", "organisation", "membership", "help", "notice", "row", "of")
    for name in kinds:
        if hasattr(row, name) and isinstance(getattr(row, name), models.Model):
            return getattr(row, name).pk
    return dataclasses.astuple(row)


def fill(cast: Cast) -> None:
    """Rows in every list, with ties, with what is not known, and with nothing at all."""
    days = (dt.date(2026, 1, 5), dt.date(2026, 1, 5), None, dt.date(2026, 3, 1), None)
    with acting(cast.ana.scope):
        for number in range(7):
            case = cases.register_case(scenario.case_of_ana())
            consent = cases.give_consent(case.id, new=scenario.permission(cast.horizonte.id))
            due = None if number % 3 == 0 else clock.now() + dt.timedelta(days=number % 2)
            Case.objects.filter(id=case.id).update(arrived_on=days[number % 5], next_due=due)
            cases.record_first_contact(contact={"said": "Preguntó", "channel": "hotline"})
            if number < 5:
                created = referrals.start(
                    case_id=case.id, receiver_id=cast.horizonte.id, aims=scenario.AIMS, urgency="h24"
                )
                referrals.choose_parts(created.id, parts=scenario.PARTS)
                referrals.choose_consent(created.id, consent_id=consent.id)
                referrals.send(created.id)
        at = Case.objects.order_by("touched_at", "id").values_list("touched_at", flat=True)[0]
        Case.objects.filter(id__in=Case.objects.order_by("id").values("id")[:3]).update(touched_at=at)
    offered = 0
    for player in (cast.ana, cast.beatriz, cast.diana, cast.flor, cast.elena, cast.irma):
        with acting(player.scope):
            if offered < 3 and own(player.scope) is None:  # each says yes once: a second time others do
                data = {"subjects": ("legal",), "countries": ("GTM",), "languages": ("spanish",)}
                roster.consent(values=data, agreed=True)
                offered += 1
    with acting(job_scope(cast.red)):
        for number in range(3):
            texts = dict.fromkeys(("name", "contact", "email", "text"), f"Lucero {number} (ficticio)")
            joining.keep(uuid.uuid4(), texts=texts, country="SLV", language="es")
    with acting(cast.flor.scope):
        credentials.award([HOLDER] * 3, **WHAT)
    event = happening(cast)
    for number in range(3):
        signed_up(event, number, country=("GTM", "HND", "HND")[number], confirmed=number > 0)
    with acting(cast.beatriz.scope):
        for country in ("GTM", "GTM", "HND"):
            name = Translated.of({"es": "Línea (ficticia)"})
            nouns.write(ENTRIES, values={"kind": "hotline", "country": country, "name": name})
            nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro") | {"country": country})
            nouns.write(EVENTS, values=values_for(EVENTS, "Faro") | {"country": country})
            nouns.write(LESSONS, values=values_for(LESSONS, "Faro"))
            nouns.write(USES, values=values_for(USES, "Faro") | {"country": country})
            nouns.write(SYSTEMATISATIONS, values=values_for(SYSTEMATISATIONS, "Faro"))
            nouns.write(TASKS, values=values_for(TASKS, "Faro"))
            for noun in (THEMES, COMPETENCES, COURSES, UNITS, PLANS, OFFERINGS, FACILITATIONS, CONTRIBUTIONS):
                nouns.write(noun, values=values_for(noun, "Faro"))


def scope_for(cast: Cast, name: str) -> Scope:
    return getattr(cast, PLACES[name][0]).scope  # type: ignore[no-any-return]


def asked(what: List[Any, Any], scope: Scope) -> dict[str, list[str]]:
    """For each filter of a list some values that its field takes."""
    values: dict[str, list[str]] = {}
    for one in what.filters:
        field = one.field(scope)
        if isinstance(field, forms.ChoiceField):
            flat = itertools.chain.from_iterable(
                [key for key, _words in label] if isinstance(label, list | tuple) else [value]
                for value, label in field.choices  # type: ignore[union-attr]
            )
            values[one.name] = [str(value) for value in flat if value][:30]
        elif isinstance(field, forms.DateField):
            values[one.name] = ["2026-01-05" if not one.not_before else "2026-02-01"]
        elif isinstance(field, forms.BooleanField):
            values[one.name] = ["on"]
        else:
            values[one.name] = ["a"]
    return values


def test_every_list_has_a_place_here() -> None:
    assert set(LISTS) == set(PLACES)


def test_the_place_of_every_list_shows_it(cast: Cast) -> None:
    from signin import sign_in

    for name, (who, path) in PLACES.items():
        answer = sign_in(Client(), getattr(cast, who)).get(path)
        assert answer.status_code == 200, path
        assert answer.context["page"].what.name == name


def _realm_of(what: Any) -> tuple[str, ...]:
    """A list of shared rows is the realm's: its indexes lead with that."""
    return ("realm",) if what.name in {*every_noun(), "roster", "training_coverage"} else ()


def leading(model: type[models.Model]) -> list[list[str]]:
    """What each index of a model orders by, its columns as `order_by` writes them."""
    result = [[*one.fields] for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    for index in model._meta.indexes:
        if index.expressions:
            result.append([_written(one) for one in index.expressions])
        else:
            result.append([f"-{name}" if way else name for name, way in index.fields_orders])
    return result


def _written(expression: Any) -> str:
    if isinstance(expression, OrderBy) and isinstance(expression.expression, F):
        assert expression.nulls_last or not expression.descending
        return f"{'-' if expression.descending else ''}{expression.expression.name}"
    return str(expression.name)


@pytest.mark.parametrize("name", sorted(set(LISTS) - SHORT))
def test_every_order_ends_in_a_unique_key_and_has_its_index(cast: Cast, name: str) -> None:
    what = LISTS[name]
    with acting(scope_for(cast, name)):
        model = what.visible(scope_for(cast, name)).model
    assert issubclass(model, Confidential)
    indexes = leading(model)
    for order in what.orders:
        last = model._meta.get_field(order.keys[-1].lstrip("-"))
        unique = [
            [*one.fields] for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)
        ]
        assert last.unique or ["organisation_id", last.name] in unique, (name, order.name)
        wanted = [[lead, *order.keys] for lead in ("organisation_id", "receiver_id", *_realm_of(what))]
        assert any(one in wanted for one in indexes), (name, order.name)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_each_row_stands_once_in_every_order_there_and_back(cast: Cast, name: str) -> None:
    fill(cast)
    scope = scope_for(cast, name)
    with acting(scope):
        short = dataclasses.replace(LISTS[name], size=2)
        everything = {row.pk for row in short.visible(scope)}
        for order in short.orders:
            query = f"?orden={order.name}"
            tabs = [f"&{short.tabs.name}={tab.slug}" for tab in short.tabs.tabs] if short.tabs else [""]
            for tab in tabs:
                forwards = walked(scope, short, query + tab, key_of)
                flat = list(itertools.chain.from_iterable(forwards))
                assert len(flat) == len(set(flat))
                back, page = [], listed(scope, short, query + tab)
                while page.next:
                    page = listed(scope, short, page.next_url.removeprefix("/lista/"))
                while page.previous:
                    page = listed(scope, short, page.previous_url.removeprefix("/lista/"))
                    back.append([key_of(row) for row in page.rows])
                assert back == forwards[:-1][::-1]
            whole = walked(scope, dataclasses.replace(short, tabs=None), query, key_of)
            assert len(list(itertools.chain.from_iterable(whole))) == len(everything)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_filter_answers_with_as_many_statements_for_many_rows_as_for_few(cast: Cast, name: str) -> None:
    what, scope = LISTS[name], scope_for(cast, name)
    with acting(scope):
        values = asked(what, scope)
    singles = [f"?{field}={value}" for field, some in values.items() for value in some]
    orders = [f"?orden={order.name}" for order in what.orders]
    pairs = [
        f"?{one}={values[one][0]}&{other}={values[other][0]}" for one, other in itertools.combinations(values, 2)
        if values[one] and values[other]
    ]  # fmt: skip
    fill(cast)
    numbers: list[dict[str, int]] = []
    for _time in range(2):
        with acting(scope):
            result = {}
            for query in ("", *singles, *orders, *pairs):
                listed(scope, what, query)
                with CaptureQueriesContext(connection) as statements:
                    page = listed(scope, what, query)
                    page.table()
                assert page.problems == [], (query, page.problems)
                result[query] = len(statements)
            numbers.append(result)
        fill(cast)
    grown = {q: (numbers[0][q], numbers[1][q]) for q in numbers[0] if numbers[1][q] > numbers[0][q] > 3}
    assert grown == {}
    assert max(numbers[1].values()) <= 12


@pytest.mark.parametrize("name", sorted(LISTS))
def test_what_cannot_be_read_is_said_and_narrows_nothing(cast: Cast, name: str) -> None:
    fill(cast)
    what, scope = LISTS[name], scope_for(cast, name)
    with acting(scope):
        whole = [key_of(row) for row in listed(scope, what).rows]
        for query in ("?desconocido=1", "?orden=nada", "?despues=nada", "?antes=%00"):
            page = listed(scope, what, query)
            assert len(page.problems) == 1, query
            assert [key_of(row) for row in page.rows] == whole
        for one in what.filters:
            field = one.field(scope)
            if isinstance(field, forms.ChoiceField | forms.DateField):
                page = listed(scope, what, f"?{one.name}=no-es-nada")
                assert len(page.problems) == 1
                assert str(field.label) in page.problems[0]
                assert [key_of(row) for row in page.rows] == whole
            if one.not_before:
                page = listed(scope, what, f"?{one.name}=2026-01-01&{one.not_before}=2026-01-02")
                assert len(page.problems) == 1
                assert "es anterior a" in page.problems[0]
                assert [key_of(row) for row in page.rows] == whole
                assert (
                    listed(scope, what, f"?{one.name}=2026-01-02&{one.not_before}=2026-01-02").problems == []
                )


def test_a_key_of_another_list_or_order_is_none(cast: Cast) -> None:
    fill(cast)
    scope = scope_for(cast, "cases")
    short = dataclasses.replace(LISTS["cases"], size=2)
    with acting(scope):
        key = listed(scope, short).next
        assert listed(scope, short, f"?despues={key}").problems == []
        assert listed(scope, short, f"?orden=code&despues={key}").problems != []
        other = dataclasses.replace(LISTS["contacts"], size=2)
        assert listed(scope, other, f"?despues={key}").problems != []
        assert listed(scope, short, f"?despues={key[:-2]}AA").problems != []


def test_no_control_of_a_list_holds_more_than_a_person_can_read(cast: Cast) -> None:
    for name, what in LISTS.items():
        scope = scope_for(cast, name)
        with acting(scope):
            for one in what.filters:
                field = one.field(scope)
                if isinstance(field, forms.ChoiceField):
                    assert len(list(field.choices)) <= MOST_CHOICES, (name, one.name)  # type: ignore[arg-type]


def test_a_chosen_order_is_kept_for_the_session(cast: Cast) -> None:
    scope, session = scope_for(cast, "cases"), dict[str, Any]()
    with acting(scope):
        assert listed(scope, LISTS["cases"], "", session).asked.order.name == "touched"
        listed(scope, LISTS["cases"], "?orden=code", session)
        assert listed(scope, LISTS["cases"], "", session).asked.order.name == "code"
        assert listed(scope, LISTS["contacts"], "", session).asked.order.name == "newest"


# Sheets.
@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second factor was proved just now; asking for it has tests of its own."""
    monkeypatch.setattr("contratrata.ground.accounts.proofs.fresh", lambda _request: True)


def sheet_of(client: Client, path: str, **fields: str) -> list[list[Any]]:
    """The rows of the CSV that a list gives, its heading first."""
    content = sheet_content(client, path, **fields)
    assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    assert content.count(b"\r\n") >= 1
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


EXPORTED = sorted(name for name, what in LISTS.items() if what.export is not None)


@pytest.mark.usefixtures("proved")
@pytest.mark.parametrize("name", EXPORTED)
def test_a_sheet_has_the_columns_of_the_page_and_the_rows_of_the_reader(cast: Cast, name: str) -> None:
    from signin import sign_in

    fill(cast)
    who, path = PLACES[name]
    what, client = LISTS[name], sign_in(Client(), getattr(cast, who))
    rows = sheet_of(client, path)
    assert rows[0] == [str(one.label) for one in columns_of(what.columns, identities=False)]
    shown = {one.name for one in what.columns if one.page and one.sheet}
    assert shown <= {one.name for one in columns_of(what.columns, identities=True)}
    scope = scope_for(cast, name)
    with acting(scope):
        page = listed(scope, what)
        number = page.asked.narrowed(what.visible(scope)).count()
    assert abs(len(rows) - 1 - number) <= 2  # the trail grows by what we do here
    assert len(rows) > 1


@pytest.mark.usefixtures("proved")
@pytest.mark.parametrize("name", EXPORTED)
def test_nothing_of_another_organisation_is_in_a_list_or_a_sheet(cast: Cast, name: str) -> None:
    from signin import sign_in

    fill(cast)
    path = PLACES[name][1]
    for stranger in (cast.irma, cast.julia):
        client = sign_in(Client(), stranger)
        page = client.get(path)
        if page.status_code == 404:
            assert client.post(f"{path}?exportar=1", {"kind": "csv", "reason": "work"}).status_code == 404
            continue
        values = page.content.decode()
        export = LISTS[name].export
        assert export is not None
        if export.may(stranger.scope):
            values += str(sheet_of(client, path))
        else:
            refused = client.post(f"{path}?exportar=1", {"kind": "csv", "reason": "work"})
            assert "Content-Disposition" not in refused
            values += refused.content.decode()
        for secret in (
            *scenario.SECRETS[:3],
            "Casa Refugio" if stranger is cast.julia else scenario.SECRETS[0],
        ):
            assert secret not in values


@pytest.mark.usefixtures("proved")
def test_names_leave_only_with_the_right_and_when_asked_for(cast: Cast) -> None:
    from signin import sign_in

    fill(cast)
    beatriz, ana = (sign_in(Client(), one) for one in (cast.beatriz, cast.ana))
    assert scenario.SECRETS[0] not in str(sheet_of(beatriz, "/casos/"))
    assert scenario.SECRETS[0] in str(sheet_of(beatriz, "/casos/", identities="on"))
    assert scenario.SECRETS[0] not in str(sheet_of(ana, "/casos/", identities="on"))
    with acting(cast.hilda.scope):
        from contratrata.ground.audit.public import Entry

        traces = Entry.objects.filter(event="case.exported").order_by("at", "id")
        values = [(one.details["rows"], one.details["identities"], one.details["reason"]) for one in traces]
    assert values == [(7, False, "work"), (7, True, "work"), (7, False, "work")]


@pytest.mark.usefixtures("proved")
def test_a_sheet_follows_the_filters_and_refuses_what_it_cannot_read(cast: Cast) -> None:
    from signin import sign_in

    fill(cast)
    client = sign_in(Client(), cast.beatriz)
    assert len(sheet_of(client, "/casos/?desde=2026-02-01")) == 2
    for odd in ("?desde=ayer", "?desde=2026-02-01&hasta=2026-01-01", "?nada=1"):
        answer = client.post(f"/casos/{odd}&exportar=1", {"kind": "csv", "reason": "work"})
        assert answer.status_code == 302
    assert client.post("/casos/?exportar=1", {"kind": "csv"}).status_code == 200  # no reason: the form again
    assert client.post("/casos/?exportar=1", {"kind": "odt", "reason": "work"}).status_code == 200


@pytest.mark.usefixtures("proved")
def test_a_workbook_holds_the_same_and_runs_nothing(cast: Cast) -> None:
    from signin import sign_in

    with acting(cast.beatriz.scope):
        data = {**scenario.case_of_ana().values, "given_names": "=1+1", "chosen_name": ""}
        cases.register_case(dataclasses.replace(scenario.case_of_ana(), values=data))
    client = sign_in(Client(), cast.beatriz)
    sent = {"kind": "xlsx", "reason": "work", "identities": "on"}
    answer = client.post("/casos/?exportar=1", sent)
    book = openpyxl.load_workbook(io.BytesIO(body_of(answer)))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][0] == "Persona"
    assert str(rows[1][0]).startswith("=1+1")
    assert book.active["A2"].data_type == "s"  # type: ignore[index]
    assert "casos-" in answer["Content-Disposition"]
    assert sheet_of(client, "/casos/", identities="on")[1][0].startswith("'=1+1")


def test_a_sheet_of_persons_asks_a_fresh_second_factor(cast: Cast) -> None:
    from signin import sign_in

    client = sign_in(Client(), cast.beatriz, fresh=False)
    with acting(cast.beatriz.scope):
        cases.register_case(scenario.case_of_ana())
    for method in (client.get, client.post):
        answer = method("/casos/?exportar=1", {"exportar": "1"} if method == client.get else {"kind": "csv"})
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/confirmar/", reverse("account_reauthenticate")))


@given(st.text(max_size=20))
@settings(max_examples=200)
def test_no_text_begins_a_formula(text: str) -> None:
    assert defused(text).lstrip("'")[:0] == ""
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert defused(text).endswith(text)
