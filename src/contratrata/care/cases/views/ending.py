"""How a case goes on or ends: follow-up, resuming, closing, reopening, erasing."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import fresh_proof_required
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.ground.vault.public import drafts

from .. import operations
from ..forms.base import CaseForm
from ..forms.work import CloseForm, EraseForm, ReopenForm
from .editing import restore
from .page import File, case_url, frame, open_file, sent, writable


def _asked(
    request: Request, file: File, act: Callable[[uuid.UUID], object], shown: dict[str, str], done: str
) -> HttpResponse:
    """Ask once, act, go back to the case."""
    case_id = file.case.id
    if request.method == "POST":
        try:
            with transaction.atomic():
                act(case_id)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, done)
        return redirect(case_url(case_id))
    return render(
        request, "cases/confirm.html", frame(file, "") | shown | {"back_url": case_url(case_id), "calm": True}
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def follow_up(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Active care is over."""
    file = open_file(request, case_id)
    writable(file, "follow_up")
    shown = {
        "title": _("Pasar a seguimiento"),
        "ask": _("¿Pasar a seguimiento?"),
        "text": _("La atención activa terminó y se la acompaña de vez en cuando. Puede reanudarse."),
        "words": _("Pasar a seguimiento"),
    }
    return _asked(request, file, operations.follow_up, shown, _("El caso está en seguimiento."))


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def resume(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Active care goes on."""
    file = open_file(request, case_id)
    writable(file, "resume")
    shown = {
        "title": _("Reanudar la atención"),
        "ask": _("¿Reanudar la atención?"),
        "text": _("El caso vuelve a estar activo."),
        "words": _("Reanudar"),
    }
    return _asked(request, file, operations.resume, shown, _("El caso está activo."))


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def close(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """End the work on a case, with a reason."""
    file = open_file(request, case_id)
    writable(file, "close")
    form = CloseForm(sent(request))
    return _reasoned(
        request,
        file,
        form,
        lambda data: operations.close(
            case_id, reason=data["reason"], words=data["words"], by_referral=data["by_referral"]
        ),
        {
            "title": _("Cerrar el caso"),
            "intro": _(
                "El expediente se conserva y se puede leer. Para volver a escribir en él hay que reabrirlo."
            ),
            "submit": _("Cerrar el caso"),
            "done": _("El caso está cerrado."),
        },
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def reopen(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Take a closed case up again."""
    file = open_file(request, case_id)
    writable(file, "reopen")
    form = ReopenForm(sent(request))
    return _reasoned(
        request,
        file,
        form,
        lambda data: operations.reopen(case_id, words=data["words"]),
        {
            "title": _("Reabrir el caso"),
            "intro": _("El caso vuelve a estar activo, con todo lo que había."),
            "submit": _("Reabrir el caso"),
            "done": _("El caso está abierto."),
        },
    )


def _reasoned(
    request: Request,
    file: File,
    form: CaseForm,
    act: Callable[[dict[str, Any]], object],
    words: dict[str, str],
) -> HttpResponse:
    case_id = file.case.id
    key = f"case:{case_id}:motivo"
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                act(form.cleaned_data)
        except DomainError as error:
            form.put(error)
        else:
            drafts.forget(key)
            messages.success(request, words["done"])
            return redirect(case_url(case_id))
    restored = request.method == "GET" and restore(form, key)
    shown = {"form": form, "draft": key, "restored": restored, "back_url": case_url(case_id)}
    return render(request, "cases/edit.html", frame(file, "") | words | shown)


@allow(Role.SUPERVISOR)
@fresh_proof_required
def erase(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Destroy what is known of the person: supervision only, proved again, with a reason and the code typed."""
    file = open_file(request, case_id)
    writable(file, "erase")
    form = EraseForm(sent(request), case=file.case)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.erase_person(case_id, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.put(error)
        else:
            messages.success(
                request, _("Los datos se borraron. Queda el código y lo que se hizo, sin la persona.")
            )
            return redirect(case_url(case_id))
    return render(
        request, "cases/erase.html", frame(file, "") | {"form": form, "back_url": case_url(case_id, "team")}
    )
