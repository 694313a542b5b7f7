"""How a case goes on or ends: follow-up, resuming, closing, reopening, erasing."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import fresh_proof_required
from contratrata.ground.acts.public import Undo
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow

from .. import operations
from ..forms.work import CloseForm, EraseForm, ReopenForm
from .page import ask_on, case_url, open_file, writable


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def follow_up(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Active care is over."""
    file = writable(open_file(request, case_id), "follow_up")
    return ask_on(
        request,
        file,
        title=_("Pasar a seguimiento"),
        text=_("La atención activa terminó y se la acompaña de vez en cuando. Puede reanudarse."),
        button=_("Pasar a seguimiento"),
        act=lambda: operations.follow_up(case_id),
        done=_("El caso está en seguimiento."),
        undo=lambda _case: Undo(case_url(case_id, "resume")),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def resume(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Active care goes on."""
    file = writable(open_file(request, case_id), "resume")
    return ask_on(
        request,
        file,
        title=_("Reanudar la atención"),
        text=_("El caso vuelve a estar activo."),
        button=_("Reanudar"),
        act=lambda: operations.resume(case_id),
        done=_("El caso está activo."),
        undo=lambda _case: Undo(case_url(case_id, "follow_up")),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def close(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """End the work on a case, with a reason."""
    file = writable(open_file(request, case_id), "close")
    return ask_on(
        request,
        file,
        title=_("Cerrar el caso"),
        lead=_("El expediente se conserva y se puede leer. Para volver a escribir en él hay que reabrirlo."),
        button=_("Cerrar el caso"),
        form=CloseForm,
        open=lambda form: operations.open_of(file.case, form.values["reason"]),
        act=lambda form, answers: operations.close(case_id, answers=answers, **form.values),
        done=_("El caso está cerrado."),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def reopen(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Take a closed case up again."""
    file = writable(open_file(request, case_id), "reopen")
    return ask_on(
        request,
        file,
        title=_("Reabrir el caso"),
        lead=_("El caso vuelve a estar activo, con todo lo que había."),
        button=_("Reabrir el caso"),
        form=ReopenForm,
        act=lambda form: operations.reopen(case_id, words=form.values["words"]),
        done=_("El caso está abierto."),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def remove_copied(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Have what came by the referral removed now; the worker does it, since the web removes nothing of a file."""
    file = writable(open_file(request, case_id), "remove_copied")
    return ask_on(
        request,
        file,
        title=_("Quitar lo que llegó"),
        question=_("¿Quitar lo que llegó con la derivación?"),
        text=_(
            "Se quitan el nombre, el contacto, las respuestas y el relato que llegaron, lo que decían antes y lo que "
            "aquí se corrigió en ellos. Lo demás que escribió su organización se queda. Tarda unos minutos y no se "
            "puede deshacer."
        ),
        button=_("Sí, quitarlo"),
        grave=True,
        act=lambda: operations.ask_removal(case_id),
        done=_("En unos minutos se quita lo que llegó. Le avisaremos."),
        to=case_url(case_id),
    )


@allow(Role.SUPERVISOR)
@fresh_proof_required
def erase(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Destroy what is known of the person: supervision only, proved again, with a reason and the code typed."""
    file = writable(open_file(request, case_id), "erase")
    return ask_on(
        request,
        file,
        title=_("Borrar los datos de la persona"),
        question=_("¿Borrar los datos de esta persona?"),
        text=_(
            "El caso se cierra y lo compartido con otras organizaciones deja de verse. Si la persona permitió a "
            "alguna abrir un caso propio, se le avisa y ese caso sigue hasta que ella lo retire allí."
        ),
        button=_("Sí, borrar para siempre"),
        grave=True,
        form=lambda data: EraseForm(data, case=file.case),
        act=lambda form: operations.erase_person(case_id, reason=form.values["reason"]),
        done=_("Los datos se borraron. Queda el código y lo que se hizo, sin la persona."),
        back=case_url(case_id, "team"),
        to=case_url(case_id),
        template="cases/erase.html",
        draft=None,  # typed only to prove that it is meant
    )
