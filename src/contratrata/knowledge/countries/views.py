"""The pages: the list and one entry for the network, one page a country for anybody."""

import uuid
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.codes.public import country_name
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow, organisation_names
from contratrata.ground.things.public import FactsForm, from_row
from contratrata.ground.things.public import rows as fact_rows

from . import operations, rules
from .listing import ENTRIES, visible_to
from .listing import rows as listed
from .models import FACTS, Entry, Kind, Published


class NewForm(acts.OnceForm, FactsForm):
    """A new entry."""


class EditForm(acts.VersionForm, FactsForm):
    """An entry that two users may have open."""


@allow(*Role)
def entries(request: Request) -> HttpResponseBase:
    """The list."""
    return show_list(request, ENTRIES, lambda _page: {"may_write": request.scope.has(*rules.WRITERS)})


@allow(*rules.WRITERS)
def new(request: Request) -> HttpResponse:
    """Write an entry."""
    start = {"country": organisation_of(request).country}
    return acts.ask(request, acts.Ask(
        title=_("Escribir una entrada"),
        form=lambda data: NewForm(data, facts=FACTS, initial_values=start),
        act=lambda form: operations.write(values=form.values, token=form.cleaned_data["once"]),
        to=lambda entry: reverse("countries:entry", args=[entry.id]),
        back=reverse("countries:list"),
    ))  # fmt: skip


@allow(*Role)
def entry(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """One entry, with what may be done with it."""
    row = get_object_or_404(visible_to(request.scope), id=entry_id)
    shown = listed(request.scope, [row])[0]
    mine = rules.may_edit(request.scope, row)
    change = reverse("countries:edit", args=[row.id]) if mine else ""
    context = {
        "row": row,
        "shown": shown,
        "rows": fact_rows(FACTS, from_row(FACTS, row), change=change, all_facts=mine),
        "organisation": organisation_names([row.organisation_id]).get(row.organisation_id, ""),
        "may_publish": request.scope.has(Role.COORDINATION),
    }
    return render(request, "countries/entry.html", context)


@allow(*rules.WRITERS)
def edit(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Change an entry of one's own organisation."""
    row = get_object_or_404(visible_to(request.scope), id=entry_id)
    if not rules.may_edit(request.scope, row):
        raise Http404

    def form(data: Any, now: Entry = row) -> EditForm:
        return EditForm(
            data, facts=FACTS, initial_values=from_row(FACTS, now), initial={"version": now.version}
        )

    here = reverse("countries:entry", args=[row.id])
    return acts.ask(request, acts.Ask(
        title=_("Cambiar la entrada"),
        form=form,
        now=lambda: form(None, visible_to(request.scope).get(id=entry_id)),
        act=lambda form: operations.change(
            entry_id, values=form.values, expected_version=form.cleaned_data["version"]
        ),
        back=here,
    ))  # fmt: skip


@allow(Role.COORDINATION)
def publish(request: Request, entry_id: uuid.UUID, verb: str) -> HttpResponse:
    """Publish an entry, or take it back: asked first."""
    row = get_object_or_404(visible_to(request.scope), id=entry_id)
    publishes = verb == "publicar"
    version = int(v) if (v := request.POST.get("version", "")).isdecimal() and len(v) < 9 else row.version
    return acts.ask(request, acts.Ask(
        title=_("Publicar la entrada") if publishes else _("Retirar la entrada"),
        question=_("¿Publicarla?") if publishes else _("¿Retirarla?"),
        text=_("Cualquiera podrá leerla en la página pública del país.") if publishes
        else _("Dejará de verse en la página pública del país."),
        button=_("Sí, publicar") if publishes else _("Sí, retirar"),
        act=lambda: operations.publish(entry_id, expected_version=version) if publishes
        else operations.take_back(entry_id),
        back=reverse("countries:entry", args=[row.id]),
    ))  # fmt: skip


@public_page
def page(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The page of a country, for anybody: what was published, help first."""
    found = list(Published.objects.filter(country=code.upper()).order_by("kind", "id"))
    if not found:
        raise Http404
    order = list(Kind.values)
    found.sort(key=lambda one: order.index(one.kind))
    parts = [
        (
            Kind(kind).label,
            [(one, fact_rows(_SHOWN, from_row(_SHOWN, one), all_facts=False)) for one in group],
        )
        for kind, group in groupby(found, key=lambda one: one.kind)
    ]
    context = {"parts": parts, "country": country_name(code.upper()), "language": language}
    return render(request, "countries/page.html", context)


_SHOWN = tuple(one for one in FACTS if one.name not in ("kind", "country", "name", "text", "link"))


def pages_of(language: str) -> list[tuple[str, str]]:
    """The countries that have a page, each with its address in that language."""
    codes = set(Published.objects.values_list("country", flat=True))
    return sorted(
        (country_name(code), reverse("countries:page", args=[language, code.lower()])) for code in codes
    )
