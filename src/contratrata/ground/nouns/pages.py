"""The pages of a noun, and their addresses: the list, a row, the forms, and what is asked before a grave act."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.base.scope import Scope
from contratrata.ground.files import public as files
from contratrata.ground.kinds.public import Country, Fact, choose
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import allow, organisation_names, user_names
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.parts import Event

from . import operations
from .coedit_pages import beside as coedit_beside
from .coedit_pages import coedit_urls
from .declared import C, Noun, R
from .importing import import_urls
from .listing import Line, lines_of
from .models import PastValue
from .moving import Moves, Step
from .ties import Tie

#: More changes than this of one row are not shown on its page.
MOST_PAST = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """What a fact said until somebody changed it."""

    title: str
    words: str
    past: PastValue
    by: str


def urls(noun: Noun[R, C], prefix: str, new: str) -> list[URLPattern | URLResolver]:
    """The addresses of a noun under `prefix` (`paises/`); `new`: the word of the page that writes one (`nueva`)."""
    one = f"{prefix}<uuid:row_id>/"
    patterns: list[URLPattern | URLResolver] = [
        *import_urls(noun, prefix),
        path(prefix, allow(*noun.readers)(_list_view(noun)), name="list"),
        path(f"{prefix}{new}/", allow(*noun.writers)(_new_view(noun)), name="new"),
        path(one, allow(*noun.readers)(_row_view(noun)), name="row"),
        path(f"{one}cambiar/", allow(*noun.writers)(_edit_view(noun)), name="edit"),
        path(f"{one}quitar/", allow(*noun.writers)(_remove_view(noun)), name="remove"),
    ]
    for verb, step in noun.moves.steps.items() if noun.moves else ():
        patterns.append(
            path(f"{one}{step.slug}/", allow(*noun.writers)(_step_view(noun, verb, step)), name=verb)
        )
    patterns += coedit_urls(noun, one)
    if noun.copy is not None:
        patterns += [
            path(f"{one}publicar/", allow(*noun.who_publishes)(_publish_view(noun)), name="publish"),
            path(f"{one}retirar/", allow(*noun.who_publishes)(_take_back_view(noun)), name="take_back"),
        ]
    return patterns


def _list_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def show(request: Request) -> HttpResponseBase:
        may_write = noun.may_write(request.scope)
        return show_list(request, noun.list, lambda _page: {"noun": noun, "may_write": may_write,
            "new_url": noun.url("new"), "bring_url": noun.url("import:list"),
            "write_words": noun.words("write"), "ways": [(words, noun.url(name)) for words, name in noun.ways],
            "tabs": noun.family.tabs(request.scope, f"{noun.app}:list")})  # fmt: skip

    return show


def _new_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def new(request: Request) -> HttpResponse:
        start = _start(noun.facts, request)
        return acts.ask(request, acts.Ask(
            title=noun.words("write"),
            form=lambda data: acts.NewFactsForm(
                data, files=request.FILES or None, facts=noun.facts, initial_values=start, rules=noun.rules
            ),
            act=lambda form: operations.write(noun, **_whole(request, form)),
            to=lambda row: noun.url("row", row),
            back=noun.url("list"),
        ))  # fmt: skip

    return new


def _whole(request: Request, form: acts.NewFactsForm | acts.FactsEditForm) -> dict[str, Any]:
    """What was sent, once no file of it was too big to be taken. Raises `DomainError`."""
    files.refuse_too_big(request)
    return form.sent


def _start(facts: tuple[Fact, ...], request: Request) -> dict[str, Any]:
    """What a new form begins with: the country of who writes, and what the address says that it is tied to."""
    country = organisation_of(request).country
    start: dict[str, Any] = {fact.name: country for fact in facts if isinstance(fact.kind, Country)}
    for fact in facts:
        if isinstance(fact.kind, Tie) and (key := request.GET.get(fact.name)):
            named = [value for value, _words in fact.kind.options() if value.startswith(key)]
            start[fact.name] = named[0] if named else ""
    return start


def _row_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def show(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = get_object_or_404(noun.visible_to(request.scope), id=row_id)
        line = lines_of(noun, [row])[0]
        own = noun.may_edit(request.scope, row)
        mine = own and not (noun.moves and noun.moves.state(line.last) in noun.moves.frozen)
        context = {
            "noun": noun,
            "list_url": noun.url("list"),
            "line": line,
            "rows": fact_rows(
                noun.facts, line.values, change=noun.url("edit", row) if mine else "", all_facts=mine
            ),
            "past": _past(noun, row) if own else [],
            "course": course_of(noun.moves, row_id) if noun.moves else [],
            "organisation": organisation_names([row.organisation_id]).get(row.organisation_id, ""),
            "acts": _acts(noun, request, row, line),
            "coedited": coedit_beside(noun, request, row),
            **noun.beside(request, row),
        }
        return render(request, noun.page, context)

    return show


def _acts(noun: Noun[R, C], request: Request, row: R, line: Line) -> list[tuple[Any, str, str]]:
    """Words, address and look of each act that is offered on a row's page."""
    offered: list[tuple[Any, str, str]] = []
    own, published, moves = noun.owns(request.scope, row), line.published, noun.moves
    verbs = moves.verbs(row, line.last) if moves else []
    if moves is not None and own:
        offered += [
            (one.words, noun.url(verb, row), "") for verb, one in moves.steps.items() if verb in verbs
        ]
    if noun.may_publish(request.scope, row):
        accepted = moves is None or (moves.state(line.last) == moves.accepted and not verbs)
        if published != row.version and accepted:
            offered.append((_("Publicar"), noun.url("publish", row), ""))
    if published is not None and noun.may_take_back(request.scope, row):
        offered.append((_("Retirar"), noun.url("take_back", row), "second"))
    if own and published is None and line.last is None:
        offered.append((_("Quitar"), noun.url("remove", row), "second"))
    return offered


