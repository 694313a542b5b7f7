"""`contratrata demo-load`: the demonstration network, all of it fictitious, in the training realm."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from contratrata.doors.console.demo import network, working
from contratrata.doors.console.demo.cast import COORDINATION, COORDINATORS, MEMBERS
from contratrata.ground.base.package import demonstrations
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation


class Command(BaseCommand):
    """May be repeated: what stands is left as it is, what is missing (killed midway) is added."""

    help = "Carga la red de demostración: 14 organizaciones ficticias de 8 países y sus casos inventados."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="solo en una base de datos sin organizaciones"
        )
        parser.add_argument("--cases", type=int, default=500, help="cuántos casos en total")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("La red de demostración no se carga en producción.")
        if network.organisation_of(COORDINATION) is not None:
            self.stdout.write("La red de demostración ya está.")
            return
        if options["if_empty"] and Organisation.objects.filter(fictitious=False).exists():
            self.stdout.write("Hay organizaciones reales: no se carga la demostración.")
            return
        began = time.monotonic()
        with translation.override("es"):
            created = self._load(options["cases"])
        self.stdout.write(f"Listo en {time.monotonic() - began:.1f} s: {created}.")

    def _load(self, cases: int) -> str:
        total = brought = 0
        for at, member in enumerate(MEMBERS, start=1):
            network.establish(member)
            network.open_services(member)
            total += member.share
            number = round(cases * total / 100) - round(cases * (total - member.share) / 100)
            brought += working.bring_cases(member, number)
            working.plan(member)
            self.stdout.write(f"  {at:2}/{len(MEMBERS)} {member.name}: {number} filas")
            self.stdout.flush()
        referred = working.refer_all()
        with transaction.atomic():  # that it stands says that all of it does
            network.establish(COORDINATION, COORDINATORS)
            coordination = network.scope_for(COORDINATION, COORDINATORS[0][0])
            with acting(coordination):
                for step in demonstrations():
                    step(coordination)
        return f"{brought} casos, {referred} derivaciones"
