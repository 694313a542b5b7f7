"""`contratrata worker`: jobs, sealing, deadlines, cleaning up."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.doors.console.working import work


class Command(BaseCommand):
    """Runs until TERM or Ctrl-C. Several may run at once: jobs are shared, each loop runs in one of them."""

    help = "Hace las tareas en segundo plano: avisos, importaciones, plazos, sellado del rastro."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="tareas a la vez")
        parser.add_argument("--heartbeat", type=float, default=10.0, help="segundos entre señales de vida")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.LOGIN != "worker":
            raise CommandError("El proceso de tareas usa la cuenta «worker»: CONTRATRATA_LOGIN=worker.")
        work(concurrency=options["concurrency"], heartbeat=options["heartbeat"])
