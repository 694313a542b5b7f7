"""`contratrata demo-code`: the present second-factor codes of the demonstration users, of nobody else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.network.demo import demo_signins


class Command(BaseCommand):
    """Prints address, e-mail, password, role and code; refuses in production mode."""

    help = "Códigos de segundo factor de las personas de demostración"

    def add_arguments(self, parser: CommandParser) -> None:
        """An e-mail address prints that person's code alone, for scripts."""
        parser.add_argument("email", nargs="?", default="")

    def handle(self, *args: Any, email: str = "", **options: Any) -> None:
        """Print them."""
        try:
            result = demo_signins()
        except NotAllowed as error:
            raise CommandError(error.message) from error
        if email:
            mine = [one for one in result if one.email == email.strip().lower()]
            if not mine:
                raise CommandError("No hay una persona de demostración con ese correo.")
            self.stdout.write(mine[0].code)
            return
        if not result:
            raise CommandError("No hay red de demostración: se carga con `make run`.")
        self.stdout.write(f"{settings.SITE_ADDRESS}\nContraseña de todas: {result[0].password}\n")
        width = max(len(one.email) for one in result)
        for one in result:
            self.stdout.write(
                f"{one.email:{width}}  {one.code} ({one.seconds:2} s)  {one.role} · {one.organisation}"
            )
