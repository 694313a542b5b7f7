"""Derivar in four steps: to whom and what for; which parts; the permission; what will be seen."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contratrata.care.cases import public as cases
from contratrata.care.directory import public as directory
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import RECEIVERS, Organisation, Role, allow

from .. import consents, operations, sharing
from ..forms import ConsentForm, DutyForm, PartsForm, StartForm
from ..models import Referral
from ..states import ReferralState
from .page import draft, frame, overtaken

SENDING = (Role.CASEWORKER, Role.SUPERVISOR)
MOST_CASES = 50
#: What a draft shares unless it is said otherwise: enough to receive her, nothing of what happened.
FIRST_PARTS = ("identity", "profile", "contact", "needs")


@allow(*SENDING)
def start(request: Request) -> HttpResponse:
    """First step: to whom, what for, for when."""
    scope = request.scope
    service = _service(scope, request.GET.get("servicio", "") or request.POST.get("service", ""))
    known = _known_cases(scope, request.GET.get("caso", ""))
    given: dict[str, Any] = {
        "known_cases": known,
        "receivers": Offer(RECEIVERS, scope),
        "only": str(service.organisation_id) if service is not None else "",
        "offered": service.kinds if service else (),
    }
    asked = request.GET.get("necesidad", "")
    needed = [asked] if service and asked in service.kinds else []
    first: dict[str, Any] = {"aims": [*needed, *_needed(scope, known)]}
    if service is not None:
        first["service"] = service.pk
    form = StartForm(request.POST or None, initial=first, **given)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = operations.start(
                case_id=uuid.UUID(data["case"]),
                receiver_id=uuid.UUID(data["receiver"]),
                aims=data["aims"],
                urgency=data["urgency"],
                service_id=data["service"],
                once=data["once"],
            )
        except NotAllowed:
            raise Http404 from None
        except DomainError as error:
            form.put(error)
        else:
            return redirect(_step_after_start(made), made.id)
    audit.record("case.listed", kind="case", rows=len(known))
    shown = {"form": form, "service": service, "line": _service_line(service), "known_cases": known}
    return render(request, "referrals/start.html", shown)


def _step_after_start(made: Referral) -> str:
    return "referrals:parts" if made.state == ReferralState.DRAFT else "referrals:detail"


def _service(scope: Scope, text: str) -> directory.Service | None:
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        return None
    return directory.visible_to(scope).filter(pk=wanted).exclude(organisation_id=organisation_id()).first()


def _service_line(service: directory.Service | None) -> str:
    """«4 plazas libres, dato de hoy 08:30»."""
    capacity = getattr(service, "capacity", None) if service else None
    return directory.places_words(capacity, clock.now()) if capacity is not None else ""


def _known_cases(scope: Scope, wanted: str) -> list[tuple[str, str]]:
    """The case that was asked for; without one, those touched last, to choose from."""
    rows = cases.visible_to(scope).filter(closed_at__isnull=True)
    try:
        asked = rows.filter(id=uuid.UUID(wanted)) if wanted else None
    except ValueError:
        raise Http404 from None
    if asked is not None and not asked.exists():
        raise Http404
    shown = (rows if asked is None else asked).order_by("-touched_at", "id")
    ids = list(shown.values_list("id", flat=True)[:MOST_CASES])
    named = cases.display(scope, ids)
    return [(str(one), f"{named[one][0]} · {named[one][1]}") for one in ids if one in named]


def _needed(scope: Scope, known: list[tuple[str, str]]) -> list[str]:
    """What the one case that is referred needs: the services that are asked unless it is said otherwise."""
    if len(known) != 1:
        return []
    needs = cases.case_for(scope, uuid.UUID(known[0][0])).needs.filter(state="open")
    return list(needs.order_by("at", "kind").values_list("kind", flat=True))


@allow(*SENDING)
def parts(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Second step: which parts, and a message."""
    referral = draft(request, referral_id)
    if referral.state != ReferralState.DRAFT:
        return redirect("referrals:detail", referral.id)
    form = PartsForm(request.POST or None, initial=_chosen(request, referral))
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_parts(
                referral.id, parts=form.cleaned_data["parts"], note=form.cleaned_data["note"]
            )
        except (Conflict, WrongState) as error:
            return overtaken(request, referral.id, error)
        except DomainError as error:
            form.put(error)
        else:
            return redirect("referrals:consent", referral.id)
    return render(request, "referrals/parts.html", frame(request, referral) | {"form": form})


def _chosen(request: Request, referral: Referral) -> dict[str, Any]:
    if not referral.chosen_parts:
        return {"parts": FIRST_PARTS}
    return {"parts": referral.chosen_parts, "note": sharing.note_of(request.scope, referral)}


