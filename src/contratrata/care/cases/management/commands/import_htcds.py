"""`contratrata import htcds FILE --organisation X`: the same door as in the browser, without a job."""

import contextlib
import sys
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from contratrata.care.cases.imports.public import CASES
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.imports.public import (
    Import,
    ImportState,
    Outcome,
    locked,
    operations,
    queries,
    report_page,
    working,
)
from contratrata.ground.network.public import Membership, Organisation, Role, job_scope
from contratrata.ground.vault import public as vault

_PIECE = 1 << 20


class Command(BaseCommand):
    """Reads, reports, applies or reverses. Without `--apply` the import waits for a decision."""

    help = "Trae casos de un archivo HTCDS (.xlsx, .ods, .csv, .xml): lo revisa y, con --apply, los registra."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="el archivo")
        parser.add_argument("--organisation", required=True, help="nombre exacto o identificador")
        parser.add_argument("--user", help="correo de quien los trae y responderá por ellos")
        parser.add_argument("--dry-run", action="store_true", help="revisa y no deja nada guardado")
        parser.add_argument("--report", type=Path, metavar="OUT.xlsx", help="escribe el informe en esta hoja")
        parser.add_argument("--apply", action="store_true", help="registra los casos de las filas listas")
        parser.add_argument("--with-asked", action="store_true", help="también las filas por aclarar")
        parser.add_argument("--reverse", type=uuid.UUID, metavar="ID", help="deshace una importación")

    def handle(self, *_args: Any, **options: Any) -> None:
        if bool(options["file"]) == bool(options["reverse"]):
            raise CommandError("Diga un archivo, o --reverse con el identificador de una importación.")
        if options["dry_run"] and (options["apply"] or options["reverse"]):
            raise CommandError("--dry-run no se combina con --apply ni con --reverse.")
        organisation = _organisation(options["organisation"])
        scope = job_scope(organisation, user_id=_user(organisation, options["user"]))
        with timezone.override(organisation.time_zone):
            try:
                if options["reverse"]:
                    self._reverse(scope, options["reverse"])
                else:
                    self._bring(scope, options)
            except DomainError as error:
                raise CommandError(error.message) from error

    def _bring(self, scope: Scope, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file, acting(scope):
                pieces = iter(lambda: file.read(_PIECE), b"")
                one = operations.receive(CASES, name=path.name, content=pieces, responsible_id=scope.user_id)
        except OSError as error:
            raise CommandError(f"No se puede leer {path}: {error.strerror}.") from None
        working.stage(scope, one.id, self._progress("Filas revisadas"))
        self._show(scope, one.id)
        if options["report"]:
            self._report(scope, one.id, options["report"])
        if options["apply"]:
            with acting(scope):
                operations.apply(one.id, with_asked=options["with_asked"])
            working.bring(scope, one.id, self._progress("Filas traídas"))
            self._show(scope, one.id)
        elif options["dry_run"]:
            with acting(scope):
                operations.cancel(one.id)
            self.stdout.write("Fue solo una revisión: nada quedó guardado.")

    def _show(self, scope: Scope, import_id: uuid.UUID) -> None:
        with acting(scope):
            one = locked(import_id)
            result = queries.counts(one)
        if one.state == ImportState.FAILED:
            raise CommandError(one.problem)
        for outcome in Outcome:
            self.stdout.write(f"  {outcome.label:20} {result[outcome]:>7}")
        if one.state == ImportState.APPLIED:
            self.stdout.write(f"  {'Casos nuevos':20} {result['made']:>7}")
        self.stdout.write(f"Importación {one.id}: {one.get_state_display()}.")

    def _report(self, scope: Scope, import_id: uuid.UUID, path: Path) -> None:
        with acting(scope):
            content, rows = report_page.sheet(locked(import_id), vault.ring())
        path.write_bytes(content)
        self.stdout.write(f"Informe con {rows} filas: {path}. Lleva datos de personas: bórrelo al terminar.")

    def _reverse(self, scope: Scope, import_id: uuid.UUID) -> None:
        with acting(scope):
            operations.reverse(import_id)
        removed = working.reverse(scope, import_id)
        with acting(scope):
            one: Import = locked(import_id)
        if one.state != ImportState.REVERSED:
            raise CommandError(one.problem or "No se deshizo.")
        self.stdout.write(f"Deshecha: se quitaron {removed} casos.")

    def _progress(self, label: str) -> working.Tell:
        """Rewrites one line on a terminal; says nothing into a file."""

        def tell(done: int, total: int) -> None:
            if sys.stdout.isatty():
                self.stdout.write(f"\r{label}: {done} de {total}", ending="\n" if done >= total else "")
                self.stdout.flush()

        return tell


def _organisation(text: str) -> Organisation:
    wanted = Q(name=text)
    with contextlib.suppress(ValueError):
        wanted |= Q(id=uuid.UUID(text))
    rows = list(Organisation.objects.filter(wanted)[:2])
    if len(rows) != 1:
        raise CommandError(f"No hay una sola organización «{text}».")
    return rows[0]


def _user(organisation: Organisation, email: str | None) -> uuid.UUID | None:
    if not email:
        return None
    with acting(job_scope(organisation)):
        member = Membership.objects.filter(
            organisation=organisation, user__email__iexact=email, ended_at__isnull=True
        ).first()
    if member is None or not {Role.CASEWORKER, Role.SUPERVISOR} & set(member.roles):
        raise CommandError(f"{email} no gestiona casos en {organisation.name}.")
    return member.user_id
