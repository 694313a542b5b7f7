"""`contratrata backup --to FOLDER`: one command, sealed to the recovery key, keys apart from data."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.doors.console import backing_up, databases, recovery, restoring, servers
from contratrata.doors.console.envelopes import Opener, Opens
from contratrata.ground.base import beats
from contratrata.ground.vault.public import MasterKeyMissing


class Command(BaseCommand):
    """With `--check` the back-up is restored into an empty database, compared, and that database dropped."""

    help = "Hace una copia de seguridad cifrada; con --check, la comprueba restaurándola."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="carpeta de las copias")
        parser.add_argument(
            "--keys-to", type=Path, help="carpeta de las llaves (si no, «llaves» dentro de --to)"
        )
        parser.add_argument("--check", action="store_true", help="restaurarla en una base vacía y comparar")
        parser.add_argument(
            "--recovery-key", type=Path, help="con --check: abrirla con la llave de recuperación"
        )
        parser.add_argument("--passphrase-file", help="archivo con la frase de paso")

    def handle(self, *_args: Any, **options: Any) -> None:
        to: Path = options["to"].absolute()
        opener: Opens | None = None
        if options["check"] and options["recovery_key"]:
            words = recovery.passphrase(options["passphrase_file"])
            opener = Opener(recovery.private(options["recovery_key"], words))
        try:
            created = backing_up.make(to, (options["keys_to"] or to / "llaves").absolute())
        except MasterKeyMissing as error:
            raise CommandError(str(error)) from error
        beats.beat("backup")
        self.stdout.write(f"Copia hecha: {created.folder} ({created.rows} filas).")
        self.stdout.write(
            f"Sus llaves, aparte: {created.keys}. Guárdelas en otro lugar; se borran a los 35 días."
        )
        for name in created.forgotten:
            self.stdout.write(
                f"Llaves de más de 35 días borradas: {name}. Su copia ya no muestra ningún nombre."
            )
        if options["check"]:
            self._check(created, opener or created.sealer)

    def _check(self, rows: backing_up.BackupResult, opens: Opens) -> None:
        copy = restoring.open_copy(rows.folder, rows.keys, opens)
        database = f"{databases.name()}_check"
        with servers.administering() as admin:
            with restoring.scratch(admin, database) as place:
                restoring.fill(copy, place, self.stdout.write)
                restoring.unpack(copy, None)
            restoring.drop(admin, database)
        beats.beat("backup_checked")
        self.stdout.write("Comprobada: restaurada en una base vacía, comparada y borrada.")
