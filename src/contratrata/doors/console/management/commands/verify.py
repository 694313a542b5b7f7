"""`contratrata verify`: proves the chains of the audit trail."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases
from contratrata.ground.audit.verifying import Problem, Report, What, verify
from contratrata.ground.vault.master import MasterKeyMissing

WORDS = {
    What.CHANGED: "el registro {n} fue cambiado",
    What.REMOVED: "falta el registro {n}",
    What.INSERTED: "el registro {n} fue intercalado",
    What.CUT: "la cadena fue cortada: falta desde el registro {n}",
    What.ANCHOR: "un ancla no es auténtica: {where}",
}


def proved(connection: databases.Connection) -> Report:
    """Prove all chains of a database as its keeper, in one snapshot, row after row."""

    def asks(sql: str, params: list[Any]) -> Iterator[tuple[Any, ...]]:
        with connection.cursor(name="verify") as cursor:
            cursor.itersize = 2000
            yield from cursor.execute(sql, params)

    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return verify(asks)


def words(problem: Problem) -> str:
    """One line for the person at the terminal."""
    number = "(sin sello)" if problem.sequence is None else str(problem.sequence)
    said = WORDS[problem.what].format(n=number, where=problem.where)
    return said if problem.organisation_id is None else f"organización {problem.organisation_id}: {said}"


class Command(BaseCommand):
    """Ends with 1 when a chain does not hold, naming the organisation and the sequence."""

    help = "Comprueba que nadie cambió, quitó ni intercaló nada en el rastro."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with databases.connect("keeper") as keeper:
            try:
                report = proved(keeper)
            except MasterKeyMissing as error:
                raise CommandError(str(error)) from error
        for organisation, (count, oldest) in sorted(report.waiting.items()):
            self.stdout.write(
                f"Sin sellar todavía: {count} de {organisation}, desde {oldest:%Y-%m-%d %H:%M:%S} UTC."
            )
        for organisation, count in sorted(report.lost.items()):
            self.stdout.write(f"Perdidos al restaurar una copia: {count} de {organisation}.")
        for problem in report.problems:
            self.stderr.write(words(problem))
        if not report.whole:
            self.stderr.write("EL RASTRO NO ESTÁ ENTERO.")
            sys.exit(1)
        self.stdout.write(f"El rastro está entero: {report.entries} registros en {report.chains} cadenas.")
