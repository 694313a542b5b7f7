"""What must not be seen is not seen: real commits, the `app` login, every confidential table of cases.

The data could leak: one full case with something in every table. The guards are asked by bare SQL, as a view
that forgot its filter would ask.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.apps import apps
from psycopg import sql
from samples import SECRETS, full

import house
from cast import Cast, Player
from contratrata.care.cases import operations
from contratrata.care.cases.inputs import NewConsent, NewNeed
from contratrata.care.cases.listing import CASES
from contratrata.care.cases.models import Case
from contratrata.care.cases.queries import cards_of, counts, visible_to
from contratrata.ground.base.scope import Scope, acting
from listing import listed

#: Every table of cases that is somebody's, history included; generated, so that a new one is asked too.
TABLES = sorted(
    model._meta.db_table
    for model in apps.get_app_config("cases").get_models()
    if any(field.name == "organisation_id" for field in model._meta.fields)
)
#: Filled by the import only; the tests of the import ask them with rows.
OF_IMPORTS = {table for table in TABLES if table.startswith("imports_import")}
#: Tables that tell of the person: an administrator of the same organisation sees none of their rows.
TELLING = {
    "cases_identity",
    "cases_nameentry",
    "cases_nextstep",
    "cases_firstcontact",
    "cases_registration",
    "cases_consent",
    "cases_casemove",
    "cases_handover",
    "cases_note",
    "cases_statusassertion",
    "cases_sealedversion",
    "cases_unmapped",
}


def _fill(cast: Cast) -> Case:
    """One row at least in every table."""
    with acting(cast.ana.scope):
        contact = {"channel": "hotline", "said": "Un relato reservado"}
        operations.record_first_contact(contact=contact)
        operations.save_registration(step="person", answers={"given_names": "Xiomara"})
        case = operations.register_case(replace(full(), unmapped="NOMBRE COMPLETO: Xiomara"))
        consent = NewConsent(
            purpose="referral",
            recipient_id=cast.horizonte.id,
            aims=("shelter",),
            parts=("identity",),
            given_by="person",
            means="written",
        )
        operations.give_consent(case.id, new=consent)
        alias, began = {"alias": "La Chiquita"}, {"exploited_from": "2026-04"}
        operations.edit_file(case.id, section="nombre", values=alias, expected_version=1)
        operations.edit_file(case.id, section="hechos", values=began, expected_version=2)
        operations.share_with(case.id, user_id=cast.beatriz.user.pk)
        operations.add_need(case.id, need=NewNeed(kind="health"))
    ana, carla = cast.ana.user.pk, cast.carla.user.pk
    for giver, former, taker in ((cast.ana, ana, carla), (cast.carla, carla, ana)):
        with acting(giver.scope):
            operations.hand_over(case.id, to_user_id=taker, expected_responsible_id=former)
    return case


@contextmanager
def _as(scope: Scope | None, login: str = "app") -> Iterator["psycopg.Connection[Any]"]:
    with house.connect(login) as bare:
        bare.autocommit = False
        if scope is not None:
            on = {True: "on", False: ""}
            bare.execute(
                "SELECT set_config('app.user', %s, true), set_config('app.organisation', %s, true), "
                "set_config('app.realm', %s, true), set_config('app.identities', %s, true), "
                "set_config('app.referrals', %s, true), set_config('app.network', %s, true), "
                "set_config('app.audit', %s, true)",
                [
                    str(scope.user_id or ""),
                    str(scope.organisation_id or ""),
                    str(int(scope.realm or 0)),
                    on[scope.identities],
                    on[scope.referrals],
                    on[scope.network],
                    on[scope.audit],
                ],
            )
        yield bare
        bare.rollback()


def _rows(bare: "psycopg.Connection[Any]", table: str) -> int:
    row = bare.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else -1


def test_who_may_read_which_table(real_cast: Cast) -> None:
    _fill(real_cast)
    with _as(real_cast.ana.scope) as bare:
        assert [table for table in TABLES if table not in OF_IMPORTS and not _rows(bare, table)] == []
    wrong: list[str] = []
    others: list[Player] = [
        real_cast.irma,
        real_cast.gloria,
        real_cast.julia,
        real_cast.diana,
        real_cast.elena,
    ]
    for player in others:
        with _as(player.scope) as bare:
            wrong += [f"{player.user.name}: {table}" for table in TABLES if _rows(bare, table)]
    for player in (real_cast.flor, real_cast.hilda):
        with _as(player.scope) as bare:
            wrong += [f"{player.user.name}: {table}" for table in TELLING if _rows(bare, table)]
    with _as(None) as bare:
        wrong += [f"no scope: {table}" for table in TABLES if _rows(bare, table)]
    mixed = replace(real_cast.ana.scope, realm=real_cast.julia.scope.realm)
    with _as(mixed) as bare:
        wrong += [f"other realm: {table}" for table in TABLES if _rows(bare, table)]
    with _as(None, "owner") as bare:
        wrong += [f"owner: {table}" for table in TABLES if _rows(bare, table)]
    assert wrong == []
    assert set(TABLES) >= TELLING


def test_nobody_writes_into_another_organisation(real_cast: Cast) -> None:
    case = _fill(real_cast)
    forged = uuid.uuid4()
    with _as(real_cast.irma.scope) as bare:
        changed = bare.execute("UPDATE cases_case SET responsible_id = %s WHERE id = %s", [forged, case.id])
        assert changed.rowcount == 0
        assert bare.execute("DELETE FROM cases_need WHERE case_id = %s", [case.id]).rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            bare.execute(
                "INSERT INTO cases_caseanswer "
                "(id, organisation_id, realm, case_id, question, version, value, sealed, at) "
                "VALUES (%s, %s, 1, %s, 'act', '1', '', '', now())",
                [forged, case.organisation_id, case.id],
            )
    for table in (
        "cases_note",
        "cases_casemove",
        "cases_handover",
        "cases_statusassertion",
        "cases_sealedversion",
    ):
        with _as(real_cast.ana.scope) as bare, pytest.raises(psycopg.errors.InsufficientPrivilege):
            bare.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def test_the_queries_show_only_what_concerns_one(real_cast: Cast) -> None:
    case = _fill(real_cast)
    for player in (real_cast.ana, real_cast.beatriz):
        with acting(player.scope):
            assert [row.case.id for row in listed(player.scope, CASES).rows] == [case.id]
    nobody = ("carla", "flor", "hilda", "irma", "gloria", "julia", "diana", "elena")
    for who in nobody:
        scope = getattr(real_cast, who).scope
        with acting(scope):
            assert not visible_to(scope).exists(), who
            assert listed(scope, CASES).rows == [], who
            assert cards_of(scope, [case.id]) == {}, who
            assert sum(counts(scope).values()) == 0, who


def test_a_dump_names_nobody(real_cast: Cast) -> None:
    _fill(real_cast)
    result: list[str] = []
    with house.connect("keeper") as keeper:
        tables = [
            str(name)
            for (name,) in keeper.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        ]
        for table in tables:
            if keeper.execute("SELECT has_table_privilege(%s, 'SELECT')", [table]).fetchone() != (True,):
                continue
            rows = keeper.execute(
                sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            ).fetchall()
            result += [
                f"{table}: {secret}"
                for (text,) in rows
                for secret in SECRETS
                if secret in str(text) or secret.encode().hex() in str(text)
            ]
        assert "cases_identity" in tables
    assert result == []


def test_every_index_of_a_confidential_table_leads_with_the_organisation() -> None:
    with house.connect("owner") as owner:
        rows = owner.execute(
            "SELECT c.relname, i.relname, a.attname, x.indisprimary FROM pg_index x "
            "JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] WHERE c.relname = ANY(%s)",
            [TABLES],
        ).fetchall()
        forced = owner.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity",
            [TABLES],
        ).fetchall()
    assert sorted(str(name) for (name,) in forced) == TABLES
    tables_led = {
        str(table) for table, _i, column, primary in rows if not primary and column == "organisation_id"
    }
    assert sorted(tables_led) == TABLES
