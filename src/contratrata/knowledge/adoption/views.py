"""The pages of adoption for members."""

import uuid
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.kinds.public import country_choice
from contratrata.ground.network.public import Role, allow, organisation_names
from contratrata.ground.things.public import from_row
from contratrata.knowledge.practices.public import PRACTICES, Practice, is_standing, standing

from . import asking, learning, operations, proposing, reading
from .figures import Named, matrix
from .models import LEARNED, STEP, Adoption, Answer, Learned, step_facts
from .models import Request as Asked
from .queries import cells_of, lines, name_of, taken_up, visible_to
from .rules import SPEAKERS, may_accept, may_move, may_want
from .states import ADOPTION, STEPS, VERBS

_READERS = tuple(Role)
#: Practices on one page of the matrix.
SIZE = 25


class WantForm(acts.WordsForm):
    """Interest in a practice, and where."""

    country = country_choice(_l("¿En qué país?"), required=False)

    def __init__(self, data: Any = None, *, home: str) -> None:
        super().__init__(data, **_asks("interest"))
        self.fields["country"].initial = home

    @property
    def sent(self) -> dict[str, Any]:
        """With the country."""
        return super().sent | {"country_code": self.cleaned_data["country"]}


def _asks(name: str) -> dict[str, Any]:
    """A text to another organisation is asked by the words of the file of questions."""
    return {"label": STEP.words[name].here(), "help_text": STEP.words[f"{name}_help"].here()}


class DecideForm(acts.WordsForm):
    """Whether one's organisation takes up what a table proposed, and in which words."""

    taken = forms.ChoiceField(
        label=_l("¿La adopta su organización?"), widget=forms.RadioSelect,
        choices=[("yes", _l("Sí, nos interesa")), ("no", _l("No, ahora no"))],
    )  # fmt: skip
    field_order = ("taken", "words")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, **_asks("decide"))

    @property
    def sent(self) -> dict[str, Any]:
        """With the decision."""
        return super().sent | {"taken": self.cleaned_data["taken"] == "yes"}


class NamedForm(forms.Form):
    """What the page offered: sent twice it is the same, never the contrary."""

    named = forms.BooleanField(widget=forms.HiddenInput, required=False)


