"""Proving the chains of a whole database, in words for the person at the terminal."""

from collections.abc import Iterator
from typing import Any

from contratrata.ground.audit.public import Problem, Report, What, verify
from contratrata.ground.base import protection

from . import databases

WORDS = {
    What.CHANGED: "el registro {n} fue cambiado",
    What.REMOVED: "falta el registro {n}",
    What.INSERTED: "el registro {n} fue intercalado",
    What.CUT: "la cadena fue cortada: falta desde el registro {n}",
    What.ANCHOR: "un ancla no es auténtica: {where}",
    What.GAP: "faltan anclas antes de {where}",
    What.UNANCHORED: "el registro {n} se selló y no está en las anclas",
    What.BEGINS: "las anclas empiezan el {where}, después de los sellos: se vaciaron o se quitaron",
    What.SILENT: "las anclas callan desde el {where}: el proceso de tareas no trabaja, o se les cortó el final",
    What.PROTECTION: "la base de datos no protege «{where}» como lo hicieron las migraciones",
    What.COPY: "las anclas no coinciden con su copia: {where}",
}

#: What a restored copy of an earlier time must show: the anchors went on without it.
OF_ANOTHER_TIME = frozenset({What.CUT, What.UNANCHORED, What.BEGINS, What.SILENT, What.GAP, What.COPY})


def proved(connection: databases.Connection) -> Report:
    """Prove all chains of a database as its keeper, in one snapshot, row after row."""

    def asks(sql: str, params: list[Any]) -> Iterator[tuple[Any, ...]]:
        with connection.cursor(name="verify") as cursor:
            cursor.itersize = 2000
            yield from cursor.execute(sql, params)

    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return verify(asks)


def unprotected(connection: databases.Connection) -> list[Problem]:
    """Where the protections of a database are not what the migrations made."""
    return [
        Problem(None, None, What.PROTECTION, where=one.thing) for one in protection.differences(connection)
    ]


def words(problem: Problem) -> str:
    """One line for the person at the terminal."""
    number = "(sin sello)" if problem.sequence is None else str(problem.sequence)
    sentence = WORDS[problem.what].format(n=number, where=problem.where)
    return (
        sentence if problem.organisation_id is None else f"organización {problem.organisation_id}: {sentence}"
    )
