"""Needs, the next step, notes: each a form with one button."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import Undo, press
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow

from .. import operations
from ..forms.work import AddNeedsForm, NextStepForm, NoteForm, StepAfterForm
from ..models import Need, NextStep, Note
from ..sections import word_of
from .page import ask_on, case_url, open_file, open_step, step_words, writable

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
    """Add what the person needs; what is open already is not offered again."""
    file = writable(open_file(request, case_id, "needs_new"), "change_needs")
    open_kinds = Need.objects.filter(case=file.case, state=Need.State.OPEN).values_list("kind", flat=True)
    return ask_on(
        request,
        file,
        title=_("Agregar lo que necesita"),
        form=lambda data: AddNeedsForm(data, without=() if data else open_kinds),
        act=lambda form: [operations.add_need(case_id, need=need) for need in form.needs()],
        names={"kind": "services_0"},
        back=case_url(case_id, "plan"),
    )


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def end_need(request: Request, case_id: uuid.UUID, need_id: uuid.UUID) -> HttpResponse:
    """Say what became of a need."""
    need = _need(request, case_id, need_id)
    plan = case_url(case_id, "plan")
    if (how := _ENDS.get(request.POST.get("como", ""))) is None:
        return redirect(plan)
    act, words = how
    undo = Undo(reverse("cases:need_reopen", args=[case_id, need_id]))
    return press(request, lambda: act(need_id), done=_sentence(need, words), to=plan, undo=lambda _need: undo)


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def reopen_need(request: Request, case_id: uuid.UUID, need_id: uuid.UUID) -> HttpResponse:
    """Take back what was said to have become of a need: it is open again."""
    need = _need(request, case_id, need_id)
    words = _sentence(need, gettext_lazy("%(need)s: abierta de nuevo."))
    return press(request, lambda: operations.reopen_need(need_id), done=words, to=case_url(case_id, "plan"))


def _need(request: Request, case_id: uuid.UUID, need_id: uuid.UUID) -> Need:
    """The need of this case. Raises `Http404` when it is another's, or the user may not write here."""
    file = writable(open_file(request, case_id), "change_needs")
    return get_object_or_404(Need, id=need_id, case=file.case)


def _sentence(need: Need, words: Promise) -> str:
    return str(words) % {"need": word_of("service_kind", need.kind)}


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def set_step(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Say what comes next. The second of two editors sees what the first set, and what was typed stays."""
    file = writable(open_file(request, case_id, "step"), "change_step")
    now = open_step(file)
    return ask_on(
        request,
        file,
        title=_("Siguiente paso"),
        button=_("Fijar el siguiente paso"),
        form=lambda data: NextStepForm(data, initial={"replaces": now.id if now else None}),
        act=lambda form: operations.set_next_step(
            case_id, step=form.to_values(), replaces=form.cleaned_data["replaces"]
        ),
        names=_STEP_FIELDS,
        done=_("El siguiente paso quedó fijado."),
        back=case_url(case_id, "plan"),
        to=case_url(case_id),
        template="cases/step.html",
        context={"step": now, "step_words": step_words(file, now)},
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def step_done(request: Request, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """The step was done; what comes after it may be said at once."""
    file = writable(open_file(request, case_id, "step_done"), "change_step")
    step = get_object_or_404(NextStep, id=step_id, case=file.case)
    if step.done_at is not None:
        messages.info(request, _("Este paso ya estaba hecho."))
        return redirect(case_url(case_id))
    return ask_on(
        request,
        file,
        title=_("¿Ya está hecho?"),
        lead=step_words(file, step),
        button=_("Sí, está hecho"),
        form=StepAfterForm,
        act=lambda form: operations.finish_next_step(step_id, then=form.to_values()),
        names=_STEP_FIELDS,
        done=_("Hecho."),
        back=case_url(case_id),
        leave_words=_("Todavía no"),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def add_note(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Write down what was said or seen."""
    file = writable(open_file(request, case_id, "note_new"), "write_note")
    return ask_on(
        request,
        file,
        title=_("Escribir una nota"),
        form=NoteForm,
        act=lambda form: operations.add_note(case_id, once=form.cleaned_data["once"], **form.values),
        done=_("Nota guardada."),
        back=case_url(case_id, "story"),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def amend_note(request: Request, case_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    """Correct a note by a new one; the old one stays to be read."""
    file = writable(open_file(request, case_id, "note_amend"), "write_note")
    old = get_object_or_404(Note, id=note_id, case=file.case)
    return ask_on(
        request,
        file,
        title=_("Corregir una nota"),
        form=lambda data: NoteForm(data, initial=old.open(file.sealer, "text") if file.sealer else {}),
        act=lambda form: operations.amend_note(note_id, once=form.cleaned_data["once"], **form.values),
        done=_("Nota guardada."),
        back=case_url(case_id, "story"),
    )