@allow(*_READERS)
def practice(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Who takes up a practice, where and how far; whom one may ask; what was learned."""
    row = _standing(request, row_id)
    context = {"values": reading.practice_values(request, row), "back": PRACTICES.url("row", row)}
    return render(request, "adoption/practice.html", context)


def _standing(request: Request, row_id: uuid.UUID) -> Practice:
    row: Practice = get_object_or_404(standing(request.scope), id=row_id)
    return row


@allow(*_READERS)
def every(request: Request) -> HttpResponse:
    """The matrix of practices by countries, those changed last first."""
    page = Paginator(taken_up(request.scope), SIZE).get_page(request.GET.get("pagina"))
    rows = list(page.object_list)
    adoptions = Adoption.objects.filter(practice_id__in=[row.id for row in rows])
    practices = [
        Named(row.id, name_of(row), row.country, reverse("adoption:practice", args=[row.id])) for row in rows
    ]
    figure = matrix(practices, cells_of(adoptions), key="matriz") if rows else None
    context = {"figure": figure, "list_url": PRACTICES.url("list"), **reading.turning(page)}
    return render(request, "adoption/matrix.html", context)


@allow(*SPEAKERS)
def want(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Say that one's organisation wants to take up a practice."""
    row = _standing(request, row_id)
    if not may_want(request.scope, row):
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Quiero adaptarla: «%s»") % name_of(row),
        form=lambda data: WantForm(data, home=organisation_of(request).country),
        act=lambda form: operations.want(row_id, **form.sent),
        button=_("Decir que nos interesa"),
        done=_("Se lo dijimos a la organización que la escribió: tiene cinco días para responderle."),
        to=lambda rows: reverse("adoption:row", args=[rows.id]),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip


@allow(*_READERS)
def adoption(request: Request, adoption_id: uuid.UUID) -> HttpResponse:
    """One organisation with one practice: its steps, what it learned, and the next step."""
    row, of = _adoption(request, adoption_id)
    return render(request, "adoption/adoption.html", reading.adoption_values(request, row, of))


def _adoption(request: Request, adoption_id: uuid.UUID) -> tuple[Adoption, Practice]:
    row: Adoption = get_object_or_404(visible_to(request.scope), id=adoption_id)
    return row, get_object_or_404(PRACTICES.visible_to(request.scope), id=row.practice_id)


def _own_adoption(request: Request, adoption_id: uuid.UUID) -> tuple[Adoption, Practice]:
    row, of = _adoption(request, adoption_id)
    if not may_move(request.scope, row):
        raise Http404
    return row, of


@allow(*SPEAKERS)
def step(request: Request, adoption_id: uuid.UUID, slug: str) -> HttpResponse:
    """Say how far one's organisation is."""
    row, of = _own_adoption(request, adoption_id)
    verb = VERBS.get(slug, "")
    if verb not in ADOPTION.verbs(row.state):
        raise Http404
    back, today = reverse("adoption:row", args=[row.id]), {"happened_on": clock.today()}
    return acts.ask(request, acts.Ask(
        title=STEPS[verb].words,
        lead=STEPS[verb].lead,
        caption=name_of(of),
        of=row,
        form=lambda data: acts.FactsEditForm(data, facts=step_facts(verb), initial_values=today),
        act=lambda form: operations.take_step(adoption_id, verb, **form.sent),
        done=STEPS[verb].done,
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*SPEAKERS)
def name(request: Request, adoption_id: uuid.UUID) -> HttpResponse:
    """Let the name of one's organisation stand before everybody, or no longer."""
    row, of = _own_adoption(request, adoption_id)
    return acts.ask(request, acts.Ask(
        title=_("Su nombre, a la vista de todos"),
        caption=name_of(of),
        lead=_("Las páginas públicas dejarán de decir que su organización la adapta; seguirán contándola por país.")
        if row.is_named
        else _("Las páginas públicas dirán que su organización la adapta. Sin esto solo la cuentan por país. "
               "Puede quitarlo cuando quiera."),
        button=_("Quitar nuestro nombre") if row.is_named else _("Sí, que se lea nuestro nombre"),
        form=lambda data: NamedForm(data, initial={"named": not row.is_named}),
        draft=None,  # nothing is typed
        act=lambda form: operations.name(adoption_id, is_named=form.cleaned_data["named"]),
        back=reverse("adoption:row", args=[row.id]),
    ))  # fmt: skip


@allow(*SPEAKERS)
def ask(request: Request, row_id: uuid.UUID, organisation_id: uuid.UUID) -> HttpResponse:
    """Ask an organisation that does a practice."""
    row = _standing(request, row_id)
    if not asking.may_be_asked(row_id, organisation_id):
        raise Http404
    who = organisation_names([organisation_id]).get(organisation_id, "")
    return acts.ask(request, acts.Ask(
        title=_("Preguntar a %s") % who,
        caption=name_of(row),
        form=lambda data: acts.WordsForm(data, **_asks("ask")),
        act=lambda form: asking.ask(row_id, organisation_id, **form.sent),
        button=_("Enviar la pregunta"),
        done=_("Su pregunta llegó al punto focal: tiene cinco días para responderle."),
        to=lambda rows: reverse("adoption:request", args=[rows.id]),
        back=reverse("adoption:practice", args=[row_id]),
    ))  # fmt: skip


@allow(*SPEAKERS)
def request_page(request: Request, request_id: uuid.UUID) -> HttpResponse:
    """What was asked, until when, and the answer; for both sides and the coordination."""
    match = get_object_or_404(Asked, id=request_id)
    line = lines(request.scope, [match])[0]
    reply = Answer.objects.filter(request_id=match.id).first()
    asked = match.asked_id == request.scope.organisation_id and reply is None
    context = {
        "line": line,
        "reply": reply,
        "waits": match.asked_id != request.scope.organisation_id,
        "practice_url": reverse("practices:row", args=[match.practice_id]),
        "answer_url": reverse("adoption:decide" if match.country else "adoption:answer", args=[match.id])
        if asked
        else "",
        "adoption_url": _adoption_url(match),
    }
    return render(request, "adoption/request.html", context)


def _adoption_url(row: Asked) -> str:
    """The adoption that a request came with, or that came of a proposal."""
    adoption_id = (
        row.adoption_id or Adoption.objects.filter(origin_id=row.id).values_list("id", flat=True).first()
    )
    return reverse("adoption:row", args=[adoption_id]) if adoption_id else ""


@allow(*SPEAKERS)
def decide(request: Request, request_id: uuid.UUID) -> HttpResponse:
    """Say whether one's organisation takes up what a workshop's table proposed."""
    row = get_object_or_404(
        Asked.objects.exclude(country=""), id=request_id, asked_id=request.scope.organisation_id
    )
    back = reverse("adoption:request", args=[row.id])
    return acts.ask(request, acts.Ask(
        title=_("¿La adoptan?"),
        caption=lines(request.scope, [row])[0].practice,
        lead=_("Nada se anota como adopción de su país hasta que ustedes lo digan."),
        form=DecideForm,
        act=lambda form: proposing.decide(request_id, **form.sent),
        button=_("Responder"),
        done=_("Se envió su respuesta."),
        context={"asked": row.words, "due_at": row.due_at},
        template="adoption/answer.html",
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*SPEAKERS)
def answer(request: Request, request_id: uuid.UUID) -> HttpResponse:
    """Answer what one's organisation was asked."""
    row = get_object_or_404(Asked, id=request_id, asked_id=request.scope.organisation_id)
    back = reverse("adoption:request", args=[row.id])
    return acts.ask(request, acts.Ask(
        title=_("Responder"),
        form=lambda data: acts.WordsForm(data, **_asks("answer")),
        act=lambda form: asking.answer(request_id, **form.sent),
        button=_("Responder"),
        done=_("Se envió su respuesta."),
        context={"asked": row.words, "due_at": row.due_at},
        template="adoption/answer.html",
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*SPEAKERS)
def learn(request: Request, adoption_id: uuid.UUID) -> HttpResponse:
    """Say what one's organisation learned."""
    row, of = _own_adoption(request, adoption_id)
    return acts.ask(request, acts.Ask(
        title=_("Contar qué aprendieron"),
        lead=LEARNED.words["lead"],
        caption=name_of(of),
        form=lambda data: acts.NewFactsForm(data, facts=LEARNED.facts),
        act=lambda form: learning.learn(row.id, **form.sent),
        done=_("Gracias: volvió a la práctica."),
        back=reverse("adoption:row", args=[row.id]),
    ))  # fmt: skip


def _own_learned(request: Request, learned_id: uuid.UUID) -> Learned:
    row: Learned = get_object_or_404(Learned, id=learned_id, organisation_id=request.scope.organisation_id)
    return row


@allow(*SPEAKERS)
def change_learned(request: Request, learned_id: uuid.UUID) -> HttpResponse:
    """Change what one's organisation learned."""
    row = _own_learned(request, learned_id)
    return acts.ask(request, acts.Ask(
        title=_("Cambiar lo que aprendieron"),
        lead=LEARNED.words["lead"],
        of=row,
        form=lambda data: acts.FactsEditForm(
            data, facts=LEARNED.facts, initial_values=from_row(LEARNED.facts, row)
        ),
        act=lambda form: learning.change_learned(learned_id, **form.sent),
        back=reverse("adoption:row", args=[row.adoption_id]),
    ))  # fmt: skip


@allow(*SPEAKERS)
def remove_learned(request: Request, learned_id: uuid.UUID) -> HttpResponse:
    """Take out what one's organisation learned."""
    row = _own_learned(request, learned_id)
    return acts.ask(request, acts.Ask(
        title=_("Quitar lo que aprendieron"),
        question=_("¿Quitar esto?"),
        text=_("Se borra, también de lo publicado. No se puede deshacer."),
        button=_("Sí, quitar"),
        of=row,
        act=lambda version: learning.remove_learned(learned_id, expected_version=version),
        done=_("Se quitó."),
        back=reverse("adoption:row", args=[row.adoption_id]),
    ))  # fmt: skip


def _judged(request: Request, learned_id: uuid.UUID) -> tuple[Learned, Practice]:
    row = get_object_or_404(Learned, id=learned_id)
    of = get_object_or_404(PRACTICES.visible_to(request.scope), id=row.practice_id)
    if not may_accept(request.scope, of, row) or not is_standing(request.scope, of.id):
        raise Http404
    return row, of


@allow(*SPEAKERS)
def accept(request: Request, learned_id: uuid.UUID) -> HttpResponse:
    """Put what another organisation learned before everybody."""
    row, of = _judged(request, learned_id)
    lesson = reading.lessons(request.scope, of, adoption_id=row.adoption_id)
    return acts.ask(request, acts.Ask(
        title=_("Publicar lo aprendido"),
        caption=name_of(of),
        question=_("¿Publicar esto con la práctica?"),
        text=_("Cualquiera podrá leerlo. Compruebe que no nombra a nadie ni permite reconocer un caso."),
        button=_("Sí, publicar"),
        of=row,
        act=lambda version: learning.accept(learned_id, expected_version=version),
        done=_("Se publicó con la práctica."),
        context={"lessons": [one for one in lesson if one.title == row.title]},
        template="adoption/accept.html",
        back=PRACTICES.url("row", of),
    ))  # fmt: skip


@allow(*SPEAKERS)
def refuse(request: Request, learned_id: uuid.UUID) -> HttpResponse:
    """Take what another organisation learned back from before everybody."""
    _row, of = _judged(request, learned_id)
    return acts.ask(request, acts.Ask(
        title=_("Retirar lo aprendido de lo publicado"),
        caption=name_of(of),
        text=_("Dejará de verse en la página pública; los miembros lo siguen leyendo."),
        button=_("Sí, retirar"),
        act=lambda: learning.refuse(learned_id),
        done=_("Se retiró."),
        back=PRACTICES.url("row", of),
    ))  # fmt: skip
