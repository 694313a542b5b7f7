"""`contratrata keys-rotate`: new keys; what the former ones sealed is sealed again, and they go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.doors.console import databases, turning
from contratrata.ground.base import beats
from contratrata.ground.vault.public import MasterKeyMissing


class Command(BaseCommand):
    """Running processes see the new keys by themselves; cut off anywhere, it goes on when it is run again."""

    help = "Cambia la llave maestra; con --compromised, todas las llaves. Se puede seguir trabajando mientras tanto."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--compromised",
            action="store_true",
            help="alguien pudo copiar las llaves: cambia también las de organizaciones, personas e índices",
        )

        parser.add_argument(
            "--leave-unreadable",
            action="store_true",
            help="retira las llaves anteriores aunque haya filas que ninguna llave abre",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("compromised", "leave_unreadable")}
        with databases.connect("keeper") as keeper, turning.alone(keeper):
            try:
                done = turning.turn(keeper, self.stdout.write, **asked)
            except MasterKeyMissing as error:
                raise CommandError(str(error)) from error
        beats.beat("keys")
        self.stdout.write(
            f"Llaves de {done.organisations} organizaciones; filas cerradas de nuevo: {done.rows}."
        )
        self.stdout.write(f"Llaves maestras retiradas: {done.dropped}.")
        if done.broken:
            self.stderr.write(f"Filas que ninguna llave abre (ya antes no se podían leer): {done.broken}.")
        self.stdout.write(
            "Haga ahora una copia de seguridad: las anteriores se abren con las llaves de antes."
        )
