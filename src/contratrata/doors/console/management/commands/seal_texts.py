"""`contratrata seal-texts`: seal the texts that older versions kept in clear."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.doors.console import databases
from contratrata.ground.base.package import furniture
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault.public import MasterKeyMissing


class Command(BaseCommand):
    """After an update, once; what is sealed already is passed over. Cut off, it is simply run again."""

    help = "Sella los textos que versiones anteriores guardaban a la vista (quién determinó, motivos)."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        steps = [one.unsealed for one in furniture().values() if one.unsealed]
        total = 0
        with databases.connect("keeper") as keeper:
            for organisation in Organisation.objects.order_by("id"):
                with acting(job_scope(organisation)):
                    try:
                        total += sum(seal(keeper) for seal in steps)
                    except MasterKeyMissing as error:
                        raise CommandError(str(error)) from error
        self.stdout.write(f"Textos sellados: {total}.")
