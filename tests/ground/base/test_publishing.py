"""An open table is written by the act that publishes it, and by nothing else."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

import house
from contratrata.ground.base.models import Open
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.rls import ProtectOpen, login


class Page:
    """Stands for a published model: what `publishing` asks of one."""

    class _meta:  # noqa: N801 - as Django names it
        db_table = "test_open_page"


class Other:
    """Another one."""

    class _meta:  # noqa: N801
        db_table = "test_open_other"


PAGE: list[type[Open]] = [Page]  # type: ignore[list-item]
OTHER: list[type[Open]] = [Other]  # type: ignore[list-item]
WRITES = (
    "INSERT INTO test_open_page VALUES (2)",
    "UPDATE test_open_page SET id = 3",
    "DELETE FROM test_open_page",
)


@pytest.fixture
def page(real_cast: object) -> object:
    """A published table with one row in it, of the tests' own."""
    with house.connect("owner") as owner:
        owner.execute("CREATE TABLE test_open_page (id int)")
        owner.execute("INSERT INTO test_open_page VALUES (1)")
        owner.execute(psycopg.sql.SQL(ProtectOpen("test_open_page").forwards))  # type: ignore[arg-type]
        owner.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON test_open_page TO {login('app')}")
    yield
    with house.connect("owner") as owner:
        owner.execute("DROP TABLE test_open_page")


def rows() -> list[int]:
    """What stands in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM test_open_page ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def write(statement: str) -> None:
    """Write as the web does, whatever the outcome rolled back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.real_commits
@pytest.mark.parametrize("statement", WRITES)
def test_only_publishing_writes(page: object, statement: str) -> None:
    with pytest.raises(DatabaseError, match="publish act only"):
        write(statement)
    with pytest.raises(DatabaseError, match="publish act only"), publishing(*OTHER):
        write(statement)
    assert rows() == [1]
    with publishing(*PAGE):
        write(statement)
    assert rows() != [1]
    with pytest.raises(DatabaseError, match="publish act only"):
        write(statement)


@pytest.mark.real_commits
def test_what_may_be_written_ends_with_the_block(page: object) -> None:
    with transaction.atomic():
        with publishing(*PAGE), publishing(*OTHER), pytest.raises(DatabaseError):
            write(WRITES[0])
        with publishing(*PAGE):
            with publishing(*OTHER):
                pass
            write(WRITES[0])
        with pytest.raises(DatabaseError):
            write(WRITES[0])
    assert rows() == [1, 2]
