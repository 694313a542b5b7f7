"""The tables of imports left cases with their rows, and what was sealed in them is still opened."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

import house
from contratrata.ground.imports.models import Import, ImportRow
from contratrata.launch import logins

NAME = "moved_imports"
ORGANISATION, IMPORT, ROW, CASE = (uuid.UUID(int=n) for n in (11, 12, 13, 14))

pytestmark = pytest.mark.proof


def _migrate(*target: str) -> None:
    environment = {**os.environ, "CONTRATRATA_LOGIN": "owner", "CONTRATRATA_DATABASE": NAME}
    command = [sys.executable, "-m", "contratrata.cli", "migrate", "--verbosity=0", "--skip-checks", *target]
    done = subprocess.run(
        command,
        env=environment | {"PYTHONPATH": str(house.ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_rows_of_before_are_there_after(db: None, tmp_path: Path) -> None:
    shutil.copy(logins.database_file(house.HOME), logins.database_file(tmp_path))
    logins.prepare(house.admin_dsn(), tmp_path, database=NAME)
    try:
        _migrate("cases", "0004")
        with psycopg.connect(house.admin_dsn(NAME), autocommit=True) as admin:
            for table in ("cases_import", "cases_importrow", "cases_importmove"):
                admin.execute(
                    sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                        sql.Identifier(table), sql.Identifier(f"{table}_organisation_id_realm")
                    )
                )
            admin.execute(
                "INSERT INTO cases_import (id, organisation_id, realm, file_name, size, digest, kind, notes, columns, "
                "reading, state, problem, total, done, with_asked, at, moved_at) VALUES "
                "(%s, %s, 1, 'sealed', 9, 'd', 'csv', '', '', '{}', 'received', '', 1, 0, false, now(), now())",
                [IMPORT, ORGANISATION],
            )
            admin.execute(
                "INSERT INTO cases_importrow (id, organisation_id, realm, of_id, number, outcome, key, findings, raw, "
                "problem, case_id) VALUES (%s, %s, 1, %s, 2, 'understood', 'k', '{}', 'sealed', '', %s)",
                [ROW, ORGANISATION, IMPORT, CASE],
            )
            admin.execute(
                "INSERT INTO cases_importmove (id, organisation_id, realm, of_id, verb, from_state, to_state, at) "
                "VALUES (%s, %s, 1, %s, 'receive', '', 'received', now())",
                [uuid.uuid4(), ORGANISATION, IMPORT],
            )
        _migrate("imports")
        with psycopg.connect(house.admin_dsn(NAME), autocommit=True) as admin:
            rows = admin.execute("SELECT importer, confidential, file_name FROM imports_import").fetchall()
            assert rows == [("cases", True, b"sealed")]
            rows = admin.execute("SELECT of_id, made_id, confidential, raw FROM imports_importrow").fetchall()
            assert rows == [(IMPORT, CASE, True, b"sealed")]
            left = admin.execute(
                "SELECT conname FROM pg_constraint WHERE conname LIKE 'cases_import%' UNION "
                "SELECT relname FROM pg_class WHERE relname LIKE 'cases_import%' UNION "
                "SELECT proname FROM pg_proc WHERE proname LIKE 'cases_import%'"
            ).fetchall()
            assert left == []
            forced = admin.execute(
                "SELECT count(*) FROM pg_class WHERE relname LIKE 'imports_import%' AND relkind = 'r' "
                "AND relrowsecurity AND relforcerowsecurity"
            ).fetchone()
            assert forced == (3,)
            with pytest.raises(psycopg.errors.CheckViolation):
                admin.execute("UPDATE imports_import SET state = 'applied'")
    finally:
        with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def test_sealed_texts_stay_bound_to_the_former_names() -> None:
    assert (Import.sealed_as, ImportRow.sealed_as) == ("cases_import", "cases_importrow")
