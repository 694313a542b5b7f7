"""The pages of the outbox: `/correo/`, `/correo/retenidos/`, `/cuenta/correos/`."""

import uuid

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from contratrata.ground.acts.public import Ask, ask, marked, press
from contratrata.ground.base.request import Request, ids_sent
from contratrata.ground.network.public import Role, allow, signed_in
from contratrata.ground.outbox import public as outbox

from . import words
from .forms import ChoicesForm

#: So many troubled mails are shown; trying again or throwing away makes room for the next.
SHOWN = 50


def _discarded(count: int) -> str:
    return ngettext("%(n)d correo descartado.", "%(n)d correos descartados.", count) % {"n": count}


def _again(count: int) -> str:
    return ngettext("%(n)d correo vuelve a la cola.", "%(n)d correos vuelven a la cola.", count) % {
        "n": count
    }


#: What may be done with failed mails, and what is said of how many.
_QUEUE_ACTS = {"discard": (outbox.discard, _discarded), "retry": (outbox.retry, _again)}


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PLATFORM_ADMIN)
def queue(request: Request) -> HttpResponse:
    """What waits, what failed and why, to whom never; failed mails can be tried again or thrown away."""
    if request.method == "POST":
        ids = ids_sent(request, "mail", SHOWN)
        act, done = _QUEUE_ACTS["discard" if request.POST.get("do") == "discard" else "retry"]
        return press(request, lambda: act(ids=ids), done=done, to=reverse("mail:queue"))
    troubled = [
        {
            "row": row,
            "kind": outbox.kind_label(row.kind),
            "state": outbox.State(row.state).label,
            "reason": words.failure_words(row.failure),
            "failed": row.state == outbox.State.FAILED,
        }
        for row in outbox.troubled()[:SHOWN]
    ]
    context = {
        "table": words.tally_table(),
        "troubled": troubled,
        "any_failed": any(one["failed"] for one in troubled),
        "last_sent": outbox.last_sent(),
        "held": len(outbox.held()),
    }
    return render(request, "mail/queue.html", context)


@require_safe
@allow(Role.COORDINATION, Role.PLATFORM_ADMIN)
def held(request: Request) -> HttpResponse:
    """The batches that wait for a look, oldest first."""
    batches = [{"batch": one.batch, "words": words.held_words(one)} for one in outbox.held()]
    return render(request, "mail/held.html", {"batches": batches})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.COORDINATION, Role.PLATFORM_ADMIN)
def look(request: Request, batch: uuid.UUID) -> HttpResponse:
    """The text of one held batch, and letting it go or throwing it away. Raises `Http404` when it is not held."""
    row = next((one for one in outbox.held() if one.batch == batch), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        release = request.POST.get("do") == "release"
        done = (
            _("Los correos salen en los próximos minutos.")
            if release
            else _("Los correos se descartaron: nadie los recibirá.")
        )
        act = outbox.release if release else outbox.drop
        return press(request, lambda: act(batch=batch), done=done, to=reverse("mail:held"))
    context = {"batch": row, "words": words.held_words(row), "texts": outbox.preview(batch).items()}
    return render(request, "mail/look.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: Request) -> HttpResponse:
    """Which mails one gets: at once, once a day, never. Urgent ones and those about the account always come."""
    assert request.scope.user_id is not None  # noqa: S101 - the gate has asked; this is for the type
    user_id = request.scope.user_id

    def form(data: QueryDict | None = None) -> ChoicesForm:
        current = outbox.choices_of(user_id)
        return marked(ChoicesForm(data, current=current), current)

    return ask(
        request,
        Ask(
            title=_("Qué correos recibe"),
            lead=_(
                "Los correos urgentes y los que tratan de su cuenta llegan siempre. De noche solo llega lo urgente."
            ),
            form=form,
            act=lambda form: outbox.choose(choices=form.chosen(), expected_version=form.cleaned_data["seen"]),
            done=_("Guardado: así recibirá los correos."),
            to=reverse("mail:choices"),
            back=reverse("account:home"),
            back_words=_("Mi cuenta"),
        ),
    )
