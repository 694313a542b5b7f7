"""One referral as one vertical story for both sides, with the single next act and the conversation below."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from contratrata.care.directory import public as directory
from contratrata.ground.accounts.public import User
from contratrata.ground.acts.public import Ask, ask, restore
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow, substitute_of
from contratrata.ground.ui.frame import draft_key
from contratrata.ground.vault import public as vault

from .. import listing, operations, rules, sharing, story
from ..forms import MessageForm
from ..models import Referral
from ..states import ENDED, ONGOING, OPEN_FOR_RECEIVER, WAITING, ReferralState
from .page import about, frame, here, referral_or_404

#: Verb → (the words of the act, the URL name, pressed at once (POST) or asked on a page of its own).
ACTS: dict[str, tuple[Any, str, bool]] = {
    "receive": (_l("Marcar como recibida"), "referrals:receive", True),
    "accept": (_l("Aceptar"), "referrals:accept", False),
    "decline": (_l("No podemos recibirla"), "referrals:decline", False),
    "look": (_l("Ver la identidad antes de aceptar"), "referrals:look", False),
    "assign": (_l("Cambiar quién responde"), "referrals:assign", False),
    "begin_care": (_l("Empezar la atención"), "referrals:begin_care", True),
    "attend": (_l("Registrar la atención"), "referrals:attend", False),
    "close": (_l("Cerrar con respuesta"), "referrals:close", False),
    "open_own_case": (_l("Abrir un caso propio"), "referrals:open_own_case", False),
    "send": (_l("Continuar"), "referrals:parts", False),
    "discard": (_l("Descartar el borrador"), "referrals:discard", False),
    "send_update": (_l("Actualizar lo compartido"), "referrals:send_update", False),
    "withdraw": (_l("Retirar la derivación"), "referrals:withdraw", False),
    "feedback_seen": (_l("Marcar como leída"), "referrals:feedback_seen", True),
}
_LEADS = {
    "receive": _l("Diga que llegó y que alguien la está leyendo."),
    "accept": _l("Diga si la pueden recibir."),
    "begin_care": _l("Cuando la persona llegue, o cuando empiecen a atenderla."),
    "attend": _l("Diga qué se hizo con cada servicio que se pidió."),
    "close": _l("Falta responder a quien la derivó."),
    "send": _l("Falta enviarla."),
    "feedback_seen": _l("Lea la respuesta; después queda terminada."),
}


@require_safe
@allow(*rules.REFERRING)
def detail(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """The story."""
    referral, form = referral_or_404(request, referral_id), MessageForm()
    restored = restore(form, draft_key(here(referral, "say")))
    return render(
        request,
        "referrals/detail.html",
        page_context(request, referral) | {"form": form, "restored": restored},
    )


@require_POST
@allow(*rules.REFERRING)
def say(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Write to the other side; what cannot be sent is shown on the story, as it was typed."""
    referral = referral_or_404(request, referral_id)
    if not rules.may("say", request.scope, referral):
        raise Http404
    return ask(
        request,
        Ask(
            **about(
                request,
                referral,
                title="",
                form=MessageForm,
                act=lambda form: operations.say(referral.id, **form.to_values()),
                done="",
                to=f"{here(referral)}#conversacion",
                template="referrals/detail.html",
                frame=lambda: page_context(request, referral),
            )
        ),
    )


