"""`contratrata keys-rotate`: a new master key; the organisations' keys are wrapped again with it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases
from contratrata.ground.base import beats
from contratrata.ground.vault.public import MasterKeyMissing, rotation


class Command(BaseCommand):
    """Running processes see the new keyset by themselves; killed half-way it can simply be run again."""

    help = "Añade una llave maestra nueva y vuelve a cerrar con ella las llaves de las organizaciones."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with databases.connect("keeper") as keeper:
            try:
                keys = rotation.add_master_key()
            except MasterKeyMissing as error:
                raise CommandError(str(error)) from error
            with keeper.transaction():
                rows = [
                    rotation.WrappedKeys(*row)
                    for row in keeper.execute(
                        "SELECT organisation_id, wrapped, private, tokens "
                        "FROM vault_organisationkey FOR UPDATE"
                    )
                ]
                with keeper.cursor() as cursor:
                    cursor.executemany(
                        "UPDATE vault_organisationkey SET wrapped = %s, private = %s, tokens = %s "
                        "WHERE organisation_id = %s",
                        [
                            (new.wrapped, new.private, new.tokens, new.organisation_id)
                            for new in rotation.rewrap(rows)
                        ],
                    )
        beats.beat("keys")
        self.stdout.write(f"Llave maestra nueva en uso ({keys} en total).")
        self.stdout.write(f"Organizaciones cerradas con ella: {len(rows)}.")
        self.stdout.write("Haga ahora una copia de seguridad: las anteriores guardan la llave de antes.")
