"""Equipo: who answers for the case, who else works on it; sharing, ending that, handing over."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow

from .. import operations, queries
from ..forms.work import PersonOfTeamForm
from ..models import CaseShare
from .page import File, case_url, frame, open_file, sent, writable


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def team(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Who works on the case."""
    file = open_file(request, case_id, "team")
    shares = list(CaseShare.objects.filter(case=file.case).order_by("at", "id"))
    names = queries.user_names([file.case.responsible_id, *(share.user_id for share in shares)])
    return render(
        request,
        "cases/team.html",
        frame(file, "team")
        | {
            "responsible": names.get(file.case.responsible_id, "") if file.case.responsible_id else "",
            "is_me": file.case.responsible_id == file.scope.user_id,
            "shares": [(share, names.get(share.user_id, "")) for share in shares],
        },
    )


def _others(file: File) -> list[tuple[uuid.UUID, str]]:
    return [(user, name) for user, name in queries.colleagues(file.scope) if user != file.case.responsible_id]


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def share(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Let a colleague work on it too."""
    file = open_file(request, case_id)
    writable(file, "share")
    form = PersonOfTeamForm(sent(request), colleagues=_others(file))
    form.fields["user_id"].label = _("¿Con quién?")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.share_with(case_id, user_id=form.cleaned_data["user_id"])
        except DomainError as error:
            form.put(error)
        else:
            messages.success(request, _("Su colega ya ve el caso. Se le avisó."))
            return redirect(case_url(case_id, "team"))
    shown = {
        "form": form,
        "title": _("Compartir con alguien del equipo"),
        "intro": _(
            "Verá y podrá escribir todo lo que hay en este caso, hasta que usted deje de compartirlo."
        ),
        "submit": _("Compartir"),
        "back_url": case_url(case_id, "team"),
    }
    return render(request, "cases/edit.html", frame(file, "") | shown)


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def unshare(request: Request, case_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """End a colleague's access, after asking."""
    file = open_file(request, case_id)
    writable(file, "unshare")
    get_object_or_404(CaseShare, case=file.case, user_id=user_id)
    if request.method == "POST":
        try:
            with transaction.atomic():
                operations.unshare(case_id, user_id=user_id)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Ya no lo ve."))
        return redirect(case_url(case_id, "team"))
    name = queries.user_names([user_id]).get(user_id, "")
    shown = {
        "title": _("Dejar de compartir"),
        "ask": _("¿Dejar de compartir con %s?") % name,
        "text": _("Desde su próximo clic no verá este caso. Lo que escribió se queda."),
        "words": _("Sí, dejar de compartir"),
        "back_url": case_url(case_id, "team"),
    }
    return render(request, "cases/confirm.html", frame(file, "") | shown)


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def hand_over(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Give the case to another responsible person."""
    file = open_file(request, case_id)
    writable(file, "hand_over")
    form = PersonOfTeamForm(sent(request), colleagues=_others(file))
    form.fields["user_id"].label = _("¿Quién responderá por el caso?")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                case = operations.hand_over(
                    case_id,
                    to_user_id=form.cleaned_data["user_id"],
                    expected_responsible_id=file.case.responsible_id,
                )
        except DomainError as error:
            form.put(error, {"to_user_id": "user_id"})
        else:
            messages.success(
                request, _("El caso %s ya es responsabilidad de otra persona. Se le avisó.") % case.code
            )
            seen = queries.visible_to(file.scope).filter(id=case_id).exists()
            return redirect(case_url(case_id, "team") if seen else "cases:list")
    shown = {
        "form": form,
        "title": _("Entregar el caso"),
        "intro": _("Desde ese momento responde otra persona. Si usted ya no lo verá, compártalo antes."),
        "submit": _("Entregar"),
        "back_url": case_url(case_id, "team"),
    }
    return render(request, "cases/edit.html", frame(file, "") | shown)
