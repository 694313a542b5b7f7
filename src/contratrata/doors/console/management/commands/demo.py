"""`contratrata demo --cases N --organisations M`: the demonstration network multiplied, for measuring."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.doors.console import databases
from contratrata.doors.console.demo import multiplying, network
from contratrata.doors.console.demo.cast import COORDINATION
from contratrata.ground.network.public import Organisation


class Command(BaseCommand):
    """Adds to a demonstration that stands; interrupted, it goes on where it was; undone only by `make reset`."""

    help = (
        "Multiplica la red de demostración: una organización de 500 casos y una de 50 000, que se abren, entre "
        "copias que no se abren."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=1_000_000, help="cuántos casos en total")
        parser.add_argument(
            "--organisations", type=int, default=2_000, help="cuántas organizaciones en total"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        cases, organisations = options["cases"], options["organisations"]
        self._refuse(cases, organisations)
        began = time.monotonic()
        measured = multiplying.measured(cases)
        ids = []
        for member, number in measured:
            ids.append(multiplying.seal(member, number))
            self._print(f"{min(number, multiplying.SEALED)} casos sellados en «{member.name}»", began)
        with databases.connect("keeper") as keeper, keeper.transaction():
            multiplying.surround_organisations(keeper, organisations - len(measured))
            self._print(f"{organisations} organizaciones y sus servicios", began)
            sealed = sum(number for _member, number in measured)
            multiplying.surround_cases(keeper, ids[0], max(0, cases - sealed))
            self._print(f"{cases} casos en total", began)
            multiplying.repeat(keeper, ids[1], measured[1][1])
            self._print(f"{measured[1][1]} casos en «{measured[1][0].name}»", began)
            for organisation, (_member, number) in zip(ids, measured, strict=True):
                multiplying.refer(keeper, organisation, multiplying.referrals(number))
        with databases.connect("owner") as owner:
            owner.execute("ANALYZE")
        self._print("listo", began)

    def _print(self, words: str, began: float) -> None:
        self.stdout.write(f"  {words}: {time.monotonic() - began:.0f} s")
        self.stdout.flush()

    def _refuse(self, cases: int, organisations: int) -> None:
        if settings.PRODUCTION or Organisation.objects.filter(fictitious=False).exists():
            raise CommandError("Solo se multiplica una demostración: aquí hay, o puede haber, datos reales.")
        if network.organisation_of(COORDINATION) is None:
            raise CommandError("Falta la red de demostración: cárguela antes con «contratrata demo-load».")
        if Organisation.objects.filter(name__startswith=multiplying.AROUND).exists():
            raise CommandError("La demostración ya está multiplicada. Para empezar de nuevo: «make reset».")
        if cases < 1_000 or organisations < 20:
            raise CommandError("Al menos 1000 casos y 20 organizaciones.")
