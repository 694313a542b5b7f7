"""What the database gives to each login and scope when every rule above is forgotten: raw SQL, real commits.

The tables are found, not listed: a new confidential table that the world does not fill, or that shows a row
to somebody who must not see it, fails here.
"""

import contextlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import models
from psycopg import sql

import house
import scenario
from cast import Cast
from contratrata.ground.base.models import Confidential, Shared
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import job_scope

#: Seen by the whole realm by design: who offers what, without a person and without a shelter's address.
SHARED = frozenset(m._meta.db_table for m in apps.get_models() if issubclass(m, Shared))
#: Seen by the coordination besides: codes, organisations, deadlines; and requests for a lost second factor.
CONTENT_FREE = frozenset({"referrals_deadline", "accounts_factorhelp", "conversation_report"})
#: Seen by whose practice was reviewed or asked for, by who reviewed it or asks, and by the coordination.
REVIEWS = frozenset({"practices_review", "practices_reply", "adoption_request", "adoption_answer"})
#: Tables whose rows ask for the right to identities: names, contacts, narratives, permissions.
IDENTITIES = frozenset(
    {
        "cases_identity",
        "cases_nameentry",
        "cases_nextstep",
        "cases_firstcontact",
        "cases_registration",
        "cases_consent",
        "cases_casemove",
        "cases_note",
        "cases_unmapped",
        "cases_statusassertion",
        "cases_sealedversion",
    }
)
#: The state in which a row is born, where the world's row has moved on.
BORN = {
    "imports_import": {"state": "received"},
    "referrals_referral": {"state": "draft"},
    "surveys_survey": {"state": "draft"},
}
#: Left for another organisation by design: the row of a notice holds a kind and a code.
FOR_OTHERS = frozenset({"notices_notice"})


def confidential_tables() -> list[str]:
    """Every table whose rows belong to one organisation: our models, and the histories of theirs."""
    result = set()
    for model in apps.get_models():
        columns = {field.column for field in model._meta.concrete_fields}
        ours = model.__module__.startswith("contratrata") and {"organisation_id", "realm"} <= columns
        if issubclass(model, Confidential) or ours:
            result.add(model._meta.db_table)
    return sorted(result - {"audit_unsealed"})


TABLES = confidential_tables()


@contextlib.contextmanager
def told(connection: "psycopg.Connection[Any]", scope: Scope) -> Iterator[None]:
    """A transaction with this scope told to the database; nothing of it stays."""
    values = {
        "user": scope.user_id or "",
        "organisation": scope.organisation_id or "",
        "realm": int(scope.realm) if scope.realm else "",
        **{
            name: "on" if getattr(scope, name) else ""
            for name in ("identities", "referrals", "network", "audit")
        },
    }
    with connection.transaction(force_rollback=True):
        for name, value in values.items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", str(value)])
        yield


def seen(login: str, scope: Scope, of: uuid.UUID) -> set[str]:
    """The tables that show this login, under this scope, a row of that organisation."""
    with house.connect(login) as connection, told(connection, scope):
        return {
            table
            for table in TABLES
            if connection.execute(
                sql.SQL("SELECT 1 FROM {} WHERE organisation_id = %s LIMIT 1").format(sql.Identifier(table)),
                [of],
            ).fetchone()
        }


@pytest.fixture
def world(real_cast: Cast) -> scenario.World:
    """Everything has happened once, committed."""
    return scenario.build(real_cast, committed=True)


@pytest.mark.real_commits
def test_nobody_reads_a_row_that_is_not_hers(world: scenario.World) -> None:
    cast = world.cast
    ours = cast.refugio.id
    # The world is worth walking: every confidential table holds rows of Casa Refugio.
    assert sorted(set(TABLES) - seen("keeper", Scope(), ours)) == []

    for login in ("app", "worker"):
        assert seen(login, Scope(), ours) == set()
        assert seen(login, Scope(user_id=uuid.uuid4(), organisation_id=ours), ours) == set()
    # The owner of the tables is bound too.
    assert seen("owner", Scope(), ours) == set()

    assert seen("app", cast.irma.scope, ours) == SHARED
    assert seen("app", cast.julia.scope, ours) == set()
    assert seen("app", cast.gloria.scope, ours) == SHARED | CONTENT_FREE | REVIEWS
    # A scope of the other realm with every right there is, and the same of a stranger's own organisation.
    assert seen("app", job_scope(cast.escuela), ours) == set()
    assert seen("app", job_scope(cast.clinica), ours) == SHARED

    # Who works at Refugio without the right to identities: the administrator, the auditor.
    for player in (cast.flor, cast.hilda):
        assert seen("app", player.scope, ours) & IDENTITIES == set()
    assert {t for t in seen("app", cast.flor.scope, ours) if t.startswith(("referrals_", "audit_"))} == set()
    # And the right ones do see: the proof above is not of an empty house.
    assert seen("app", cast.ana.scope, ours) >= IDENTITIES