def course_of(moves: Moves, row_id: uuid.UUID) -> list[Event]:
    """What happened to a row, the last first: which state, when, which organisation, why."""
    created = list(moves.of(row_id)[:MOST_PAST])
    names = organisation_names(one.organisation_id for one in created)
    return [Event(one.at, moves.sentence(one), names.get(one.organisation_id, "")) for one in created]


def _past(noun: Noun[R, C], row: R) -> list[Past]:
    facts = {fact.name: fact for fact in noun.facts}
    query = PastValue.objects.filter(
        organisation_id=row.organisation_id, noun=noun.key, row_id=row.id, fact__in=list(facts)
    )
    rows = list(query.order_by("-until", "id")[:MOST_PAST])
    names = user_names(one.by_id for one in rows)
    return [
        Past(
            fact.title,
            fact.words(fact.kind.from_text(one.value)),
            one,
            names.get(one.by_id, "") if one.by_id else "",
        )
        for one in rows
        for fact in [facts[one.fact]]
    ]


def _edit_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def edit(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = _own(noun, request, row_id, noun.may_edit)
        return acts.ask(request, acts.Ask(
            title=noun.words("change"),
            of=row,
            form=lambda data: acts.FactsEditForm(
                data, files=request.FILES or None, facts=noun.facts, rules=noun.rules,
                initial_values=from_row(noun.facts, row),
            ),
            act=lambda form: operations.change(noun, row_id, **_whole(request, form)),
            warning=noun.coedited.writing_now(row_id) if noun.coedited else "",
            back=noun.url("row", row),
        ))  # fmt: skip

    return edit


def _own(
    noun: Noun[R, C], request: Request, row_id: uuid.UUID, may: Callable[[Scope, R], bool] | None = None
) -> R:
    """The row, if it is of the own organisation (or `may`); else it is not there."""
    row = get_object_or_404(noun.visible_to(request.scope), id=row_id)
    if not (may or noun.owns)(request.scope, row):
        raise Http404
    return row


def _step_view(noun: Noun[R, C], verb: str, step: Step) -> Callable[..., Any]:
    def move(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = _own(noun, request, row_id)
        return acts.ask(request, acts.Ask(
            title=step.words,
            question=step.words,
            text=step.text,
            button=step.words,
            of=row,
            act=lambda version: operations.move(noun, row_id, verb, expected_version=version),
            done=step.done,
            back=noun.url("row", row),
        ))  # fmt: skip

    return move


class WhyForm(forms.Form):
    """Why something is taken back; with `ends`, what of that everybody may read."""

    public = forms.ChoiceField(
        label=_l("¿Qué se dirá a quien la busque?"), widget=forms.RadioSelect, required=False,
        help_text=_l("Su dirección sigue respondiendo: dice que se retiró, cuándo y esto."),
    )  # fmt: skip

    reason = acts.words_field(
        _l("¿Por qué se retira?"), _l("Lo leerá quien la escribió, y las organizaciones de la red.")
    )

    def __init__(self, data: Any = None, *, ends: tuple[tuple[str, Any], ...] = ()) -> None:
        super().__init__(data)
        if ends:
            choose(self, "public", ends)
            self.order_fields(["reason", "public"])
        else:
            del self.fields["public"]


def _remove_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def remove(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = _own(noun, request, row_id)
        return acts.ask(request, acts.Ask(
            title=_("Quitar"),
            question=_("¿Quitar esto?"),
            text=_("Se borra con lo que decía antes. No se puede deshacer."),
            button=_("Sí, quitar"),
            of=row,
            act=lambda version: operations.remove(noun, row_id, expected_version=version),
            done=_("Se quitó."),
            to=noun.url("list"),
            back=noun.url("row", row),
        ))  # fmt: skip

    return remove


def _publish_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def publish(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = _own(noun, request, row_id, noun.may_publish)
        line = lines_of(noun, [row])[0]
        return acts.ask(request, acts.Ask(
            title=_("Publicar «%s»") % line.title,
            question=_("¿Publicar esto?"),
            text=_("Cualquiera podrá leerlo, también sin cuenta."),
            button=_("Sí, publicar"),
            of=row,
            act=lambda version: operations.publish(noun, row_id, expected_version=version),
            done=_("Se publicó."),
            context={"rows": fact_rows(noun.facts, line.values, all_facts=False)},
            template="nouns/publish.html",
            back=noun.url("row", row),
        ))  # fmt: skip

    return publish


def _take_back_view(noun: Noun[R, C]) -> Callable[..., Any]:
    def take_back(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = _own(noun, request, row_id, noun.may_take_back)
        return acts.ask(request, acts.Ask(
            title=_("Retirar de lo publicado"),
            question=_("¿Retirar esto?"),
            text=_("Dejará de verse en las páginas públicas."),
            button=_("Sí, retirar"),
            grave=True,
            form=(lambda data: WhyForm(data, ends=noun.ends)) if noun.moves else None,
            act=lambda form=None: operations.take_back(
                noun, row_id, reason=form.cleaned_data["reason"] if form else "",
                public=form.cleaned_data.get("public", "") if form else "",
            ),
            done=_("Se retiró."),
            back=noun.url("row", row),
        ))  # fmt: skip

    return take_back
