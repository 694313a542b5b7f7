"""The pages of systematisations besides those of every noun: parts, what they said, sending, answering, validating."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contratrata.ground.acts import public as acts
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.texts import LONG
from contratrata.ground.kinds.public import DayField
from contratrata.ground.network.public import allow, user_names
from contratrata.ground.things.public import FactsForm
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault import public as vault

from . import parts, validating
from .attended import present_at
from .models import COEDITED, MOVES, SYSTEMATISATIONS, WRITERS, Comment, EarlierText, Part, Systematisation
from .states import SystematisationState as S


class NewPartForm(acts.OnceForm, FactsForm):
    """A new part."""


class PartForm(acts.VersionForm, FactsForm):
    """A part that two users may have open."""


def _row(request: Request, row_id: uuid.UUID, *, owned: bool = False) -> Systematisation:
    """The one that may be written by who asks; else it is not there."""
    row = get_object_or_404(SYSTEMATISATIONS.visible_to(request.scope), id=row_id)
    if not (SYSTEMATISATIONS.owns if owned else SYSTEMATISATIONS.may_edit)(request.scope, row):
        raise Http404
    return row


def _part_of(row: Systematisation, part_id: uuid.UUID) -> Part:
    return get_object_or_404(Part, id=part_id, systematisation_id=row.id)


@allow(*WRITERS)
def part_new(request: Request, row_id: uuid.UUID, kind: str) -> HttpResponse:
    """Write a part of a kind."""
    row = _row(request, row_id)
    if kind not in {section.key for section in parts.kinds()}:
        raise Http404
    section = parts.QUESTIONS.section(kind)
    return acts.ask(request, acts.Ask(
        title=parts.adding(kind).here(),
        lead=section.lead,
        caption=SYSTEMATISATIONS.title(row),
        form=lambda data: NewPartForm(data, facts=parts.facts_of(kind)),
        act=lambda form: parts.add(row_id, kind, values=form.values, token=form.cleaned_data["once"]),
        to=f"{SYSTEMATISATIONS.url('row', row)}#{kind}",
        stands=SYSTEMATISATIONS.url("row", row),
        back=SYSTEMATISATIONS.url("row", row),
    ))  # fmt: skip


@allow(*WRITERS)
def part_edit(request: Request, row_id: uuid.UUID, part_id: uuid.UUID) -> HttpResponse:
    """Change a part; who comes second sees both texts."""
    row = _row(request, row_id)
    part = _part_of(row, part_id)

    def form(data: Any, now: Part = part) -> PartForm:
        values = parts.values_of(now.kind, now.texts)
        facts = parts.facts_of(now.kind)
        return PartForm(data, facts=facts, initial_values=values, initial={"version": now.version})

    section = parts.QUESTIONS.section(part.kind)
    return acts.ask(request, acts.Ask(
        title=section.title.here(),
        lead=section.lead,
        caption=SYSTEMATISATIONS.title(row),
        form=form,
        now=lambda: form(None, Part.objects.get(id=part_id)),
        act=lambda form: parts.change(
            part_id, values=form.values, expected_version=form.cleaned_data["version"]
        ),
        warning=COEDITED.writing_now(row_id, page=f"partes/{part_id}/cambiar/"),
        to=f"{SYSTEMATISATIONS.url('row', row)}#{part.kind}",
        back=SYSTEMATISATIONS.url("row", row),
    ))  # fmt: skip


@allow(*WRITERS)
def part_remove(request: Request, row_id: uuid.UUID, part_id: uuid.UUID) -> HttpResponse:
    """Take a part out."""
    row = _row(request, row_id)
    part = _part_of(row, part_id)
    back = SYSTEMATISATIONS.url("row", row)
    return acts.ask(request, acts.Ask(
        title=_("Quitar de la sistematización"),
        question=_("¿Quitar «%s»?") % parts.read(part).title,
        text=_("No se puede deshacer. Lo que ya se publicó sigue como está."),
        button=_("Sí, quitar"),
        form=lambda data: acts.VersionForm(data, initial={"version": part.version}),
        draft=None,  # nothing is typed
        act=lambda form: parts.remove(part_id, expected_version=form.cleaned_data["version"]),
        done=_("Se quitó."),
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*WRITERS)
@require_POST
def part_up(request: Request, row_id: uuid.UUID, part_id: uuid.UUID) -> HttpResponse:
    """Let a part stand one place before."""
    row = _row(request, row_id)
    part = _part_of(row, part_id)
    back = f"{SYSTEMATISATIONS.url('row', row)}#{part.kind}"
    return acts.press(request, lambda: parts.raise_up(part_id), done="", to=back)


@dataclasses.dataclass(frozen=True, slots=True)
class Earlier:
    """What a part said before: those of its facts that say something else now, and the ways to what may be done."""

    row: EarlierText
    by: str
    rows: Sequence[Row]
    restore_url: str
    forget_url: str


@allow(*WRITERS)
def part_past(request: Request, row_id: uuid.UUID, part_id: uuid.UUID) -> HttpResponse:
    """What a part said before, for those who write it."""
    row = _row(request, row_id)
    part = _part_of(row, part_id)
    rows = list(parts.earlier_of(part)[: parts.MOST_EARLIER])
    names = user_names(one.by_id for one in rows)
    may = parts.may_write_parts(row)
    return render(request, "systematisations/past.html", {
        "title": parts.read(part).title,
        "name": SYSTEMATISATIONS.title(row),
        "row_url": f"{SYSTEMATISATIONS.url('row', row)}#{part.kind}",
        "earlier": [_earlier_shown(part, one, names.get(one.by_id, "") if one.by_id else "", may) for one in rows],
    })  # fmt: skip


def _earlier_shown(part: Part, one: EarlierText, by: str, may: bool) -> Earlier:
    differing = [
        f for f in parts.facts_of(part.kind) if part.texts.get(f.name, "") != one.texts.get(f.name, "")
    ]
    values = parts.values_of(part.kind, one.texts)

    def url(name: str) -> str:
        args = [part.systematisation_id, part.id, one.version]
        return reverse(f"systematisations:{name}", args=args) if may else ""

    return Earlier(one, by, fact_rows(differing, values), url("part_restore"), url("part_forget"))


@allow(*WRITERS)
def part_restore(request: Request, row_id: uuid.UUID, part_id: uuid.UUID, version: int) -> HttpResponse:
    """Take an earlier text of a part up again."""
    part, back = _earlier_of(request, row_id, part_id, version)
    return acts.ask(request, acts.Ask(
        title=_("Retomar un texto anterior"),
        question=_("¿Retomar lo que decía la versión %s?") % version,
        text=_("Será una versión nueva. Lo que dice ahora queda entre lo que decía antes."),
        button=_("Sí, retomar"),
        of=part,
        act=lambda expected: parts.restore(part_id, version, expected_version=expected),
        done=_("Dice otra vez lo que decía."),
        back=back,
    ))  # fmt: skip


@allow(*WRITERS)
def part_forget(request: Request, row_id: uuid.UUID, part_id: uuid.UUID, version: int) -> HttpResponse:
    """Remove what a part said before."""
    _part, back = _earlier_of(request, row_id, part_id, version)
    return acts.ask(request, acts.Ask(
        title=_("Borrar lo que decía antes"),
        question=_("¿Borrar lo que decía la versión %s?") % version,
        text=_("No se puede deshacer. Hágalo si decía algo que pudiera dañar a una persona."),
        button=_("Sí, borrar"),
        grave=True,
        act=lambda: parts.forget(part_id, version),
        done=_("Se borró."),
        back=back,
    ))  # fmt: skip


def _earlier_of(request: Request, row_id: uuid.UUID, part_id: uuid.UUID, version: int) -> tuple[Part, str]:
    """The part of which something earlier is asked, and its page of what it said before."""
    part = _part_of(_row(request, row_id), part_id)
    if not parts.earlier_of(part).filter(version=version).exists():
        raise Http404
    return part, reverse("systematisations:part_past", args=[row_id, part_id])


class SendForm(acts.VersionForm):
    """Until when those who took part may read it, and who they are."""

    until = DayField(label=_l("¿Hasta qué día?"), allow_future=True)
    addresses = TextField(
        label=_l("Correos de quienes participaron"), max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_l("Uno por línea. Cada quien recibe un enlace propio; su correo no se guarda junto a lo que diga."),
    )  # fmt: skip

    present = forms.BooleanField(
        label="", required=False,
        help_text=_l("Quienes confirmaron su correo y asistieron. Su dirección no se muestra a nadie."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, present: int = 0, **options: Any) -> None:
        super().__init__(data, **options)
        for field in self.fields.values():
            field.required, vars(field)["needed"] = False, True  # what is missing is told by the operation
        if not present:
            del self.fields["present"]
            return
        self.fields["present"].label = ngettext(
            "Invitar a %(n)s persona que asistió", "Invitar a las %(n)s personas que asistieron", present
        ) % {"n": present}


@allow(*WRITERS)
def send(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Give it to those who took part, or to more of them."""
    row = _row(request, row_id, owned=True)
    state = MOVES.state(MOVES.of(row.id).first())
    if state not in (S.DRAFT, S.COMMENTED, S.WITH_PARTICIPANTS):
        raise Http404
    more = state == S.WITH_PARTICIPANTS
    until = validating.last_round(row_id).until if more else clock.today() + dt.timedelta(days=14)
    number = len(present_at(row))
    return acts.ask(request, acts.Ask(
        title=_("Enviarla a más personas") if more else _("Pedir que la lean quienes participaron"),
        lead=_("La leen sin cuenta, dicen qué falta y confirman que fue así. Mientras tanto no se puede cambiar. "
               "De quien valida solo queda el número."),
        form=lambda data: SendForm(data, present=number, initial={"version": row.version, "until": until}),
        act=lambda form: validating.send(
            row_id, until=form.cleaned_data["until"] or clock.today(),
            addresses=form.cleaned_data["addresses"].splitlines(), expected_version=form.cleaned_data["version"],
            present=bool(form.cleaned_data.get("present")),
        ),
        button=_("Enviar los enlaces"),
        done=_("Los enlaces salen por correo."),
        back=SYSTEMATISATIONS.url("row", row),
    ))  # fmt: skip


