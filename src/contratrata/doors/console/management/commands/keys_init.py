"""`contratrata keys-init`: the master keyset of a new installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases
from contratrata.ground.vault.public import master, public_keys, slots
from contratrata.launch import logins


def organisations_with_keys() -> int:
    """How many organisations have keys that some master wrapped already (0 for a database not made yet)."""
    if logins.load(Path(settings.HOME)) is None:
        return 0
    with databases.connect("keeper") as keeper:
        if not databases.has_table(keeper, "vault_organisationkey"):
            return 0
        row = keeper.execute("SELECT count(*) FROM vault_organisationkey").fetchone()
        return int(row[0]) if row else 0


class Command(BaseCommand):
    """Idempotent. A second master would leave every name unreadable: refused where keys exist already."""

    help = "Crea la llave maestra si esta instalación todavía no tiene una."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        slots.make_ready(slots.AHEAD)
        if master.present():
            self.stdout.write("La llave maestra ya está; no se cambia nada.")
            self._seal_public_keys()
            return
        held = organisations_with_keys()
        if held:
            raise CommandError(
                f"La base de datos tiene las llaves de {held} organizaciones, cerradas con otra llave "
                "maestra. Recupérela con «contratrata recovery-key open»; crear otra dejaría todo ilegible."
            )
        master.create()
        self.stdout.write(f"Llave maestra creada en «{settings.KEYS_FOLDER}».")
        self.stdout.write(
            "Haga ahora una llave de recuperación: contratrata recovery-key create --out ARCHIVO"
        )

    def _seal_public_keys(self) -> None:
        """A version before this one kept public keys without a seal: they get it here, from the private ones."""
        if not organisations_with_keys():
            return
        with databases.connect("keeper") as keeper:
            sealed = public_keys.seal_all(keeper)
        if sealed.created:
            self.stdout.write(f"Llaves públicas selladas: {sealed.created}.")
        for organisation in sealed.wrong:
            self.stderr.write(
                f"La llave pública de la organización {organisation} había sido cambiada; se repuso."
            )
