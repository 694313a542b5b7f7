"""Derivar in four steps: to whom and what for; which parts; the permission; what will be seen."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from contratrata.care.cases import public as cases
from contratrata.care.directory import public as directory
from contratrata.ground.accounts.public import fresh_proof_when
from contratrata.ground.acts.public import MEANT, Ask, Wizard, ask, key_of, marked, press, restore
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, doubts
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import RECEIVERS, Organisation, Role, allow

from .. import consents, operations, own_words, sharing
from ..forms import ConsentForm, DutyForm, PartsForm, StartForm
from ..models import Referral
from ..states import ReferralState
from .page import about, abroad, draft, frame, here, other_of

SENDING = (Role.CASEWORKER, Role.SUPERVISOR)
MOST_CASES = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step; `ready`: what the draft must say before the steps after it are opened."""

    slug: str
    step: int
    title: Any
    ready: Callable[[Referral], object] = lambda _referral: True
    lead: Any = ""

    def shown(self, _referral: Referral | None, /) -> bool:
        """Every step is asked."""
        return True

    def done(self, referral: Referral | None, /) -> bool:
        """Whether what it asks was answered."""
        return referral is not None and bool(self.ready(referral))


WIZARD = Wizard[Referral | None](
    (
        Step("start", 1, _l("¿A quién y para qué?")),
        Step("parts", 2, _l("Qué se comparte"), lambda referral: referral.chosen_parts),
        Step("consent", 3, _l("El consentimiento de la persona"), lambda referral: referral.consent_id),
        Step("preview", 4, ""),
    ),
    total=4,
    end="detail",
)
#: What the person is told of taking it back, before it is sent.
_AFTERWARDS = _l(
    "Si la persona lo retira, %(name)s deja de ver lo compartido en ese momento. Solo puede abrir un caso propio si la "
    "persona se lo permite; ese caso sigue mientras ella no lo retire allí."
)
#: What a draft shares unless it is said otherwise: enough to receive her, nothing of what happened.
FIRST_PARTS = ("identity", "profile", "contact", "needs")


@allow(*SENDING)
def start(request: Request) -> HttpResponse:
    """First step: to whom, what for, for when."""
    scope = request.scope
    service = _service(scope, request.GET.get("servicio", "") or request.POST.get("service", ""))
    known = _known_cases(scope, request.GET.get("caso", ""))
    asked = request.GET.get("necesidad", "")
    needed = [asked] if service and asked in service.kinds else []
    initial = {"aims": [*needed, *_needed(scope, known)], "service": service.pk if service else None}
    audit.record("case.listed", kind="case", rows=len(known))
    return WIZARD.ask(
        request,
        "start",
        None,
        url=lambda _slug: "",
        start=_whence(known),
        back_words=_("Caso") if len(known) == 1 else _("Derivaciones"),
        button=_("Seguir"),
        form=lambda data: StartForm(
            data,
            initial=dict(initial),
            known_cases=known,
            receivers=Offer(RECEIVERS, scope),
            only=str(service.organisation_id) if service is not None else "",
            offered=service.kinds if service else (),
        ),
        act=_begin,
        to=lambda referral: here(referral, "parts" if referral.state == ReferralState.DRAFT else "detail"),
        # What was typed for one case is never offered for another.
        draft=key_of(request, ":".join(request.GET.get(name, "")[:36] for name in ("caso", "servicio"))),
        template="referrals/start.html",
        context={"service": service, "line": _service_line(service), "known_cases": known},
    )


def _begin(form: StartForm) -> Referral:
    data = form.cleaned_data
    try:
        return operations.start(
            case_id=uuid.UUID(data["case"]),
            receiver_id=uuid.UUID(data["receiver"]),
            aims=data["aims"],
            urgency=data["urgency"],
            service_id=data["service"],
            once=data["once"],
        )
    except NotAllowed:
        raise Http404 from None


