"""Keeping services: who may, what is refused, what is left behind."""

import dataclasses
import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from offers import keeper_of, offer, shelter_of_horizonte

import house
from cast import Cast
from contratrata.care.directory import operations, queries
from contratrata.care.directory.models import Service, ServiceCapacity, ServiceMove, ServicePhone
from contratrata.care.directory.states import SERVICE
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting


def test_focal_point_opens_a_service_once(cast: Cast) -> None:
    once = uuid.uuid4()
    first = offer(cast.diana, once=once)
    second = offer(cast.diana, "Otro nombre", once=once)
    assert first.pk == second.pk
    with acting(cast.diana.scope):
        assert [one.name for one in queries.own(cast.diana.scope)] == ["Casa de acogida (ficticia)"]
        assert list(ServiceMove.objects.values_list("verb", "to_state")) == [("open", "active")]


@pytest.mark.parametrize("who", ["elena", "ana", "gloria", "hilda"])
def test_nobody_else_opens_one(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        offer(getattr(cast, who))


@pytest.mark.parametrize("who", ["irma", "flor", "elena", "gloria"])
def test_nobody_changes_the_service_of_another_organisation(cast: Cast, who: str) -> None:
    service = shelter_of_horizonte(cast)
    player = getattr(cast, who)
    with acting(player.scope):
        for act in (
            lambda: operations.change_service(
                service_id=service.pk, expected_version=1, section="que", name="Tomado"
            ),
            lambda: operations.assure(service_id=service.pk, expected_version=1),
            lambda: operations.pause(service_id=service.pk),
            lambda: operations.tell_places(places={service.pk: (99, 99)}),
        ):
            with pytest.raises(NotAllowed):
                act()
    with acting(cast.diana.scope):
        result = queries.service(service.pk)
        assert (result.name, result.state, result.capacity.total) == (
            "Casa de acogida (ficticia)",
            "active",
            12,
        )


def test_a_shelter_takes_no_address(cast: Cast) -> None:
    service = shelter_of_horizonte(cast)
    with acting(cast.diana.scope):
        with pytest.raises(DomainError) as values:
            operations.change_service(
                service_id=service.pk, expected_version=1, section="donde", address="Calle 1", city="San José"
            )
        assert values.value.field == "kinds"
        # Also past the operation: the table refuses it.
        for column in ("address", "city"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Service.objects.filter(pk=service.pk).update(**{column: "Calle 1"})


def test_what_has_an_address_does_not_become_a_shelter(cast: Cast) -> None:
    service = offer(cast.diana, kinds=("legal",), address="Calle 1 (ficticia)", city="San José")
    with acting(cast.diana.scope):
        with pytest.raises(DomainError):
            operations.change_service(
                service_id=service.pk, expected_version=1, section="que", kinds=["legal", "shelter"]
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.filter(pk=service.pk).update(kinds=["legal", "shelter"])


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"name": "  "}, "name"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["castle"]}, "kinds"),
        ({"sexes": ["x"]}, "sexes"),
        ({"languages": ["klingon"]}, "languages"),
        ({"age_from": 18, "age_to": 12}, "age_to"),
        ({"shut_from": dt.date(2026, 12, 2), "shut_until": dt.date(2026, 12, 1)}, "shut_until"),
        ({"place_area": "GT-01"}, "place_area"),
        ({"areas": []}, "countries"),
        ({"areas": [("CRI", "GT-01")]}, "areas"),
        ({"hours": [(["MO"], dt.time(10), dt.time(9))]}, "closes_1"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(cast: Cast, plain: dict[str, object], field: str) -> None:
    service = shelter_of_horizonte(cast)
    with acting(cast.diana.scope), pytest.raises(DomainError) as values, transaction.atomic():
        operations.change_service(service_id=service.pk, expected_version=1, section="que", **plain)  # type: ignore[arg-type]
    assert values.value.field == field


def test_the_whole_country_swallows_its_areas(cast: Cast) -> None:
    service = offer(cast.diana, areas=(("CRI", ""), ("CRI", "CR-SJ"), ("PAN", "PA-8")))
    with acting(cast.diana.scope):
        rows = sorted(service.areas.values_list("country", "area"))
    assert rows == [("CRI", ""), ("PAN", "PA-8")]


def test_pause_close_and_open_again_leave_their_moves(cast: Cast) -> None:
    service = offer(cast.diana)
    with acting(cast.diana.scope):
        operations.pause(service_id=service.pk, words="Obras")
        with pytest.raises(WrongState):
            operations.pause(service_id=service.pk)
        operations.close(service_id=service.pk)
        operations.resume(service_id=service.pk)
        rows = ServiceMove.objects.order_by("at").values_list("verb", "from_state", "to_state", "words")
        assert list(rows) == [
            ("open", "", "active", ""),
            ("pause", "active", "paused", "Obras"),
            ("close", "paused", "closed", ""),
            ("resume", "closed", "active", ""),
        ]
    with acting(cast.elena.scope), acting(cast.irma.scope):
        assert ServiceMove.objects.count() == 0  # why it paused is its organisation's own


def test_telling_places_is_all_or_none_and_leaves_a_trace(cast: Cast) -> None:
    one, two = offer(cast.diana, "Uno"), offer(cast.diana, "Dos", places=(5, 5))
    with acting(cast.diana.scope):
        with pytest.raises(DomainError), transaction.atomic():
            operations.tell_places(places={one.pk: (3, 1), two.pk: (2, 3)})
        assert not ServiceCapacity.objects.filter(service=one).exists()
        assert operations.tell_places(places={one.pk: (3, 1), two.pk: (5, 0)}) == 2
        assert dict(ServiceCapacity.objects.values_list("service__name", "free")) == {"Uno": 1, "Dos": 0}
        operations.tell_places(places={one.pk: None})
        assert list(ServiceCapacity.objects.values_list("service__name", flat=True)) == ["Dos"]
    with acting(dataclasses.replace(cast.diana.scope, audit=True)):
        rows = [e.details for e in Entry._base_manager.filter(event="service.places_told").order_by("id")]
    assert sorted(rows, key=str) == sorted(
        [{"free": 5, "total": 5}, {"free": 1, "total": 3}, {"free": 0, "total": 5}], key=str
    )
    with acting(dataclasses.replace(cast.diana.scope, audit=True)):
        [stopped] = Entry._base_manager.filter(event="service.changed")
    assert (stopped.subject_id, stopped.details) == (one.pk, {"section": "plazas"})


def test_the_table_of_moves_is_the_one_in_the_database(cast: Cast) -> None:
    from importlib import import_module

    migration = import_module("contratrata.care.directory.migrations.0002_protect")
    assert SERVICE.triples() == migration.TRIPLES


def test_every_organisation_of_the_realm_reads_and_no_other_realm(real_cast: Cast) -> None:
    """Real commits through the `app` login: the database itself keeps the realms apart."""
    service = shelter_of_horizonte(real_cast)
    tables = ("service", "servicearea", "servicecapacity")
    for who in ("ana", "irma", "flor", "gloria", "diana"):
        with acting(getattr(real_cast, who).scope):
            assert [one.pk for one in Service.objects.all()] == [service.pk]
    with acting(real_cast.julia.scope):
        assert Service.objects.count() == 0
        assert not queries.whole(real_cast.julia.scope).exists()
    with house.connect("app") as bare:
        for table in tables:
            assert bare.execute(f"SELECT count(*) FROM directory_{table}").fetchone() == (0,)


def test_the_database_refuses_to_write_for_another_organisation(real_cast: Cast) -> None:
    service = shelter_of_horizonte(real_cast)
    with acting(real_cast.irma.scope):
        assert Service.objects.filter(pk=service.pk).update(name="Tomado") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Service.objects.create(
                organisation_id=service.organisation_id, name="Ajeno", kinds=["legal"], place_country="CRI"
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            # Her own row on the other's service: realm and owner are tied to those of the service.
            ServicePhone.objects.create(service=service, number="+502 0000 0000")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Service.objects.create(realm=2, name="Otro reino", kinds=["legal"], place_country="GTM")


def test_a_service_of_the_training_realm_stays_there(real_cast: Cast) -> None:
    training = offer(keeper_of(real_cast.escuela, "Karla"), areas=(("CRI", ""),))
    with acting(real_cast.ana.scope):
        assert Service.objects.count() == 0
        with pytest.raises(Service.DoesNotExist):
            queries.service(training.pk)
        result = queries.who_can_help(real_cast.ana.scope, need="shelter", country="CRI")
    assert result == []
