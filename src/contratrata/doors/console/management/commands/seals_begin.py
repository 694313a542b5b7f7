"""`contratrata seals-begin`: seals accounts, functions and invitations that were there before seals were made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases, first_seals
from contratrata.ground.audit import public as audit
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.vault.public import MasterKeyMissing


class Command(BaseCommand):
    """Part of every installation and update, after the master keyset; does its work once in a database's life."""

    help = "Sella por primera vez las cuentas, funciones e invitaciones que había antes de haber sellos."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with databases.connect("keeper") as keeper:
            try:
                if first_seals.begun(keeper):
                    self.stdout.write("Los primeros sellos ya se hicieron; no se cambia nada.")
                    return
                count = first_seals.make(keeper)
            except MasterKeyMissing as error:
                raise CommandError(str(error)) from error
        with acting(Scope()):
            audit.record("account.seals_made", count=count)
        self.stdout.write(f"Selladas por primera vez: {count} cuentas, funciones e invitaciones.")
