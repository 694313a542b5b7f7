"""Quién puede ayudar, and the services of one's own organisation."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import Ask, Undo, ask, marked, press, seen_version
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.kinds.public import Where
from contratrata.ground.network.public import Role, allow, organisation_names

from . import operations, queries, rules
from .facts import ADDRESS, AREAS, QUESTIONS
from .forms import AreasForm, AskForm, NewForm, PlacesForm, SectionForm, WhyForm
from .models import Service
from .presenting import asked_words, line_of, rows_of, shown_answers
from .states import ServiceState


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """A move of a service as its page asks it; `inverse`: the word in the address of what takes it back."""

    act: Callable[..., Service]
    title: Any
    lead: Any
    button: Any
    inverse: str = ""


#: What may be done with a service from its page, by the word in the address.
MOVES = {
    "pausar": Move(
        operations.pause,
        _l("¿Poner el servicio en pausa?"),
        _l(
            "Las demás organizaciones verán que por ahora no recibe a nadie. "
            "Las derivaciones ya enviadas siguen."
        ),
        _l("Sí, poner en pausa"),
        inverse="reanudar",
    ),
    "reanudar": Move(
        operations.resume,
        _l("¿Volver a abrir el servicio?"),
        _l("Las demás organizaciones volverán a encontrarlo."),
        _l("Sí, volver a abrir"),
    ),
    "cerrar": Move(
        operations.close,
        _l("¿Cerrar el servicio?"),
        _l(
            "Nadie lo encontrará ya. Puede volver a abrirlo cuando quiera. Las derivaciones ya enviadas siguen."
        ),
        _l("Sí, cerrar"),
        inverse="reanudar",
    ),
}


def _home(request: Request) -> str:
    return organisation_of(request).country


@allow(*rules.ASKING)
def who_can_help(request: Request) -> HttpResponse:
    """Four questions, and who answers them."""
    asked = "necesidad" in request.GET
    form = AskForm(request.GET if asked else None, home=_home(request), initial=_first(request))
    shown: dict[str, Any] = {"form": form, "asked": asked and form.is_valid()}
    if shown["asked"]:
        shown |= _answers(request.scope, form.cleaned_data)
    return render(request, "directory/who_can_help.html", shown)


def _first(request: Request) -> dict[str, str]:
    """What a link from a case says already."""
    names = ("edad", "sexo", "idioma", "caso")
    return {name: request.GET[name] for name in names if name in request.GET}


def _answers(scope: Scope, asked: dict[str, Any]) -> dict[str, Any]:
    result = queries.who_can_help(
        scope,
        need=asked["necesidad"],
        country=asked["pais"],
        area=asked["zona"],
        age=asked["edad"],
        sex=asked["sexo"],
        language=asked["idioma"],
        free_only=asked["plazas"],
    )
    fitting, near = [one for one in result if one.fits], [one for one in result if not one.fits]
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
    result = [line_of(service, clock.now()) for service in queries.own(request.scope)]
    return render(request, "directory/services.html", {"services": result})


@allow(*rules.KEEPING)
def new(request: Request) -> HttpResponse:
    """Put a service in the directory."""
    return ask(
        request,
        Ask(
            title=_("Agregar un servicio"),
            lead=_("Atenderá en todo el país hasta que diga otra cosa."),
            form=lambda data: NewForm(data, initial_values={"place": Where(_home(request))}),
            act=lambda form: operations.open_service(
                name=form.values["name"],
                kinds=form.values["kinds"],
                place_country=form.values["place"].country,
                place_area=form.values["place"].area,
                areas=[(form.values["place"].country, "")],
                languages=["spanish"],
                once=form.cleaned_data["once"],
            ),
            done=_("El servicio está en el directorio. Complete lo que falta."),
            to=lambda service: _url("service", service.pk),
            back=_url("services"),
            back_words=_("Servicios"),
        ),
    )


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
    """Change one part of a service; the second of two editors sees both texts."""
    service = _mine(request, service_id)
    asked = {one.key: one for one in QUESTIONS.sections}.get(section)
    if asked is None and section != AREAS:
        raise Http404

    def form(data: QueryDict | None = None) -> SectionForm | AreasForm:
        fresh = service if data is not None else _mine(request, service_id)
        return SectionForm(data, section=asked, service=fresh) if asked else AreasForm(data, service=fresh)

    hidden = service.is_shelter and asked is not None and any(one.name in ADDRESS for one in asked.facts)
    return _ask_on(
        request,
        service,
        title=asked.title if asked else _("Departamentos y provincias que atiende"),
        form=form,
        act=lambda form: operations.change_service(
            service_id=service_id,
            section=section,
            expected_version=form.cleaned_data["version"],
            **form.to_values(),
        ),
        warning=_("Es un albergue: su dirección no se escribe en ningún sitio.") if hidden else "",
    )


@allow(*rules.KEEPING)
@require_POST
def assure(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """«Sigue igual»."""
    service = _mine(request, service_id)
    return press(
        request,
        lambda: operations.assure(service_id=service.pk, expected_version=seen_version(request.POST)),
        done=_("Gracias. «%(name)s» queda confirmado hoy.") % {"name": service.name},
        to=_url("services"),
        stands=_url("service", service.pk),
    )


@allow(*rules.KEEPING)
def move(request: Request, service_id: uuid.UUID, verb: str) -> HttpResponse:
    """Pause, take up again, close: asked first, with a reason."""
    service = _mine(request, service_id)
    if verb not in MOVES:
        raise Http404
    asked = MOVES[verb]
    inverse = Undo(reverse("directory:move", args=[service_id, asked.inverse])) if asked.inverse else None
    return _ask_on(
        request,
        service,
        title=asked.title,
        lead=asked.lead,
        button=asked.button,
        grave=verb != "reanudar",
        form=WhyForm,
        act=lambda form: asked.act(service_id=service_id, words=form.cleaned_data["words"]),
        undo=lambda _service: inverse,
        leave_words=_("No, volver"),
    )


@allow(*rules.KEEPING)
def places(request: Request) -> HttpResponse:
    """«Plazas libres»: every service on one screen."""

    def form(data: QueryDict | None = None) -> PlacesForm:
        services = [one for one in queries.own(request.scope) if one.state != ServiceState.CLOSED]
        figures = operations.figures_of(services)
        words = {one.pk: line_of(one, clock.now()).places for one in services}
        return marked(PlacesForm(data, services=services, now_free=figures, words=words), figures)

    return ask(
        request,
        Ask(
            title=_("Plazas libres"),
            lead=_(
                "La cifra de ahora. Al guardar, todas quedan con la hora de hoy, también las que no cambie."
            ),
            button=_("Guardar las plazas"),
            form=form,
            act=lambda form: operations.tell_places(
                places=form.to_values(), expected_version=form.cleaned_data["seen"]
            ),
            done=_("Las plazas quedaron al día."),
            back=_url("services"),
            back_words=_("Servicios"),
            leave_words=_("Volver sin cambiar"),
            template="directory/places.html",
        ),
    )


def _mine(request: Request, service_id: uuid.UUID) -> Service:
    """A service of one's own organisation, or nothing."""
    mine = queries.whole(request.scope).filter(organisation_id=organisation_id())
    return get_object_or_404(mine, pk=service_id)


def _ask_on(request: Request, service: Service, **asked: Any) -> HttpResponse:
    """Ask for an act on a service, under its name; from there back to its page."""
    shown: dict[str, Any] = {
        "back": _url("service", service.pk),
        "leave_words": _("Volver sin cambiar"),
    } | asked
    return ask(request, Ask(caption=service.name, back_words=service.name, **shown))


def _url(page: str, *args: object) -> str:
    return reverse(f"directory:{page}", args=args)
