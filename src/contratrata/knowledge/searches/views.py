"""The pages of kept searches: all of mine, one with what is like it, keeping and letting go."""

import uuid

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.knowledge.practices.public import Asked, asked_in, newest, page_url

from . import operations
from .models import SavedSearch

#: Whoever works for a member; the platform and audit look for no practices.
READERS = tuple(role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR))
#: Practices shown of one search; the catalogue shows all.
SHOWN = 20


@allow(*READERS)
def listed(request: Request) -> HttpResponse:
    """All searches that I keep here."""
    mine = operations.queries_of(operations.mine(request.scope))
    rows = [(row, _title(asked_in(QueryDict(query)))) for row, query in mine]
    return render(request, "searches/list.html", {"rows": rows, "catalogue_url": _catalogue()})


@allow(*READERS)
def new(request: Request) -> HttpResponse:
    """Keep the search that stands in the address."""
    query = request.GET.urlencode()
    asked = asked_in(QueryDict(query))
    return acts.ask(request, acts.Ask(
        title=_("Avisarme de prácticas nuevas"),
        sub=_title(asked),
        lead=_("Cuando se publique una práctica así, le llegará un aviso a usted sola. Puede dejarlo cuando quiera."),
        button=_("Guardar y avisarme"),
        form=acts.OnceForm,
        draft=None,  # nothing is typed
        act=lambda form: operations.save(query, **form.sent),
        done=_("Se guardó. Le avisaremos."),
        to=reverse("searches:list"),
        back=_catalogue() + asked.url(),
    ))  # fmt: skip


@allow(*READERS)
def detail(request: Request, search_id: uuid.UUID) -> HttpResponse:
    """One search with the last practices that are like it."""
    row = _mine(request, search_id)
    asked = _asked(row)
    language = _language()
    practices = [
        (page_url(language, one.number), one.name.reading(), one.published_at) for one in newest(asked, SHOWN)
    ]
    context = {
        "title": _title(asked),
        "practices": practices,
        "row": row,
        "catalogue_url": _catalogue() + asked.url(),
    }
    return render(request, "searches/detail.html", context)


@allow(*READERS)
def remove(request: Request, search_id: uuid.UUID) -> HttpResponse:
    """Let one go."""
    row = _mine(request, search_id)
    return acts.ask(request, acts.Ask(
        title=_("Dejar de avisarme"),
        question=_title(_asked(row)),
        text=_("La búsqueda se quita. Puede guardarla otra vez."),
        button=_("Dejar de avisarme"),
        act=lambda: operations.remove(search_id),
        done=_("Ya no le avisaremos."),
        to=reverse("searches:list"),
        back=reverse("searches:list"),
    ))  # fmt: skip


def _mine(request: Request, search_id: uuid.UUID) -> SavedSearch:
    return get_object_or_404(operations.mine(request.scope), id=search_id)


def _asked(row: SavedSearch) -> Asked:
    return asked_in(QueryDict(operations.queries_of([row])[0][1]))


def _title(asked: Asked) -> str:
    return asked.title() or _("Todas las prácticas")


def _language() -> str:
    return (get_language() or "es").partition("-")[0]


def _catalogue() -> str:
    return reverse("practices:catalogue", args=[_language()])
