"""The acts on a referral: some are pressed at once, others are asked on a page of their own."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from contratrata.care.cases import public as cases
from contratrata.ground.accounts.public import fresh_proof_when
from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.acts.public import press as act_at_once
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.network.public import allow
from contratrata.ground.things.public import FactsForm

from .. import operations, rules
from ..forms import (
    AcceptForm,
    AttendForm,
    CloseForm,
    DeclineForm,
    OwnCaseForm,
    UpdateForm,
    WithdrawForm,
)
from ..models import Referral
from .page import about, abroad, here, other_of, referral_or_404


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """An act that is asked on a page: its form, its words, and what cannot be done after it (`warning`).

    `lead`: what is said before it (the other organisation's name). `to`: where it goes on from what came of it.
    """

    form: type[FactsForm]
    act: Callable[..., object]
    title: Any
    button: Any
    done: Any
    warning: Any = ""
    lead: Any = "%(name)s"
    template: str = ""
    to: Callable[[Any], str] | None = None


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
        _l("Después de rechazarla, su organización ya no podrá leer lo compartido."),
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
        _l(
            "%(name)s sabrá que se retiró y ya no podrá leer lo compartido. Si la persona le permitió abrir un caso "
            "propio, ese caso sigue hasta que ella lo retire allí; si ya no se lo permite, lo que llegó se quita "
            "en 14 días."
        ),
    ),
    "open_own_case": Asked(
        OwnCaseForm,
        operations.open_own_case,
        _l("Abrir un caso propio"),
        _l("Sí, lo permite: abrir el caso"),
        _l("Se abrió el expediente con lo compartido."),
        lead=_l(
            "El caso propio guarda una copia de lo que compartió %(name)s. Si después la persona retira lo que aquí "
            "les permite, o vence, lo verán solo quien responde por él y supervisión; si en 14 días no lo permite de "
            "nuevo, lo que llegó se quita solo."
        ),
        template="referrals/own_case.html",
        to=lambda case: reverse("cases:detail", args=[case.id]),
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
}


def _sends_abroad(request: Request, referral_id: uuid.UUID, verb: str) -> bool:
    referral = referral_or_404(request, referral_id)
    if not rules.may(verb, request.scope, referral):
        raise Http404
    return verb == "send_update" and abroad(request, referral)


@allow(*rules.REFERRING)
@fresh_proof_when(_sends_abroad)
def act(request: Request, referral_id: uuid.UUID, verb: str) -> HttpResponseBase:
    """Ask, then act; when somebody was first, say who."""
    referral, asked = referral_or_404(request, referral_id), ASKED[verb]
    if not rules.may(verb, request.scope, referral):
        raise Http404
    options, other = _options(referral, verb), other_of(request, referral).name
    return ask(
        request,
        Ask(
            **about(
                request,
                referral,
                title=asked.title,
                lead=str(asked.lead) % {"name": other},
                warning=str(asked.warning) % {"name": other} if asked.warning else "",
                button=asked.button,
                grave=bool(asked.warning),
                form=lambda data: asked.form(data, initial=_initial(request, referral, verb), **options),
                act=lambda form: asked.act(referral.id, **form.to_values()),
                names={"better": "better_id"},
                done=asked.done,
                to=asked.to or "",
                template=asked.template,
                context=_context(request, verb),
            )
        ),
    )


def _context(request: Request, verb: str) -> dict[str, Any]:
    """What the page of the verb shows beside its form: the sentence that is read to the person."""
    if verb != "open_own_case":
        return {}
    wanted = cases.NewConsent(purpose=cases.ASSISTANCE)
    return {
        "sentence": cases.consent_sentence(wanted, organisation=organisation_of(request).name, recipient="")
    }


def _initial(request: Request, referral: Referral, verb: str) -> dict[str, Any]:
    """The state that is on the screen; who accepts answers for her unless she says otherwise."""
    initial: dict[str, Any] = {"seen": referral.state}
    if verb == "accept" and rules.cares(request.scope, referral):
        initial["responsible_id"] = request.scope.user_id
    return initial


def _options(referral: Referral, verb: str) -> dict[str, Any]:
    """What the form of the verb has to know."""
    if verb == "attend":
        return {"aims": referral.aims}
    if verb == "decline":
        return {"sender_id": referral.organisation_id}
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
    referral, (operation, done) = referral_or_404(request, referral_id), PRESSED[verb]
    if not rules.may(verb, request.scope, referral):
        raise Http404
    from_inbox = request.POST.get("desde") == "bandeja"
    return act_at_once(
        request,
        lambda: operation(referral.id),
        done=done,
        to=reverse("referrals:inbox") if from_inbox else here(referral),
        stands=here(referral),
    )
