"""`contratrata mail-bounces`: read the reports of mail that came back."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.ground.outbox import bounces


class Command(BaseCommand):
    """Reads a mailbox once; the worker does the same every few minutes for the one in the settings."""

    help = "Lee un buzón (mbox, Maildir o imaps://…) y marca los correos que rebotaron."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", nargs="?", default="", help="archivo, carpeta o dirección del buzón")

    def handle(self, *_args: Any, **options: Any) -> None:
        source = options["mailbox"] or settings.OUTBOX_BOUNCE_MAILBOX
        if not source:
            raise CommandError("Diga qué buzón, aquí o en CONTRATRATA_BOUNCE_MAILBOX.")
        try:
            reports, bounced = bounces.read(source)
        except bounces.NoMailbox:
            raise CommandError("Ahí no hay ningún buzón.") from None
        self.stdout.write(f"{reports} mensajes leídos, {bounced} correos rebotados.")
