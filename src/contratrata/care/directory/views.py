"""Quién puede ayudar, and the services of one's own organisation."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.network.public import Role, allow, organisation_names

from . import operations, queries, rules
from .forms import SECTIONS, AskForm, NewForm, PlacesForm, WhyForm
from .matching import capacity_of
from .models import Service
from .presenting import asked_words, line_of, rows_of, shown_answers
from .states import ServiceState

#: What may be done with a service from its page: the word in the address, the operation, how it is asked.
MOVES: dict[str, tuple[Callable[..., Service], Any, Any]] = {
    "pausar": (operations.pause, _l("¿Poner el servicio en pausa?"), _l("Sí, poner en pausa")),
    "reanudar": (operations.resume, _l("¿Volver a abrir el servicio?"), _l("Sí, volver a abrir")),
    "cerrar": (operations.close, _l("¿Cerrar el servicio?"), _l("Sí, cerrar")),
}


def _home(request: Request) -> str:
    return organisation_of(request).country


@allow(*rules.ASKING)
def who_can_help(request: Request) -> HttpResponse:
    """Four questions, and who answers them."""
    asked = "necesidad" in request.GET
    form = AskForm(_asked(request) if asked else None, home=_home(request), initial=_first(request))
    shown: dict[str, Any] = {"form": form, "asked": asked and form.is_valid()}
    if shown["asked"]:
        shown |= _answers(request.scope, form.cleaned_data)
    return render(request, "directory/who_can_help.html", shown)


def _first(request: Request) -> dict[str, str]:
    """What a link from a case says already."""
    names = ("edad", "sexo", "idioma", "caso")
    return {name: request.GET[name] for name in names if name in request.GET}


def _asked(request: Request) -> Any:
    """The questions as sent. An area of another country, left over when the country changed, is not asked."""
    data = request.GET.copy()
    if not AskForm(data).fields["zona"].valid_value(data.get("zona", "")):  # type: ignore[attr-defined]
        data["zona"] = ""
    return data


def _answers(scope: Scope, asked: dict[str, Any]) -> dict[str, Any]:
    found = queries.who_can_help(
        scope,
        need=asked["necesidad"],
        country=asked["pais"],
        area=asked["zona"],
        age=asked["edad"],
        sex=asked["sexo"],
        language=asked["idioma"],
        free_only=asked["plazas"],
    )
    fitting, near = [one for one in found if one.fits], [one for one in found if not one.fits]
    audit.record("directory.searched", need=asked["necesidad"], country=asked["pais"], fits=len(fitting))
    case = asked["caso"] if rules.may_refer(scope) else None
    refers = rules.may_refer(scope)
    return {
        "asked_words": asked_words(asked),
        "fitting": shown_answers(fitting, case, need=asked["necesidad"], refers=refers),
        "near": shown_answers(near, case, need=asked["necesidad"], refers=refers),
        "case": case,
        "narrowed": bool(asked["zona"] or asked["plazas"] or asked["idioma"]),
    }


@allow(*rules.ASKING)
def area_field(request: Request) -> HttpResponse:
    """The field of first-level areas for another country (htmx)."""
    return render(request, "directory/area_field.html", {"form": AskForm(home=request.GET.get("pais", ""))})


@allow(*rules.KEEPING)
def services(request: Request) -> HttpResponse:
    """The services of one's own organisation."""
    found = [line_of(service, clock.now()) for service in queries.own(request.scope)]
    return render(request, "directory/services.html", {"services": found})


@allow(*rules.KEEPING)
def new(request: Request) -> HttpResponse:
    """Put a service in the directory."""
    form = NewForm(request.POST if request.method == "POST" else None, home=_home(request))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = operations.open_service(
                **given, areas=[(given["place_country"], "")], languages=["spanish"]
            )
        except DomainError as error:
            _put_error(form, error)
        else:
            messages.success(request, _("El servicio está en el directorio. Complete lo que falta."))
            return redirect("directory:service", made.pk)
    return render(request, "directory/new.html", {"form": form})


@allow(*Role)
def detail(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """A service as the network sees it, with the ways to change it for those who keep it."""
    scope = request.scope
    service = get_object_or_404(queries.whole(scope), pk=service_id)
    editable = rules.may_edit(scope, service)
    shown = {
        "service": service,
        "organisation": organisation_names([service.organisation_id]).get(service.organisation_id, ""),
        "groups": rows_of(service, clock.now(), editable=editable),
        "line": line_of(service, clock.now()),
        "editable": editable,
        "own": service.organisation_id == scope.organisation_id,
        "moves": service.moves.order_by("-at", "id")[:20] if editable else [],
        "active": service.state == ServiceState.ACTIVE,
        "closed": service.state == ServiceState.CLOSED,
    }
    return render(request, "directory/service.html", shown)


@allow(*rules.KEEPING)
def change(request: Request, service_id: uuid.UUID, section: str) -> HttpResponse:
    """Change one part of a service."""
    service = _mine(request, service_id)
    if section not in SECTIONS:
        raise Http404
    form = SECTIONS[section](request.POST if request.method == "POST" else None, service=service)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_service(service_id=service.pk, section=section, **form.given())
        except DomainError as error:
            _put_error(form, error)
        else:
            messages.success(request, _("Guardado."))
            return redirect("directory:service", service.pk)
    return render(request, "directory/change.html", {"form": form, "service": service, "title": form.title})


@allow(*rules.KEEPING)
@require_POST
def assure(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """«Sigue igual»."""
    service = _mine(request, service_id)
    operations.assure(service_id=service.pk)
    messages.success(request, _("Gracias. «%(name)s» queda confirmado hoy.") % {"name": service.name})
    return redirect("directory:services")


@allow(*rules.KEEPING)
def move(request: Request, service_id: uuid.UUID, verb: str) -> HttpResponse:
    """Pause, take up again, close: asked first, with a reason."""
    service = _mine(request, service_id)
    if verb not in MOVES:
        raise Http404
    act, title, words = MOVES[verb]
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(service_id=service.pk, words=form.cleaned_data["words"])
        except DomainError as error:
            _put_error(form, error)
        else:
            messages.success(request, _("Guardado."))
            return redirect("directory:service", service.pk)
    return render(
        request,
        "directory/move.html",
        {"form": form, "service": service, "title": title, "words": words, "verb": verb},
    )


@allow(*rules.KEEPING)
def places(request: Request) -> HttpResponse:
    """«Plazas libres»: every service on one screen."""
    found = [one for one in queries.own(request.scope) if one.state != ServiceState.CLOSED]
    held = {one.pk: capacity_of(one) for one in found}
    figures = {pk: (row.total, row.free) for pk, row in held.items() if row is not None}
    form = PlacesForm(request.POST if request.method == "POST" else None, services=found, now_free=figures)
    if request.method == "POST" and form.is_valid():
        try:
            operations.tell_places(places=form.given())
        except DomainError as error:
            _put_error(form, error)
        else:
            messages.success(request, _("Las plazas quedaron al día."))
            return redirect("directory:services")
    rows = [(line_of(one, clock.now()), form[f"free_{one.pk}"], form[f"total_{one.pk}"]) for one in found]
    return render(request, "directory/places.html", {"form": form, "rows": rows})


def _mine(request: Request, service_id: uuid.UUID) -> Service:
    """A service of one's own organisation, or nothing."""
    mine = queries.whole(request.scope).filter(organisation_id=organisation_id())
    return get_object_or_404(mine, pk=service_id)


def _put_error(form: Any, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)
