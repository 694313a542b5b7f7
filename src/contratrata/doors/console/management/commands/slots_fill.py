"""`contratrata slots-fill`: what was sealed before erasing reached the disk gets a secret of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.doors.console import databases, slotting, turning
from contratrata.ground.vault.public import MasterKeyMissing, slots


class Command(BaseCommand):
    """After an update, once; what has its secret already is passed over. Cut off, it is simply run again."""

    help = "Da un secreto propio, fuera de la base de datos, a lo que se selló antes de que los hubiera."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep-pages",
            action="store_true",
            help="no escribe de nuevo las tablas (lo sellado antes queda en páginas viejas hasta un VACUUM FULL)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with databases.connect("keeper") as keeper, turning.alone(keeper):
                done = slotting.give(keeper, self.stdout.write)
                slotting.gather(keeper)
        except (MasterKeyMissing, slots.NoRoom) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Filas selladas de nuevo: {done.done}.")
        if done.broken:
            self.stderr.write(f"Filas que ninguna llave abre (ya antes no se podían leer): {done.broken}.")
        if not options["keep_pages"]:
            with databases.connect("owner") as owner:
                if not slotting.rewrite(owner):
                    raise CommandError(
                        "Las tablas no se escribieron de nuevo: otra transacción sigue abierta en el servidor. "
                        "Las filas ya están selladas; repita este comando cuando haya terminado."
                    )
            self.stdout.write("Tablas escritas de nuevo: ninguna página guarda lo sellado antes.")
        self.stdout.write("Borre ahora los WAL archivados y las réplicas de antes, si las tiene.")
