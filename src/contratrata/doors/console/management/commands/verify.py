"""`contratrata verify`: proves the chains of the audit trail, the anchors and the protections of the database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases
from contratrata.doors.console.proving import proved, unprotected, words
from contratrata.ground.base import beats
from contratrata.ground.vault.public import MasterKeyMissing

#: So many of the last silences of the anchors are told.
SILENCES = 5


class Command(BaseCommand):
    """Ends with 1 when a chain does not hold, naming the organisation and the sequence."""

    help = "Comprueba que nadie cambió, quitó ni intercaló nada en el rastro."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with databases.connect("keeper") as keeper:
            try:
                report = proved(keeper)
                report.problems[:0] = unprotected(keeper)
            except MasterKeyMissing as error:
                raise CommandError(str(error)) from error
        for organisation, (count, oldest) in sorted(report.waiting.items()):
            self.stdout.write(
                f"Sin sellar todavía: {count} de {organisation}, desde {oldest:%Y-%m-%d %H:%M:%S} UTC."
            )
        for organisation, count in sorted(report.lost.items()):
            self.stdout.write(f"Perdidos al restaurar una copia: {count} de {organisation}.")
        for since, until in report.silences[-SILENCES:]:
            self.stdout.write(f"Sin anclas del {since:%Y-%m-%d %H:%M} al {until:%Y-%m-%d %H:%M} UTC.")
        for problem in report.problems:
            self.stderr.write(words(problem))
        if not report.whole:
            self.stderr.write("EL RASTRO O SUS PROTECCIONES NO ESTÁN ENTEROS.")
            sys.exit(1)
        beats.beat("verify")
        self.stdout.write(f"El rastro está entero: {report.entries} registros en {report.chains} cadenas.")
