"""A second importer, of things that are confidential to nobody: what a noun brings is a few functions."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pytest

from cast import Cast, Player
from contratrata.care.cases.imports.public import CASES
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.imports import importer as registry
from contratrata.ground.imports import operations, queries, sealing, working
from contratrata.ground.imports.models import Import, ImportMove, ImportRow
from contratrata.ground.imports.moving import locked
from contratrata.ground.imports.public import Finding, Importer, Kind, Reading, Understood
from contratrata.ground.network.public import Role, job_scope
from contratrata.ground.sheets.public import Headers, SourceRow
from contratrata.ground.vault import public as vault

Line = tuple[str, str, str]


class LineImporter(Importer[Line]):
    """Help lines, kept in a dictionary."""

    key, namespace, event = "lines", "lines_import", "lines_import"
    confidential = False
    roles = (Role.ORG_ADMIN,)
    headers = Headers.of({"name": ("Nombre",), "phone": ("Teléfono",)})
    title = short = lead = "Líneas"
    home = ("cases:list", "Líneas", "Ver las líneas")
    help_template = "cases/imports/help.html"

    def __init__(self) -> None:
        self.lines: dict[uuid.UUID, Line] = {}

    def noun(self, number: int) -> str:
        return "línea" if number == 1 else "líneas"

    def understand(self, row: SourceRow, reading: Reading) -> Understood[Line]:
        phone = str(row.cells.get("phone", "")).removesuffix(".0")
        findings = [] if phone else [Finding("phone", Kind.REFUSED, "Falta el teléfono.")]
        return Understood((reading.key, str(row.cells.get("name", "")), phone), findings)

    def is_field(self, name: str) -> bool:
        return name in ("name", "phone")

    def apply(self, batch: Sequence[Line]) -> Sequence[uuid.UUID]:
        created = [uuid.uuid4() for _line in batch]
        self.lines |= dict(zip(created, batch, strict=True))
        return created

    def reverse(self, ids: list[uuid.UUID]) -> int:
        return len([self.lines.pop(one) for one in ids])

    def known(self, scope: Scope, keys: Collection[str]) -> Collection[str]:
        return {key for key, _name, _phone in self.lines.values()} & set(keys)


@pytest.fixture
def lines() -> Iterator[LineImporter]:
    """The importer, registered for the length of a test."""
    registry.importer_of("cases")
    one = LineImporter()
    registry.register(one)
    yield one
    del registry._importers["lines"]


FILE = "Nombre;Teléfono\nCasa Luna;1455\nSin número;\nFaro;2200\n".encode()


def bring(player: Player, importer: Importer[Any]) -> Import:
    """A file brought by a player, as the jobs leave it."""
    with acting(player.scope):
        one = operations.receive(importer, name="lineas.csv", content=[FILE])
    job = job_scope(player.membership.organisation, user_id=player.user.id)
    working.stage(job, one.id)
    with acting(player.scope):
        operations.apply(one.id)
    working.bring(job, one.id)
    with acting(player.scope):
        return locked(one.id)


def test_a_few_functions_bring_a_thing_in_and_take_it_back(cast: Cast, lines: LineImporter) -> None:
    one = bring(cast.flor, lines)  # she may read no identity
    with acting(cast.flor.scope):
        assert {key: n for key, n in queries.counts(one).items() if n} == {
            "understood": 2,
            "refused": 1,
            "made": 2,
        }
        (refused,) = one.rows.filter(outcome="refused")
        assert refused.findings == ["phone:refused"]
        assert sealing.source_of(refused, vault.ring()).cells == {"name": "Sin número"}
    assert sorted(line[1:] for line in lines.lines.values()) == [("Casa Luna", "1455"), ("Faro", "2200")]
    again = None
    with acting(cast.flor.scope):
        again = operations.receive(lines, name="otra.csv", content=[FILE])
    working.stage(job_scope(cast.flor.membership.organisation, user_id=cast.flor.user.id), again.id)
    with acting(cast.flor.scope):
        assert queries.counts(locked(again.id))["duplicate"] == 2
        operations.reverse(one.id)
    assert (
        working.reverse(job_scope(cast.flor.membership.organisation, user_id=cast.flor.user.id), one.id) == 2
    )
    assert lines.lines == {}


def test_each_brings_what_is_of_her_role_and_sees_no_other(cast: Cast, lines: LineImporter) -> None:
    one = bring(cast.flor, lines)
    with acting(cast.ana.scope), pytest.raises(NotAllowed):
        operations.receive(lines, name="x.csv", content=[FILE])
    with acting(cast.flor.scope), pytest.raises(NotAllowed):
        operations.receive(CASES, name="x.csv", content=[FILE])
    for who in ("ana", "beatriz", "irma", "gloria"):
        with acting(getattr(cast, who).scope), pytest.raises(NotAllowed):
            locked(one.id)


def test_the_database_asks_for_identities_only_where_a_file_holds_some(
    cast: Cast, lines: LineImporter
) -> None:
    open_ = bring(cast.flor, lines)
    with acting(cast.ana.scope):
        closed = operations.receive(CASES, name="casos.csv", content=[b"prs_FirstName;x_Sex\n"])
    for model in (Import, ImportMove):
        field = "id" if model is Import else "of_id"
        with acting(cast.flor.scope):
            assert set(model.objects.values_list(field, flat=True)) == {open_.id}
        with acting(cast.ana.scope):
            assert set(model.objects.values_list(field, flat=True)) == {open_.id, closed.id}
    with acting(cast.flor.scope):
        assert ImportRow.objects.count() == 3