class AnswerForm(acts.VersionForm):
    """What comes of a comment."""

    taken = forms.ChoiceField(
        label=_l("¿Se incorpora?"), widget=forms.RadioSelect, choices=[("yes", _l("Sí")), ("no", _l("No"))],
        error_messages={"required": _l("Diga si se incorpora.")},
    )  # fmt: skip
    words = TextField(
        label=_l("Qué se hizo, o por qué no"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@allow(*WRITERS)
def answer(request: Request, row_id: uuid.UUID, comment_id: uuid.UUID) -> HttpResponse:
    """Answer what somebody said of it."""
    row = _row(request, row_id, owned=True)
    own = Comment.objects.filter(organisation_id=organisation_id(), systematisation_id=row.id)
    comment = get_object_or_404(own, id=comment_id)
    words = comment.open(vault.ring().drafts(), "words")["words"]

    def form(data: Any, now: Comment = comment) -> AnswerForm:
        words = now.open(vault.ring().drafts(), "answer")["answer"]
        taken = "" if now.taken is None else "yes" if now.taken else "no"
        return AnswerForm(data, initial={"version": now.version, "words": words, "taken": taken})

    return acts.ask(request, acts.Ask(
        title=_("Atender una observación"),
        template="systematisations/answer.html",
        context={"comment": words},
        form=form,
        now=lambda: form(None, own.get(id=comment_id)),
        act=lambda form: validating.answer(
            comment_id, taken=form.cleaned_data["taken"] == "yes", words=form.cleaned_data["words"],
            expected_version=form.cleaned_data["version"],
        ),
        to=f"{SYSTEMATISATIONS.url('row', row)}#observaciones",
        back=SYSTEMATISATIONS.url("row", row),
    ))  # fmt: skip


@allow(*WRITERS)
def validate(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Say that it is validated, once everything that was said is answered."""
    row = _row(request, row_id, owned=True)
    back = SYSTEMATISATIONS.url("row", row)
    return acts.ask(request, acts.Ask(
        title=_("Dar por validada"),
        question=_("¿Darla por validada?"),
        text=_("Ya no se puede cambiar. La coordinación recibe un aviso y puede publicarla."),
        button=_("Sí, está validada"),
        form=lambda data: acts.VersionForm(data, initial={"version": row.version}),
        draft=None,  # nothing is typed
        act=lambda form: validating.validate(row_id, expected_version=form.cleaned_data["version"]),
        done=_("Está validada: la coordinación puede publicarla."),
        stands=back,
        back=back,
    ))  # fmt: skip
