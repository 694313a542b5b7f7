"""Estado, Trabajos, Respaldo y llaves: free of content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import press
from contratrata.ground.audit import public as audit
from contratrata.ground.base import beats, clock
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Column, Line, Row, Table

from . import checking, operations, queries

_MEGABYTE = 1024 * 1024


@allow(Role.PLATFORM_ADMIN)
def state(request: Request) -> HttpResponse:
    """Whether everything runs, in words."""
    now = queries.state()
    seen = moment_words(now.worker_seen) if now.worker_seen else _("nunca")
    worker = _("Responde") if now.worker_alive else _("No responde desde: %(at)s") % {"at": seen}
    check = audit.queries.last_check(None)
    problems = [audit.problem_words(one) for one in audit.checking.problems_of(check)] if check else []
    proved = _("Nunca se comprobó")
    if check is not None:
        words = _("No encaja algo, %(at)s") if problems else _("Todo encaja, %(at)s")
        proved = words % {"at": moment_words(check.at)}
    rows = [
        Row(_("Versión"), now.version),
        Row(_("Cambios de esquema sin aplicar"), now.migrations_waiting),
        Row(_("Tamaño de la base de datos"), f"{now.database_bytes // _MEGABYTE} MB"),
        Row(_("Conexiones"), _("%(n)s de %(most)s") % {"n": now.connections, "most": now.most_connections}),
        Row(_("Proceso de tareas"), worker),
        Row(_("Trabajos que fallaron"), now.jobs_failed),
        Row(_("Rastro y protecciones"), proved),
        Row(_("Última cuenta cambiada por fuera de la plataforma"), _broken_words(now)),
    ]
    unproved = check is None or clock.now() - check.at > 2 * checking.EVERY
    fine = now.fine and not problems and not unproved
    values = {"state": now, "rows": rows, "problems": problems, "unproved": unproved, "fine": fine}
    return render(request, "platform/state.html", values)


def _broken_words(now: queries.State) -> str:
    return moment_words(now.seal_broken) if now.seal_broken else _("Ninguna")


@allow(Role.PLATFORM_ADMIN)
def jobs(request: Request) -> HttpResponse:
    """What the worker does: how many of each kind wait, are being done, were given up; those can be tried again."""
    headings = (_("Trabajo"), _("Esperan"), _("En curso"), _("Fallaron"))
    columns = [Column(words, number=n > 0) for n, words in enumerate(headings)]
    tasks = queries.tasks()
    table = Table(_("Trabajos por clase"), columns, [Line(row) for row in tasks]) if tasks else None
    return render(request, "platform/jobs.html", {"table": table, "failed": queries.failed()})


@allow(Role.PLATFORM_ADMIN)
@require_POST
def retry(request: Request, job_id: int) -> HttpResponse:
    """Try a job again that was given up."""
    done = _("El trabajo vuelve a la cola.")
    return press(request, lambda: operations.retry(job_id=job_id), done=done, to=reverse("platform:jobs"))


@allow(Role.PLATFORM_ADMIN)
def keeping(request: Request) -> HttpResponse:
    """How long ago the house was backed up and verified, and its master key renewed."""
    deeds = [
        (_("Última copia de seguridad"), "backup"),
        (_("Última copia comprobada restaurándola"), "backup_checked"),
        (_("Última comprobación del rastro por mandato"), "verify"),
        (_("Última llave maestra nueva"), "keys"),
    ]
    rows = [
        Row(words, moment_words(at) if (at := beats.last(name)) else _("No consta")) for words, name in deeds
    ]
    return render(
        request, "platform/keeping.html", {"rows": rows, "backed_up": beats.last("backup") is not None}
    )
