"""What leaves as HSDS 3.0 is what its schemas ask for, and never the address of a shelter."""

import datetime as dt
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from offers import offer, shelter_of_horizonte

from cast import Cast
from contratrata.care.directory import hsds, operations
from contratrata.care.directory.models import Service
from contratrata.ground.base.scope import acting

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hsds" / "schema"
#: Words of the schemas that say nothing about a value.
NOTES = {
    "name", "path", "description", "datapackage_metadata", "title", "constraints", "example", "core",
    "datapackage_type", "tabular_required",
}  # fmt: skip
TYPES = {"string": str, "number": (int, float), "array": list, "object": dict}


def check(value: Any, schema: dict[str, Any], at: str) -> None:
    """The part of JSON Schema that HSDS 3.0 uses; a word it does not know fails: nothing goes unchecked."""
    for word, answer in schema.items():
        if word in NOTES or word in {"items", "properties"}:
            continue
        if word == "$ref":
            check(value, load(answer), at)
        elif word == "type":
            assert isinstance(value, TYPES[answer]), f"{at}: {value!r} is no {answer}"
        elif word == "required":
            assert set(answer) <= set(value), f"{at} lacks {set(answer) - set(value)}"
        elif word == "enum":
            assert value in answer, f"{at}: {value!r}"
        elif word == "format":
            check_format(value, answer, at)
        else:
            pytest.fail(f"{at}: the schema says {word}, which is not checked")
    for name, member in schema.get("properties", {}).items():
        if name in value:
            check(value[name], member, f"{at}.{name}")
    if "items" in schema:
        for n, one in enumerate(value):
            check(one, schema["items"], f"{at}[{n}]")


def check_format(value: str, text: str, at: str) -> None:
    if text == "uuid":
        assert str(uuid.UUID(value)) == value, at
    elif text == "date-time":
        assert dt.datetime.fromisoformat(value).tzinfo is not None, at
    else:
        assert text in {"email", "uri", "date"}, f"{at}: {text}"


def load(name: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((SCHEMAS / name).read_text())
    return result


def full(cast: Cast) -> Service:
    """A service with everything there is, an address too."""
    created = offer(cast.diana, "Clínica de día (ficticia)", kinds=("health", "psychosocial"), places=(6, 2))
    with acting(cast.diana.scope):
        return operations.change_service(
            service_id=created.pk,
            expected_version=1,
            section="todo",
            description="Atención de día.",
            place_area="CR-SJ",
            city="San José",
            address="Avenida de Prueba 1 (ficticia)",
            accessibility=["wheelchair", "children"],
            age_from=12,
            age_to=60,
            sexes=["female"],
            languages=["spanish", "english"],
            for_whom="Con cita",
            cost="by_means",
            cost_words="Desde 0",
            how_to_apply="Llamar antes",
            required_documents=["Ninguno imprescindible"],
            schedule_words="También sábados",
            waiting="dos días",
            shut_until=dt.date(2026, 12, 31),
            areas=[("CRI", "CR-SJ"), ("PAN", "")],
            hours=[(["MO", "TU"], dt.time(8), dt.time(16, 30))],
            phones=[("+506 2222 0000", "Recepción", True)],
        )


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the HSDS schemas are not beside the repository")
def test_what_is_exported_is_what_the_schemas_ask_for(cast: Cast) -> None:
    shelter_of_horizonte(cast)
    full(cast)
    with acting(cast.diana.scope):
        result = operations.export()
    assert len(result) == 2
    for document in result:
        check(document, load("service.json"), document["name"])
        check(document["organization"], load("organization.json"), "organization")


def test_a_shelter_exports_country_and_area_and_nothing_nearer(cast: Cast) -> None:
    service = shelter_of_horizonte(cast)
    with acting(cast.diana.scope):
        operations.change_service(
            service_id=service.pk, expected_version=1, section="donde", place_area="CR-SJ"
        )
        [document] = operations.export()
        # Were the CHECK ever to fall, the export would still keep silent.
        loaded = Service.objects.get(pk=service.pk)
        loaded.address, loaded.city = "Calle Secreta 1", "Pueblo Secreto"
        forced = json.dumps(hsds.service_document(loaded, cast.horizonte))
    [at] = document["service_at_locations"]
    assert set(at["location"]) == {"id", "location_type", "name"}
    assert at["location"]["name"] == "San José, Costa Rica"
    assert re.findall(r"address|latitude|longitude|Secret", json.dumps(document) + forced) == []


def test_other_services_export_their_address(cast: Cast) -> None:
    full(cast)
    with acting(cast.diana.scope):
        [document] = operations.export()
    [address] = document["service_at_locations"][0]["location"]["addresses"]
    assert (address["address_1"], address["city"], address["state_province"], address["country"]) == (
        "Avenida de Prueba 1 (ficticia)",
        "San José",
        "San José",
        "CR",
    )
    assert document["capacities"][0]["available"] == 2
    assert document["schedules"][0] | {"id": "", "service_id": ""} == {
        "id": "",
        "service_id": "",
        "freq": "WEEKLY",
        "byday": "MO,TU",
        "opens_at": "08:00",
        "closes_at": "16:30",
    }


def test_closed_services_and_the_other_realm_stay(cast: Cast) -> None:
    service = shelter_of_horizonte(cast)
    with acting(cast.julia.scope):
        assert operations.export() == []
    with acting(cast.diana.scope):
        operations.close(service_id=service.pk)
        assert operations.export() == []


def test_the_command_writes_one_organisation_or_the_network(cast: Cast, tmp_path: Path) -> None:
    shelter_of_horizonte(cast)
    offer(cast.diana, "Otra", kinds=("legal",))
    call_command("export_hsds", out=tmp_path / "red.json", organisation=None)
    assert [one["name"] for one in json.loads((tmp_path / "red.json").read_text())] == [
        "Casa de acogida (ficticia)",
        "Otra",
    ]
    call_command("export_hsds", out=tmp_path / "una.json", organisation=cast.clinica.pk)
    assert json.loads((tmp_path / "una.json").read_text()) == []
