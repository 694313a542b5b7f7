"""`contratrata note-copied`: find out what own cases of before took up from their referral."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contratrata.care.referrals.public import Noted, note_copied_in
from contratrata.doors.console import databases
from contratrata.ground.network.public import Organisation
from contratrata.ground.vault.public import MasterKeyMissing


class Command(BaseCommand):
    """After an update, once; a case that says it already is passed over. Cut off, it is simply run again."""

    help = "Anota, comparando, qué tomaron de su derivación los casos abiertos antes de que eso se guardara."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        total = Noted()
        with databases.connect("keeper") as keeper:
            for organisation in Organisation.objects.order_by("id"):
                try:
                    total = total.plus(note_copied_in(organisation, keeper))
                except MasterKeyMissing as error:
                    raise CommandError(str(error)) from error
        self.stdout.write(f"Casos: {total.cases}. Sin poder comparar: {total.unreadable}.")