@allow(*SENDING)
def consent(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Third step: a permission that covers this, one given now as a sentence, or a legal duty."""
    referral = draft(request, referral_id)
    if not referral.chosen_parts:
        return redirect("referrals:parts", referral.id)
    if referral.state != ReferralState.DRAFT:
        return redirect("referrals:detail", referral.id)
    way = request.POST.get("way", "")
    form = ConsentForm(request.POST if way == "given" else None)
    duty = DutyForm(request.POST if way == "duty" else None)
    if request.method == "POST":
        try:
            if _choose(request, referral, way, form, duty):
                return redirect("referrals:preview", referral.id)
        except (Conflict, WrongState) as error:
            return overtaken(request, referral.id, error)
        except DomainError as error:
            (duty if way == "duty" else form).put(error) if way else messages.warning(request, error.message)
    known = _known(request, referral)
    shown = {"form": form, "duty": duty, "forms": [duty], "known": known, "way": way}
    shown["covered"] = any(not one["gaps"] for one in known)
    return render(
        request, "referrals/consent.html", frame(request, referral) | shown | _sentence(request, referral)
    )


def _choose(request: Request, referral: Referral, way: str, form: ConsentForm, duty: DutyForm) -> bool:
    """Do what was asked; False when the form has to be mended."""
    if way in {"given", "duty"}:
        asked: ConsentForm | DutyForm = form if way == "given" else duty
        if not asked.is_valid():
            return False
        told = asked.permission(
            recipient_id=referral.receiver_id, aims=referral.aims, parts=referral.chosen_parts
        )
        with transaction.atomic():
            made = cases.give_consent(referral.case_id, told=told, once=asked.cleaned_data["once"])
            operations.choose_consent(referral.id, consent_id=made.id)
        return True
    try:
        chosen = uuid.UUID(request.POST.get("consent", ""))
    except ValueError:
        raise DomainError(_("Elija un consentimiento.")) from None
    operations.choose_consent(referral.id, consent_id=chosen)
    return True


def _known(request: Request, referral: Referral) -> list[dict[str, Any]]:
    """The permissions that stand for this organisation: those that cover this, and what the others lack."""
    asked = consents.Asked(referral.receiver_id, referral.aims, referral.chosen_parts)
    case = cases.case_for(request.scope, referral.case_id)
    return [
        {
            "id": row.id,
            "sentence": _said(request, referral, row),
            "gaps": [str(gap.label) for gap in consents.gaps(row, asked, clock.today())],
        }
        for row in cases.consents_for(case, referral.receiver_id)
    ]


def _said(request: Request, referral: Referral, told: cases.Consent | cases.NewConsent) -> str:
    receiver = Organisation.objects.get(pk=referral.receiver_id)
    return cases.consent_sentence(told, organisation=organisation_of(request).name, recipient=receiver.name)


def _sentence(request: Request, referral: Referral) -> dict[str, Any]:
    """The sentence that will be given here."""
    wanted = cases.NewConsent(
        purpose="referral",
        recipient_id=referral.receiver_id,
        aims=tuple(referral.aims),
        parts=tuple(referral.chosen_parts),
    )
    return {"sentence": _said(request, referral, wanted)}


@allow(*SENDING)
def preview(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Fourth step: this is what will be seen, and nothing more; then it is sent."""
    referral = draft(request, referral_id)
    unready = _unready(referral)
    if unready:
        return redirect(unready, referral.id)
    if request.method == "POST":
        return _send(request, referral)
    case = cases.case_for(request.scope, referral.case_id)
    held = {one.id: one for one in cases.consents_for(case, referral.receiver_id)}
    stands = held.get(referral.consent_id) if referral.consent_id else None
    sheet = sharing.draft_sheet(request.scope, referral)
    about: dict[str, Any] = {"kind": "referral", "subject": referral.id, "code": referral.code}
    audit.record("referral.read", **about, side="sender", parts=len(sheet.sections))
    shown = {
        "sheet": sheet,
        "sentence": _said(request, referral, stands) if stands else "",
        "legal_duty": bool(stands and stands.legal_duty),
    }
    return render(request, "referrals/preview.html", frame(request, referral) | shown)


def _unready(referral: Referral) -> str:
    """The step that comes first; "" when all has been said."""
    if referral.state != ReferralState.DRAFT:
        return "referrals:detail"
    if not referral.chosen_parts:
        return "referrals:parts"
    return "" if referral.consent_id else "referrals:consent"


def _send(request: Request, referral: Referral) -> HttpResponse:
    try:
        operations.send(referral.id, seen=ReferralState.DRAFT)
    except (Conflict, WrongState) as error:
        return overtaken(request, referral.id, error)
    except DomainError as error:
        messages.warning(request, error.message)
        return redirect(_mend(error), referral.id)
    messages.success(request, _("Derivación enviada. Le avisaremos cuando respondan."))
    return redirect("referrals:detail", referral.id)


def _mend(error: DomainError) -> str:
    return {"consent": "referrals:consent", "parts": "referrals:parts"}.get(
        error.field or "", "referrals:detail"
    )


@allow(*SENDING)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away, asked first."""
    referral = draft(request, referral_id)
    if request.method == "POST":
        try:
            operations.discard(referral.id)
        except DomainError as error:
            return overtaken(request, referral.id, error)
        messages.success(request, _("Borrador descartado."))
        return redirect("referrals:outbox")
    back = reverse("referrals:detail", args=[referral.id])
    return render(request, "referrals/discard.html", frame(request, referral) | {"back_url": back})
