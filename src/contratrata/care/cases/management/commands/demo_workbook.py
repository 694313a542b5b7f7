"""`contratrata demo-workbook OUT.xlsx`: a fictitious register to practise bringing in."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contratrata.care.cases.demo import workbook
from contratrata.ground.base import clock


class Command(BaseCommand):
    """The same country, number and seed give the same persons; dates count from today."""

    help = "Escribe un libro HTCDS con personas inventadas, para practicar la importación."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path)
        parser.add_argument("--country", default="GTM", choices=sorted(workbook.shape()))
        parser.add_argument("--rows", type=int, default=40)
        parser.add_argument("--seed", default="A")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = workbook.rows(options["country"], options["rows"], seed=options["seed"], today=clock.today())
        options["out"].write_bytes(workbook.write(rows))
        self.stdout.write(f"{options['out']}: {len(rows)} personas inventadas.")
