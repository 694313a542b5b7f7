"""The pages of the versions of the curriculum: all of them, one of them, and closing one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow

from . import editions
from .models import FAMILY

#: So many versions are listed.
MOST = 100


@allow(*Role)
def every(request: Request) -> HttpResponse:
    """Every version, the last one first, with what the office said of it."""
    rows = list(editions.editions(request.scope).defer("content")[:MOST])
    context = {
        "rows": rows,
        "tabs": FAMILY.tabs(request.scope, "curriculum:editions"),
        "family": FAMILY.words,
        "may_close": request.scope.has(Role.COORDINATION),
    }
    return render(request, "curriculum/editions.html", context)


@allow(*Role)
def one(request: Request, number: int) -> HttpResponse:
    """What a version said, and what it changed."""
    rows: Any = editions.editions(request.scope)
    edition = get_object_or_404(rows, number=number)
    before = rows.filter(number=number - 1).first()
    changes = [one.sentence for one in editions.compare(before.content, edition.content)] if before else []
    context = {
        "edition": edition,
        "parts": editions.read(edition),
        "changes": changes,
        "first": before is None,
    }
    return render(request, "curriculum/edition.html", context)


@allow(Role.COORDINATION)
def close(request: Request) -> HttpResponse:
    """Close a version, seeing what it would change."""
    last = editions.editions(request.scope).first()
    changes = list(editions.compare(last.content, editions.content_now())) if last else []
    return acts.ask(request, acts.Ask(
        title=_("Cerrar una versión del currículo"),
        lead=_("Queda como está hoy, con su número, y nadie la cambia. Lo que escriba después irá en la siguiente."),
        form=lambda data: acts.WordsForm(
            data, label=_("¿Qué trae esta versión?"), help_text=_("En una o dos frases."), most=1000
        ),
        act=lambda form: editions.close(**form.sent),
        button=_("Cerrar la versión"),
        done=lambda row: _("Quedó cerrada la versión %s.") % row.number,
        to=lambda row: reverse("curriculum:edition", args=[row.number]),
        back=reverse("curriculum:editions"),
        back_words=_("Versiones del currículo"),
        template="curriculum/close.html",
        context={"changes": [one.sentence for one in changes], "last": last},
    ))  # fmt: skip
