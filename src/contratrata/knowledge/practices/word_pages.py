"""A practice as a Word form: taken away blank or filled in, and brought back as a draft that is looked over first."""

import dataclasses
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.files.public import File
from contratrata.ground.kinds.public import Values
from contratrata.ground.network.public import allow
from contratrata.ground.nouns.public import SEARCH_COLUMNS
from contratrata.ground.questions.public import WORD, Answers, read_word, word_form
from contratrata.ground.things.public import FactsForm, from_row
from contratrata.ground.ui.frame import draft_key
from contratrata.ground.vault.public import drafts

from .models import MOVES, PRACTICES, QUESTIONS, Practice, Published
from .ready import ready

#: The facts that a Word form holds: all but files.
_FACTS = tuple(fact for fact in QUESTIONS.facts if not isinstance(fact.kind, File))
_MOST_BYTES = 10 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Brought:
    """What came of a Word form: what it said, what was left as it stood, and where its draft is looked over."""

    answers: Answers
    read: str
    stored: list[str]
    url: str


class BringForm(forms.Form):
    """The form as it was written."""

    file = forms.FileField(
        label=_l("Documento de Word (.docx)"),
        help_text=_l("El formulario que se descarga de aquí, de 10 MB como mucho. Con macros no se abre."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx", "class": "ct-file"}),
        error_messages={"required": _l("Elija el documento."), "missing": _l("Elija el documento.")},
    )  # fmt: skip


@allow(*PRACTICES.writers)
def blank(request: Request) -> HttpResponse:
    """The form to write a practice away from here."""
    return _word(word_form(QUESTIONS), _("formulario-de-practica"))


@allow(*PRACTICES.readers)
def filled(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """A practice as it stands now, in the form."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    response = _filled(row, row.id)
    response["Cache-Control"] = "no-store"
    return response


@public_page
def open_filled(request: HttpRequest, language: str, practice_id: uuid.UUID) -> HttpResponse:
    """What was published, in the form, for anybody: to work with it and to translate it."""
    row = get_object_or_404(Published.objects.defer(*SEARCH_COLUMNS), row_id=practice_id)
    return ready(request.path, row.number, lambda: _filled(row, practice_id))


def _filled(row: Any, practice_id: uuid.UUID) -> HttpResponse:
    values = from_row(QUESTIONS.facts, row)
    name = slugify(values["name"].reading().text)[:60].strip("-") or "practica"
    return _word(word_form(QUESTIONS, values, of=str(practice_id), version=row.version), name)


@allow(*PRACTICES.writers)
def bring_new(request: Request) -> HttpResponse:
    """A practice that was written in Word: its answers become the draft of the page that writes a new one."""
    return _bring(request, None)


@allow(*PRACTICES.writers)
def bring(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The same of one that exists: they become the draft of the page that changes it."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    if not PRACTICES.may_edit(request.scope, row):
        raise Http404
    return _bring(request, row)


def _bring(request: Request, row: Practice | None) -> HttpResponse:
    brought: list[Brought] = []

    def act(form: BringForm) -> None:
        brought.append(_take(request, row, form.cleaned_data["file"]))

    back = PRACTICES.url("row", row) if row else PRACTICES.url("list")
    answer = acts.ask(request, acts.Ask(
        title=_("Traer de Word"),
        lead=_("Se lee lo que dice y se le muestra como borrador. Nada se guarda hasta que usted lo revise."),
        form=lambda data: BringForm(data, request.FILES or None),
        draft=None,  # a file is no draft
        act=act,
        button=_("Leer el documento"),
        done="",
        back=back,
    ))  # fmt: skip
    if not brought:
        return answer
    return render(request, "practices/word.html", {"brought": brought[0], "back_url": back})


def _take(request: Request, row: Practice | None, file: Any) -> Brought:
    """Read the document and keep it as the draft of the page that writes the practice. Raises `DomainError`."""
    if row is not None:
        MOVES.check_thawed(row.id)
    answers = read_word(QUESTIONS, file.read(_MOST_BYTES + 1))
    if row is not None and answers.of not in ("", str(row.id)):
        raise DomainError(
            _("Este documento es de otra práctica: tráigalo en la página de aquella."), field="file"
        )
    if not answers.values:
        raise DomainError(
            _("El documento no dice nada todavía: sus casillas están vacías o no se entienden."), field="file"
        )
    now = from_row(_FACTS, row) if row else {fact.name: fact.kind.empty for fact in _FACTS}
    if row is None:
        now["country"] = organisation_of(request).country
    fields = _as_typed({**now, **{name: _merged(now[name], value) for name, value in answers.values.items()}})
    if row is not None:
        fields["version"] = [str(min(answers.version or row.version, row.version))]
    url = PRACTICES.url("edit", row) if row else PRACTICES.url("new")
    drafts.keep(draft_key(url), fields)
    number = len(answers.values)
    read = ngettext("Se leyó %(n)s respuesta.", "Se leyeron %(n)s respuestas.", number) % {"n": number}
    titles = {fact.title: fact for fact in _FACTS}
    stored = [
        title
        for title in answers.empty
        if title in titles and not titles[title].kind.is_empty(now[titles[title].name])
    ]
    return Brought(answers, read, stored, url)  # fmt: skip


def _merged(now: Any, value: Any) -> Any:
    """A text in the languages that the document has, and as it stood in the others."""
    if not hasattr(now, "edited"):
        return value
    return now.edited({language: one.text for language, one in value.versions.items()}) if now else value


def _as_typed(values: Values) -> dict[str, list[str]]:
    """The fields of the form as a browser would send them with these values."""
    form = FactsForm(facts=_FACTS, initial_values=values)
    sent: dict[str, list[str]] = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if isinstance(widget, forms.MultiWidget):
            boxes = value if isinstance(value, list) else widget.decompress(value) or []
            pairs = zip(vars(widget)["widgets_names"], boxes, strict=False)
            sent |= {f"{bound.name}{name}": ["" if box is None else str(box)] for name, box in pairs}
        elif isinstance(value, list | tuple):
            sent[bound.name] = [str(one) for one in value]
        else:
            shown = "" if value is None else widget.format_value(value)
            sent[bound.name] = [str(one) for one in (shown if isinstance(shown, list) else [shown or ""])]
    return sent


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response