def _whence(known: list[tuple[str, str]]) -> str:
    """The one case that is referred, or what was referred before."""
    return reverse("cases:detail", args=[known[0][0]]) if len(known) == 1 else reverse("referrals:outbox")


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


def _on(request: Request, referral: Referral, slug: str, **asked: Any) -> HttpResponse:
    """One step of a draft; what has to be said before it comes first, and what is sent already is shown."""
    if referral.state != ReferralState.DRAFT:
        return redirect(here(referral))
    if gap := WIZARD.gap(slug, referral):
        return redirect(here(referral, gap))
    options = about(request, referral, **asked)
    if slug != "parts":  # the steps after the first of a draft lead back to the one before
        del options["back"], options["back_words"]
    return WIZARD.ask(
        request,
        slug,
        referral,
        url=lambda page: here(referral, "detail" if page == "start" else page),
        start=here(referral),
        **options,
    )


@allow(*SENDING)
def parts(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Second step: which parts, and a message."""
    referral = draft(request, referral_id)
    return _on(
        request,
        referral,
        "parts",
        lead=_("Con %(name)s.") % {"name": other_of(request, referral).name},
        button=_("Seguir"),
        form=lambda data: _parts_form(request, referral, data),
        now=lambda: _parts_form(request, draft(request, referral_id)),
        act=lambda form: operations.choose_parts(
            referral.id,
            **form.values,
            expected_version=form.cleaned_data["seen"],
        ),
        template="referrals/parts.html",
    )


def _parts_form(request: Request, referral: Referral, data: QueryDict | None = None) -> PartsForm:
    chosen = sharing.chosen_of(request.scope, referral)
    initial = chosen if chosen["parts"] else {"parts": FIRST_PARTS}
    return marked(PartsForm(data, initial=initial), chosen)


@allow(*SENDING)
def consent(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Third step: a permission that covers this, one given now as a sentence, or a legal duty."""
    referral, way = draft(request, referral_id), request.POST.get("way", "")
    if request.method == "POST" and not way:
        return press(
            request,
            lambda: operations.choose_consent(referral.id, consent_id=_chosen_consent(request)),
            done="",
            to=here(referral, "preview"),
            stands=here(referral, "consent"),
        )
    initial, duty = (
        form_of(request.POST if way == name else None)
        for name, form_of in (("given", ConsentForm), ("duty", DutyForm))
    )
    keys = {name: key_of(request, name) for name in ("given", "duty")}
    if request.method != "POST":
        restored = [restore(form, keys[name]) for name, form in (("given", initial), ("duty", duty))]
        way = "duty" if restored[1] else "given" if restored[0] else ""
    asked = duty if way == "duty" else initial
    return _on(
        request,
        referral,
        "consent",
        form=lambda _data: asked,
        act=lambda form: _give(referral, form),
        draft=keys["duty" if way == "duty" else "given"],
        template="referrals/consent.html",
        frame=lambda: (
            _consent_page(request, referral)
            | {"form": initial, "duty": duty, "forms": [duty], "way": way, "keys": keys}
        ),
    )


def _chosen_consent(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("consent", ""))
    except ValueError:
        raise DomainError(_("Elija un consentimiento.")) from None


def _give(referral: Referral, form: ConsentForm) -> Referral:
    """The permission is kept in the file, and the draft stands on it."""
    permission = form.permission(
        recipient_id=referral.receiver_id, aims=tuple(referral.aims), parts=tuple(referral.chosen_parts)
    )
    row = cases.give_consent(referral.case_id, new=permission, once=form.cleaned_data["once"])
    return operations.choose_consent(referral.id, consent_id=row.id)


def _consent_page(request: Request, referral: Referral) -> dict[str, Any]:
    known = _known(request, referral)
    covered = any(not one["gaps"] for one in known)
    return frame(request, referral) | {"known": known, "covered": covered} | _sentence(request, referral)


def _known(request: Request, referral: Referral) -> list[dict[str, Any]]:
    """The permissions that stand for this organisation: those that cover this, and what the others lack."""
    asked = consents.Asked(referral.receiver_id, referral.aims, referral.chosen_parts)
    case = cases.case_for(request.scope, referral.case_id)
    return [
        {
            "id": row.id,
            "sentence": _consent_sentence(request, referral, row),
            "gaps": [str(gap.label) for gap in consents.gaps(row, asked, clock.today())],
        }
        for row in cases.consents_for(case, referral.receiver_id)
    ]


def _consent_sentence(request: Request, referral: Referral, values: cases.Consent | cases.NewConsent) -> str:
    receiver = Organisation.objects.get(pk=referral.receiver_id)
    return cases.consent_sentence(values, organisation=organisation_of(request).name, recipient=receiver.name)


def _sentence(request: Request, referral: Referral) -> dict[str, Any]:
    """The sentence that will be given here."""
    wanted = cases.NewConsent(
        purpose="referral",
        recipient_id=referral.receiver_id,
        aims=tuple(referral.aims),
        parts=tuple(referral.chosen_parts),
    )
    return {"sentence": _consent_sentence(request, referral, wanted)}


def _draft_abroad(request: Request, referral_id: uuid.UUID) -> bool:
    return abroad(request, draft(request, referral_id))


@allow(*SENDING)
@fresh_proof_when(_draft_abroad)
def preview(request: Request, referral_id: uuid.UUID) -> HttpResponseBase:
    """Fourth step: this is what will be seen, and nothing more; then it is sent."""
    referral = draft(request, referral_id)
    return _on(
        request,
        referral,
        "preview",
        title=_("Lo que verá %(name)s") % {"name": other_of(request, referral).name},
        button=_("Enviar derivación"),
        act=lambda: _send(request, referral),
        done=_("Derivación enviada. Le avisaremos cuando respondan."),
        to=here(referral),
        stands=lambda error: here(referral, _mend(error)),
        template="referrals/preview.html",
        frame=lambda: _preview_page(request, referral),
    )


def _send(request: Request, referral: Referral) -> Referral:
    """Send it; what was in doubt and is said to be meant goes along."""
    with doubts.meaning(request.POST.getlist(MEANT)):
        return operations.send(referral.id, seen=ReferralState.DRAFT)


def _preview_page(request: Request, referral: Referral) -> dict[str, Any]:
    case = cases.case_for(request.scope, referral.case_id)
    held = {one.id: one for one in cases.consents_for(case, referral.receiver_id)}
    stands = held.get(referral.consent_id) if referral.consent_id else None
    sheet, words = sharing.draft_sheet(request.scope, referral)
    audit.record(
        "referral.read",
        kind="referral",
        subject=referral.id,
        code=referral.code,
        side="sender",
        parts=len(sheet.sections),
    )
    return frame(request, referral) | {
        "sheet": sheet,
        "said": words,
        "meant": own_words.MEANT,
        "confirm": own_words.CONFIRM,
        "sentence": _consent_sentence(request, referral, stands) if stands else "",
        "legal_duty": bool(stands and stands.legal_duty),
        "afterwards": str(_AFTERWARDS) % {"name": other_of(request, referral).name},
    }


def _mend(error: DomainError) -> str:
    """Where to mend what was refused; whoever was overtaken sees how it stands."""
    if isinstance(error, Conflict | WrongState):
        return "detail"
    if isinstance(error, doubts.Doubt):
        return "preview"
    return {"consent": "consent", "parts": "parts"}.get(error.field or "", "detail")


@allow(*SENDING)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away, asked first."""
    referral = draft(request, referral_id)
    return ask(
        request,
        Ask(
            **about(
                request,
                referral,
                title=_("Descartar el borrador"),
                question=_("¿Descartar esta derivación?"),
                text=_("No se envió nada a nadie. El consentimiento que registró se queda en el expediente."),
                button=_("Sí, descartar"),
                grave=True,
                act=lambda: operations.discard(referral.id),
                done=_("Borrador descartado."),
                to=reverse("referrals:outbox"),
            )
        ),
    )