def page_context(request: Request, referral: Referral) -> dict[str, Any]:
    """What this side may see of a referral, for the page and for paper; what is read leaves a trace."""
    scope = request.scope
    shown = frame(request, referral)
    content = rules.talks(scope, referral)
    sealer = sharing.sealer_of(referral, vault.ring()) if content else None
    sheet = sharing.read(scope, referral, sealer)
    acts = [_act(referral, verb) for verb in story.acts(scope, referral)]
    leads = [one for one in acts if one["lead"]]
    shown |= {
        "moments": story.moments(scope, referral, sealer, content=content),
        "sheet": sheet,
        "outline": [] if sheet else sharing.read_outline(referral, sealer),
        "answering": _answering(referral) if shown["received"] else "",
        "sheet_title": _sheet_title(received=shown["received"], ended=referral.state in ENDED),
        "shut": _shut_words(referral, received=shown["received"], content=content),
        "spoken": story.spoken(scope, referral, sealer) if content else [],
        "may_speak": content and sealer is not None and referral.state in OPEN_FOR_RECEIVER,
        "next": leads[0] if leads else None,
        "acts": [one for one in acts if one not in leads[:1]],
        "cared_for": referral.state in ONGOING,
        "ended": referral.state in ENDED,
        "waits": referral.state in listing.GROUPS["responder"],
        "asked": listing.asked_words(referral.aims),
        "service": _service_name(request, referral),
        "substitute": _substitute(referral, shown),
        "print_words": _("Imprimir"),
    }
    _trace(referral, received=shown["received"], sheet=sheet)
    return shown


def _act(referral: Referral, verb: str) -> dict[str, Any]:
    words, name, pressed = ACTS[verb]
    url = reverse(name, args=[referral.id])
    return {"verb": verb, "words": words, "url": url, "pressed": pressed, "lead": _LEADS.get(verb, "")}


def _shut_words(referral: Referral, *, received: bool, content: bool) -> str:
    """Why what was shared is not on the page."""
    if referral.state in {ReferralState.DRAFT, ReferralState.DISCARDED}:
        return ""
    if received:
        return _shut_to_receiver(referral, content=content)
    return (
        _("Los datos de la persona se borraron.")
        if content
        else _("Lo compartido lo ve quien lleva el caso.")
    )


def _shut_to_receiver(referral: Referral, *, content: bool) -> str:
    if referral.state in WAITING:
        return _("Quién es la persona lo leerá quien responda por ella cuando la acepten, y supervisión.")
    if referral.state in ONGOING and not content:
        return _("Lo compartido lo lee quien responde por la persona, quien la suple y supervisión.")
    if not content:
        return _("Lo compartido lo ve quien lleva el caso.")
    if referral.state not in OPEN_FOR_RECEIVER:
        state = story.state_words(referral.state)
        return _("%(state)s: ya no puede leer lo compartido.") % {"state": state}
    return _("No se puede abrir lo compartido. Pídale a quien lo envió que lo mande otra vez.")


def _answering(referral: Referral) -> str:
    """Who of our organisation answers for her, and who when she cannot."""
    ids = [one for one in (referral.responsible_id, referral.substitute_id) if one]
    if not ids:
        return _("Todavía nadie responde por la persona aquí.") if referral.state in ONGOING else ""
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    values = _("Responde por ella %(name)s.") % {"name": names.get(ids[0], "")}
    return f"{values} {_('La suple %(name)s.') % {'name': names.get(ids[1], '')}}" if len(ids) > 1 else values


def _sheet_title(*, received: bool, ended: bool) -> str:
    if received:
        return _("Lo que comparten con ustedes")
    return _("Lo que se compartió") if ended else _("Lo que se comparte")


def _service_name(request: Request, referral: Referral) -> str:
    if referral.service_id is None:
        return ""
    row = directory.visible_to(request.scope).filter(pk=referral.service_id).first()
    return row.name if row else ""


def _substitute(referral: Referral, shown: dict[str, Any]) -> str:
    """Who answers for a receiver that keeps silent."""
    if shown["received"] or not (story.is_late(referral) or referral.state == ReferralState.EXPIRED):
        return ""
    substitute = substitute_of(shown["other"])
    return substitute.name if substitute else ""


def _trace(referral: Referral, *, received: bool, sheet: sharing.Sheet | None) -> None:
    side = "receiver" if received else "sender"
    about: dict[str, Any] = {"kind": "referral", "subject": referral.id, "code": referral.code, "side": side}
    if sheet is not None:
        audit.record("referral.read", **about, parts=len(sheet.sections))
