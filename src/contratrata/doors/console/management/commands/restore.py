"""`contratrata restore`: a back-up into an empty place, compared and proved before it gets its name."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from contratrata.doors.console import backing_up, databases, recovery, restoring, servers, slotting
from contratrata.doors.console.envelopes import Opener
from contratrata.ground.audit.public import What
from contratrata.ground.vault.public import master, shredding
from contratrata.launch import logins


class Command(BaseCommand):
    """Refuses a database or a files folder that holds anything."""

    help = "Restaura una copia de seguridad en un lugar vacío."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="source", type=Path, required=True, help="carpeta de la copia")
        parser.add_argument("--keys", type=Path, required=True, help="carpeta o archivo de sus llaves")
        parser.add_argument(
            "--recovery-key", type=Path, required=True, help="archivo de la llave de recuperación"
        )
        parser.add_argument("--passphrase-file", help="archivo con la frase de paso")
        parser.add_argument("--into", help="nombre de la base de datos (si no, la de esta instalación)")

    def handle(self, *_args: Any, **options: Any) -> None:
        home = Path(settings.HOME)
        login = logins.load(home)
        configured = str(settings.DATABASES["default"]["NAME"])
        database = options["into"] or configured
        place = restoring.files_place(database, configured)
        folder = restoring.newest(options["source"].absolute())
        stamp = folder.name.removeprefix(backing_up.PREFIX)
        keys = restoring.key_file(options["keys"].absolute(), stamp)
        with servers.administering() as admin:
            restoring.exists(admin, database)
            words = recovery.passphrase(options["passphrase_file"])
            private = recovery.private(options["recovery_key"], words)
            copy = restoring.open_copy(folder, keys, Opener(private))
            restoring.put_keysets(copy.keysets)
            recovery.put_public(private)
            master.forget()
            if restoring.take_back_masters(copy.keysets):
                self.stdout.write(
                    "La copia es de antes de un cambio de llaves: se abre con la llave de entonces. "
                    "Después ejecute «contratrata keys-rotate --compromised»."
                )
            if not shredding.path().exists():
                self.stdout.write(
                    f"Aviso: no está «{shredding.path()}». Si hubo borrados después de la copia, "
                    "póngalo ahí y repita."
                )
            temporary = f"{database}_restoring"
            with restoring.scratch(admin, temporary) as server:
                report = restoring.fill(copy, server, self.stdout.write)
                restoring.bring_slots(copy, temporary, database, server)
                restoring.unpack(copy, place)
                restoring.finish(admin, temporary, database)
            if login is None or database == configured:
                server = logins.prepare(admin, home, database=database, prefix=settings.LOGIN_PREFIX)
            if database == configured:
                restoring.mark_restored(server, database)
            with databases.connect("keeper", database, server=server) as keeper:
                slotting.overwrite(keeper)
        lost = [problem for problem in report.problems if problem.what == What.CUT]
        if lost:
            self.stdout.write(f"Lo que se hizo después de la copia se perdió en {len(lost)} organizaciones.")
        self.stdout.write(f"Restaurada la copia {stamp} en «{database}»; el rastro está entero.")
