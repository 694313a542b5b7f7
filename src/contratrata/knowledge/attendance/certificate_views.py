"""The certificates of an event for who organises: who reached what it asks for, issuing, how far the signing is."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.credentials import public as credentials
from contratrata.ground.network.public import allow
from contratrata.knowledge.events import public as events

from . import operations, overview
from .certificates import ABOUT, Standing, asked_of, standing

#: Who plans the event and issues for the organisation.
CERTIFIERS = tuple(role for role in events.ORGANISERS if role in credentials.ISSUERS)
#: A certificate has room for so many who sign it.
SIGNERS = 2


class CertifyForm(acts.OnceForm):
    """Who signs on the paper, and whether those whose wrong one was taken back get another."""

    signers = TextField(
        label=_l("Quién firma en el papel"), required=False, max_length=400,
        help_text=_l("Hasta dos, una por línea: nombre, cargo. Por ejemplo: Noemí Barahona, dirección."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    again = forms.BooleanField(
        label=_l("Emitir otro también a quienes se les retiró por error o por datos equivocados"),
        required=False,
    )

    def __init__(self, *args: Any, offers_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offers_again:
            del self.fields["again"]

    def clean_signers(self) -> list[tuple[str, str]]:
        """Name and post of each."""
        lines = [
            line.strip() for line in str(self.cleaned_data["signers"] or "").splitlines() if line.strip()
        ]
        if len(lines) > SIGNERS:
            raise forms.ValidationError(_("En el papel caben dos firmas."))
        pairs = [line.partition(",") for line in lines]
        return [(name.strip(), post.strip()) for name, _comma, post in pairs]


def _event(request: Request, event_id: uuid.UUID) -> events.Event:
    row = overview.own_event(request.scope, event_id)
    if row is None or not asked_of(row)[0]:
        raise Http404
    return row


def _home(event_id: uuid.UUID) -> str:
    return reverse("attendance:certificates", args=[event_id])


@allow(*CERTIFIERS)
def certificates(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """How many reached what the certificate asks for, who has one, and how far the signing is."""
    event = _event(request, event_id)
    now = standing(event)
    may = credentials.may_issue(request.scope)
    context = {
        "title": events.EVENTS.title(event),
        "event": event,
        "back_url": reverse("attendance:overview", args=[event.id]),
        "lines": _lines(event, now),
        "awards": list(credentials.awards_of(ABOUT, event.id)),
        "may_issue": may,
        "new": len(now.waiting) + len(now.again) if may else 0,
    }
    return render(request, "attendance/certificates.html", context)


def _lines(event: events.Event, now: Standing) -> list[str]:
    """How it stands, in sentences; what is not so is not said."""
    needed, minutes = asked_of(event)
    lines = [
        ngettext(
            "El certificado pide %(n)s sesión de al menos %(minutes)s minutos.",
            "El certificado pide %(n)s sesiones de al menos %(minutes)s minutos.",
            needed,
        ) % {"n": needed, "minutes": minutes},
    ]  # fmt: skip
    counted: tuple[tuple[int, Callable[[int], str]], ...] = (
        (len(now.earned),
         lambda n: ngettext("%(n)s persona inscrita lo cumple.", "%(n)s personas inscritas lo cumplen.", n)),
        (len(now.certified) - len(now.revoked),
         lambda n: ngettext("%(n)s tiene su certificado.", "%(n)s tienen su certificado.", n)),
        (now.unconfirmed, lambda n: ngettext(
            "%(n)s cumple pero no ha confirmado su correo: se le emite cuando lo confirme.",
            "%(n)s cumplen pero no han confirmado su correo: se les emite cuando lo confirmen.", n)),
        (len(now.revoked), lambda n: ngettext("A %(n)s se le retiró.", "A %(n)s se les retiró.", n)),
        (len(now.fallen), lambda n: ngettext(
            "%(n)s tiene certificado y con los datos de ahora no lo cumple: puede retirarlo, con su motivo.",
            "%(n)s tienen certificado y con los datos de ahora no lo cumplen: puede retirarlos, con su motivo.", n)),
    )  # fmt: skip
    return lines + [words(n) % {"n": n} for n, words in counted if n]


@allow(*CERTIFIERS)
def certify(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Issue the certificates of those who reached it and have none."""
    event = _event(request, event_id)
    now = standing(event)
    home = _home(event.id)
    if not credentials.may_issue(request.scope) or (
        request.method != "POST" and not now.waiting and not now.again
    ):
        raise Http404
    n = len(now.waiting)
    return acts.ask(request, acts.Ask(
        title=_("Emitir certificados"),
        caption=events.EVENTS.title(event),
        lead=ngettext(
            "%(n)s persona cumple y no tiene certificado. Recibe un correo con su enlace al firmarse.",
            "%(n)s personas cumplen y no tienen certificado. Cada una recibe un correo con su enlace al firmarse.",
            n,
        ) % {"n": n},
        form=lambda data: CertifyForm(data, offers_again=bool(now.again)),
        act=lambda form: operations.certify(
            event.id, token=form.cleaned_data["once"], signers=form.cleaned_data["signers"],
            again=form.cleaned_data.get("again", False),
        ),
        button=_("Emitir certificados"),
        done=lambda row: ngettext(
            "Se está firmando %(n)s certificado.", "Se están firmando %(n)s certificados.", row.total
        ) % {"n": row.total},
        to=home,
        stands=home,
        back=home,
        back_words=_("Certificados"),
    ))  # fmt: skip
