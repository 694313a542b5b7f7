"""The pages about versions of a practice: what changed, removing what an earlier one said, taking a language back."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.kinds.public import choose
from contratrata.ground.network.public import allow

from .lasting import languages_of
from .lasting import silence as silence_language
from .models import PRACTICES, Practice, Published
from .sent import changes, versions_of
from .sent import forget as forget_version


@allow(*PRACTICES.readers)
def changed(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """What a practice says now beside what it said when it was sent before (`de`: the version)."""
    row = _row(request, row_id)
    versions = [number for number in versions_of(row_id) if number != row.version]
    chosen = _chosen(request.GET.get("de", ""), versions)
    context = {
        "line": PRACTICES.title(row),
        "row_url": PRACTICES.url("row", row),
        "versions": [(number, number == chosen) for number in versions],
        "chosen": chosen,
        "now": row.version,
        "changes": changes(row, chosen) if chosen else [],
        "may_forget": chosen and PRACTICES.may_edit(request.scope, row),
        "forget_url": reverse("practices:forget", args=[row_id, chosen]) if chosen else "",
    }
    return render(request, "practices/changes.html", context)


def _chosen(typed: str, versions: list[int]) -> int:
    """The version to compare with: the one asked for, else the last but this; 0: there is none."""
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    return number if number in versions else (versions[0] if versions else 0)


@allow(*PRACTICES.writers)
def forget(request: Request, row_id: uuid.UUID, version: int) -> HttpResponse:
    """Remove what an earlier version of one's own practice said."""
    row = _row(request, row_id)
    if not PRACTICES.may_edit(request.scope, row):
        raise Http404
    back = reverse("practices:changes", args=[row_id])
    return acts.ask(request, acts.Ask(
        title=_("Borrar lo que decía antes"),
        question=_("¿Borrar lo que decía la versión %s?") % version,
        text=_("Nadie podrá comparar con ella. Hágalo si decía algo que pudiera dañar a una persona."),
        button=_("Sí, borrar"),
        grave=True,
        act=lambda: forget_version(row, version),
        done=_("Se borró."),
        back=back,
    ))  # fmt: skip


class SilenceForm(forms.Form):
    """Which language is taken back."""

    language = forms.ChoiceField(label=_l("¿Qué idioma se retira?"), widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any = None, *, languages: list[tuple[str, Any]] = []) -> None:  # noqa: B006
        super().__init__(data)
        choose(self, "language", languages)


@allow(*PRACTICES.publishers)
def silence(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Take one language of what is published back; the other stays."""
    row = _row(request, row_id)
    copy = Published.objects.filter(row_id=row_id).first()
    published = languages_of(copy) if copy else ()
    if len(published) < 2:
        raise Http404
    languages = [(code, name) for code, name in settings.LANGUAGES if code in published]
    return acts.ask(request, acts.Ask(
        title=_("Retirar un idioma"),
        lead=_("Lo demás sigue publicado. Vuelve cuando se publique una versión nueva."),
        form=lambda data: SilenceForm(data, languages=languages),
        act=lambda form: silence_language(row_id, form.cleaned_data["language"]),
        button=_("Retirar ese idioma"),
        grave=True,
        done=_("Se retiró ese idioma."),
        stands=PRACTICES.url("row", row),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip


def _row(request: Request, row_id: uuid.UUID) -> Practice:
    return get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
