"""Needs, the next step, notes: each a form with one button."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.ground.vault.public import drafts

from .. import operations, queries
from ..forms.work import AddNeedsForm, NextStepForm, NoteForm
from ..models import Need, NextStep, Note
from ..sections import word_of
from .editing import restore
from .page import File, case_url, frame, open_file, open_step, sent, step_words, writable

_Act = Callable[[uuid.UUID], Need]
#: What may become of a need, and what is answered when it is saved.
_ENDS: dict[str, tuple[_Act, Promise]] = {
    "atendida": (operations.meet_need, gettext_lazy("%(need)s: marcada como atendida.")),
    "sin-atender": (operations.leave_need_unmet, gettext_lazy("%(need)s: nadie pudo atenderla.")),
    "retirada": (operations.withdraw_need, gettext_lazy("%(need)s: quitada de la lista.")),
}
_STEP_FIELDS = {"due_at": "day", "assigned_to_id": "assigned_to"}


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def add_needs(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Add what she needs; what is open already is not offered again."""
    file = open_file(request, case_id, "needs_new")
    writable(file, "change_needs")
    open_kinds = Need.objects.filter(case=file.case, state=Need.State.OPEN).values_list("kind", flat=True)
    form = AddNeedsForm(
        sent(request), without=frozenset(open_kinds) if request.method == "GET" else frozenset()
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                for need in form.needs():
                    operations.add_need(case_id, need=need)
        except DomainError as error:
            form.put(error, {"kind": "services_0"})
        else:
            messages.success(request, _("Guardado."))
            return redirect(case_url(case_id, "plan"))
    shown = {"form": form, "title": _("Agregar lo que necesita"), "back_url": case_url(case_id, "plan")}
    return render(request, "cases/edit.html", frame(file, "") | shown)


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def end_need(request: Request, case_id: uuid.UUID, need_id: uuid.UUID) -> HttpResponse:
    """Say what became of a need."""
    need = _need(request, case_id, need_id)
    how = _ENDS.get(request.POST.get("como", ""))
    if how is not None:
        _do(request, need, *how)
    return redirect(case_url(case_id, "plan"))


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def reopen_need(request: Request, case_id: uuid.UUID, need_id: uuid.UUID) -> HttpResponse:
    """Take back what was said to have become of a need: it is open again."""
    need = _need(request, case_id, need_id)
    _do(request, need, operations.reopen_need, gettext_lazy("%(need)s: abierta de nuevo."))
    return redirect(case_url(case_id, "plan"))


def _need(request: Request, case_id: uuid.UUID, need_id: uuid.UUID) -> Need:
    """The need of this case. Raises `Http404` when it is another's, or she may not write here."""
    file = open_file(request, case_id)
    writable(file, "change_needs")
    return get_object_or_404(Need, id=need_id, case=file.case)


def _do(request: Request, need: Need, act: _Act, words: Promise) -> None:
    """Do it, and say what was saved or why not."""
    try:
        with transaction.atomic():
            act(need.id)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, str(words) % {"need": word_of("service_kind", need.kind)})


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def set_step(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Say what comes next. Whoever overtook is told, and what was typed stays."""
    file = open_file(request, case_id, "step")
    writable(file, "change_step")
    now = open_step(file)
    key = f"case:{case_id}:paso"
    form = NextStepForm(
        sent(request),
        colleagues=queries.colleagues(file.scope),
        initial={"replaces": now.id if now else None},
    )
    if request.method == "POST" and form.is_valid():
        told = form.told()
        try:
            with transaction.atomic():
                if told is not None:
                    operations.set_next_step(case_id, step=told, replaces=form.cleaned_data["replaces"])
        except Conflict as error:
            form.put(error)
            form.retype("replaces", str(now.id) if now else "")
        except DomainError as error:
            form.put(error, _STEP_FIELDS)
        else:
            drafts.forget(key)
            messages.success(request, _("El siguiente paso quedó fijado."))
            return redirect(case_url(case_id))
    restored = request.method == "GET" and restore(form, key)
    return render(
        request, "cases/step.html", _step_page(file, form, now) | {"draft": key, "restored": restored}
    )


def _step_page(file: File, form: NextStepForm, now: NextStep | None) -> dict[str, object]:
    return frame(file, "") | {
        "form": form,
        "step": now,
        "step_words": step_words(file, now),
        "back_url": case_url(file.case.id, "plan"),
    }


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def step_done(request: Request, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """The step was done; what comes after it may be said at once."""
    file = open_file(request, case_id, "step_done")
    writable(file, "change_step")
    step = get_object_or_404(NextStep, id=step_id, case=file.case)
    if step.done_at is not None:
        messages.info(request, _("Este paso ya estaba hecho."))
        return redirect(case_url(case_id))
    form = NextStepForm(sent(request), colleagues=queries.colleagues(file.scope))
    form.fields["what"].required = False
    form.fields["what"].label = _("¿Qué sigue?")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.finish_next_step(step_id, then=form.told())
        except DomainError as error:
            form.put(error, _STEP_FIELDS)
        else:
            messages.success(request, _("Hecho."))
            return redirect(case_url(case_id))
    return render(request, "cases/step_done.html", _step_page(file, form, step))


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def add_note(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Write down what was said or seen."""
    file = open_file(request, case_id, "note_new")
    writable(file, "write_note")
    return _note(request, file, None)


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def amend_note(request: Request, case_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    """Correct a note by a new one; the old one stays to be read."""
    file = open_file(request, case_id, "note_amend")
    writable(file, "write_note")
    return _note(request, file, get_object_or_404(Note, id=note_id, case=file.case))


def _note(request: Request, file: File, old: Note | None) -> HttpResponse:
    case_id = file.case.id
    key = f"case:{case_id}:nota:{old.id}" if old else f"case:{case_id}:nota"
    text = old.open(file.sealer, "text")["text"] if old and file.sealer else ""
    form = NoteForm(sent(request), initial={"text": text})
    if request.method == "POST" and form.is_valid():
        given = {"text": form.cleaned_data["text"], "once": form.cleaned_data["once"]}
        try:
            with transaction.atomic():
                if old:
                    operations.amend_note(old.id, **given)
                else:
                    operations.add_note(case_id, **given)
        except DomainError as error:
            form.put(error)
        else:
            drafts.forget(key)
            messages.success(request, _("Nota guardada."))
            return redirect(case_url(case_id, "story"))
    restored = request.method == "GET" and restore(form, key)
    shown = {
        "form": form,
        "title": _("Corregir una nota") if old else _("Escribir una nota"),
        "draft": key,
        "restored": restored,
        "back_url": case_url(case_id, "story"),
    }
    return render(request, "cases/edit.html", frame(file, "") | shown)
