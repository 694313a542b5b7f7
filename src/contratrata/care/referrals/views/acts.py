"""The acts on a referral: some are pressed at once, others are asked on a page of their own."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from contratrata.care.cases import public as cases
from contratrata.ground.base.errors import Conflict, DomainError, WrongState
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import OTHERS, allow

from .. import operations, rules
from ..forms import AcceptForm, ActForm, AttendForm, CloseForm, DeclineForm, UpdateForm, WithdrawForm
from ..models import Referral
from .page import found, frame, overtaken


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """An act that is asked on a page: its form, its words, and whether nothing can be read after it."""

    form: type[ActForm]
    act: Callable[..., object]
    title: Any
    button: Any
    done: Any
    grave: bool = False


NOBODY = uuid.UUID(int=0)
ASKED = {
    "accept": Asked(
        AcceptForm, operations.accept, _l("Aceptar la derivación"), _l("Aceptar"), _l("Aceptada.")
    ),
    "decline": Asked(
        DeclineForm,
        operations.decline,
        _l("No podemos recibirla"),
        _l("Rechazar y avisar"),
        _l("Rechazada. Avisamos a quien la derivó."),
        grave=True,
    ),
    "attend": Asked(
        AttendForm, operations.attend, _l("Registrar la atención"), _l("Guardar"), _l("Atención registrada.")
    ),
    "close": Asked(
        CloseForm,
        operations.close,
        _l("Cerrar con respuesta"),
        _l("Enviar la respuesta y cerrar"),
        _l("Cerrada. Quien la derivó ya puede leer la respuesta."),
    ),
    "withdraw": Asked(
        WithdrawForm,
        operations.withdraw,
        _l("Retirar la derivación"),
        _l("Retirar"),
        _l("Retirada. La otra organización ya no puede leer lo compartido."),
        grave=True,
    ),
    "send_update": Asked(
        UpdateForm,
        operations.send_update,
        _l("Actualizar lo compartido"),
        _l("Compartir lo actual"),
        _l("Actualizado. Avisamos a la otra organización."),
    ),
}
PRESSED: dict[str, tuple[Callable[..., Any], Any]] = {
    "receive": (operations.receive, _l("Quedó como recibida.")),
    "begin_care": (operations.begin_care, _l("La atención empezó.")),
    "feedback_seen": (operations.feedback_seen, _l("Leída. Esta derivación terminó.")),
    "open_own_case": (operations.open_own_case, _l("Se abrió el expediente con lo compartido.")),
}


@allow(*rules.REFERRING)
def act(request: Request, referral_id: uuid.UUID, verb: str) -> HttpResponse:
    """Ask, then act; when somebody was first, say who."""
    referral, asked = found(request, referral_id), ASKED[verb]
    if not rules.may(verb, request.scope, referral):
        raise Http404
    form = asked.form(
        request.POST or None, initial={"seen": referral.state}, **_given(request, referral, verb)
    )
    if request.method == "POST" and form.is_valid():
        told = form.told()
        if verb == "send_update":
            told.pop("seen", None)
        try:
            asked.act(referral.id, **told)
        except (Conflict, WrongState) as error:
            return overtaken(request, referral.id, error)
        except DomainError as error:
            form.put(error)
        else:
            messages.success(request, str(asked.done))
            return redirect("referrals:detail", referral.id)
    shown = {"form": form, "asked": asked, "verb": verb}
    return render(request, "referrals/act.html", frame(request, referral) | shown)


def _given(request: Request, referral: Referral, verb: str) -> dict[str, Any]:
    """What the form of the verb has to know."""
    scope = request.scope
    if verb == "attend":
        return {"aims": referral.aims}
    if verb == "decline":
        return {"organisations": Offer(OTHERS, scope, frozenset({str(referral.organisation_id)}))}
    if verb == "send_update":
        mine = cases.Consent.objects.filter(
            organisation_id=referral.organisation_id, id=referral.consent_id or NOBODY
        )
        covered = mine.values_list("parts", flat=True).first() or []
        return {"covered": [part for part in cases.AVAILABLE_PARTS if part in covered]}
    return {}


@require_POST
@allow(*rules.REFERRING)
def press(request: Request, referral_id: uuid.UUID, verb: str) -> HttpResponse:
    """Act at once."""
    referral, (operation, done) = found(request, referral_id), PRESSED[verb]
    if not rules.may(verb, request.scope, referral):
        raise Http404
    try:
        made = operation(referral.id)
    except DomainError as error:
        return overtaken(request, referral.id, error)
    messages.success(request, str(done))
    if verb == "open_own_case":
        return redirect("cases:detail", made.id)
    if request.POST.get("desde") == "bandeja":
        return redirect("referrals:inbox")
    return redirect("referrals:detail", referral.id)
