"""`contratrata verify`: proves the chains of the audit trail, the anchors and the protections of the database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases, slotting
from contratrata.doors.console.proving import proved, unprotected, words
from contratrata.ground.base import beats
from contratrata.ground.vault.public import MasterKeyMissing, public_keys

#: So many of the last silences of the anchors are told.
SILENCES = 5


class Command(BaseCommand):
    """Ends with 1 when a chain does not hold (naming organisation and sequence) or a public key was exchanged."""

    help = "Comprueba que nadie cambió, quitó ni intercaló nada en el rastro, ni cambió una llave pública."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with databases.connect("keeper") as keeper:
            try:
                report = proved(keeper)
                report.problems[:0] = unprotected(keeper)
                exchanged = public_keys.wrong(keeper)
                spent, without = slotting.waiting(keeper), slotting.without(keeper)
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
        if spent:
            self.stdout.write(
                f"Secretos de borrado por sobrescribir: {spent} (lo hace el proceso de tareas)."
            )
        if without:
            self.stdout.write(
                f"Filas de antes, sin secreto de borrado: {without}. Ejecute «contratrata slots-fill»."
            )
        for problem in report.problems:
            self.stderr.write(words(problem))
        for organisation in exchanged:
            self.stderr.write(f"organización {organisation}: su llave pública no es auténtica")
        if not report.whole:
            self.stderr.write("EL RASTRO O SUS PROTECCIONES NO ESTÁN ENTEROS.")
        if exchanged:
            self.stderr.write(
                "HAY LLAVES PÚBLICAS CAMBIADAS: no se les envía nada hasta «contratrata keys-init»."
            )
        if exchanged or not report.whole:
            sys.exit(1)
        beats.beat("verify")
        self.stdout.write(f"El rastro está entero: {report.entries} registros en {report.chains} cadenas.")