@pytest.mark.real_commits
def test_the_receiver_sees_what_was_shared_and_nothing_of_the_file(world: scenario.World) -> None:
    cast = world.cast
    for player in (cast.diana, cast.elena):
        result = seen("app", player.scope, cast.refugio.id) - SHARED
        assert {table for table in result if not table.startswith("referrals_")} == {
            "vault_sharedkey"
        } | REVIEWS
    # Of a draft and of what is shut: no part, no move, no key.
    with house.connect("app") as connection, told(connection, cast.elena.scope):
        for table, column in (("referrals_referral", "id"), ("referrals_referralmove", "referral_id")):
            named = sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
                sql.Identifier(table), sql.Identifier(column)
            )
            assert connection.execute(named, [world.ids["draft_id"]]).fetchone() == (0,)
        parts = "SELECT count(*) FROM referrals_part WHERE referral_id = %s"
        assert connection.execute(parts, [world.ids["referral_id"]]).fetchone() == (len(scenario.PARTS) + 1,)
        assert connection.execute(parts, [world.ids["closed_referral_id"]]).fetchone() == (0,)
        keys = "SELECT count(*) FILTER (WHERE for_receiver IS NOT NULL), count(*) FROM vault_sharedkey"
        open_keys, all_keys = connection.execute(keys).fetchone() or (0, 0)
        assert (open_keys, all_keys >= open_keys) == (2, True)


@pytest.mark.real_commits
def test_the_login_for_reports_reads_nothing(world: scenario.World) -> None:
    with house.connect("report") as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        read = []
        for (name,) in names:
            with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(str(name))))
                read.append(name)
    assert read == []


def a_row(table: str, of: uuid.UUID) -> dict[str, Any]:
    """One row of that organisation, as the back-up's login reads it."""
    with house.connect("keeper") as keeper:
        query = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE organisation_id = %s LIMIT 1")
        first = keeper.execute(query.format(sql.Identifier(table)), [of]).fetchone()
    assert first is not None, table
    return dict(first[0])  # type: ignore[call-overload]


def forged(row: dict[str, Any], model: type[models.Model]) -> str:
    """The same row with a new key and new unique values, so that only the policy can refuse it."""
    # A trigger asks before the policy whether a row may be born in its state; that is not what is proved here.
    row |= BORN.get(model._meta.db_table, {})
    unique = {c for constraint in model._meta.constraints for c in getattr(constraint, "fields", ())}
    for field in model._meta.concrete_fields:
        fresh = field.primary_key or field.unique or field.name in unique
        if fresh and isinstance(field, models.UUIDField) and field.column != "organisation_id":
            row[field.column] = str(uuid.uuid4())
        elif fresh and isinstance(field, models.CharField) and field.column in row:
            row[field.column] = str(uuid.uuid4())[: min(field.max_length or 8, 8)]
    return json.dumps(row)


@pytest.mark.real_commits
def test_nobody_writes_into_another_organisation(world: scenario.World) -> None:
    """Adding, changing and removing a row of Refugio's, as a stranger with every right, through `app`."""
    ours = world.cast.refugio.id
    by_table = {m._meta.db_table: m for m in apps.get_models()}
    strangers = (job_scope(world.cast.clinica), job_scope(world.cast.escuela), Scope())
    wrote = []
    with house.connect("app") as connection:
        for table in TABLES:
            name = sql.Identifier(table)
            row = forged(a_row(table, ours), by_table[table])
            move = sql.SQL("UPDATE {} SET organisation_id = %s WHERE organisation_id = %s")
            copy = sql.SQL("INSERT INTO {0} SELECT * FROM jsonb_populate_record(NULL::{0}, %s)")
            acts = {
                "add": (copy, [row]),
                "change": (move, [ours, ours]),
                "take": (move, [world.cast.clinica.id, ours]),
                "remove": (sql.SQL("DELETE FROM {} WHERE organisation_id = %s"), [ours]),
            }
            for scope in strangers:
                for act, (statement, values) in acts.items():
                    with told(connection, scope):
                        try:
                            done = connection.execute(statement.format(name), values).rowcount
                        except psycopg.errors.InsufficientPrivilege:
                            done = 0
                        if done and not (act == "add" and table in FOR_OTHERS and scope is strangers[0]):
                            wrote.append((table, act, done))
    assert wrote == []
