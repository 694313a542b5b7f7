"""The page of a table's rapporteur, by the link of whoever planned it: it keeps itself, or by a button."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.things.public import from_row
from contratrata.knowledge.events import public as events

from . import agreeing, links, notebook
from .models import AGREEMENT, WISH, Agreement
from .owning import title
from .plenary import how, wishes_of

#: From one place in an hour: four tables that write without a pause behind one address, each keeping every two seconds.
MOST, SECONDS = 10_000, 3600
_LIMITS: dict[str, Any] = {"reads": (MOST, SECONDS), "acts": (MOST, SECONDS)}


def _opened(token: str) -> links.Opened:
    """The table that a link opens; none for a link whose turn is over."""
    result = links.opened("table", token)
    if result is not None:
        with acting(result.scope):
            if notebook.notebook_of(result.session).turn == int.from_bytes(result.extra):
                return result
    raise Http404


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # what a column holds


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _notes(opened: links.Opened, sent: QueryDict) -> list[notebook.Stored]:
    """Keep every note of what was sent. Raises `DomainError`."""
    writer = _uuid(sent.get("writer", ""))
    return [
        notebook.write_note(opened.session, number, words=sent.get(f"words_{number}", ""), writer=writer,
                            version=_number(sent.get(f"version_{number}", "")))
        for number in (_number(name.removeprefix("words_")) for name in sent if name.startswith("words_"))
    ]  # fmt: skip


@secret_page(**_LIMITS)
def note(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Keep what was typed a moment ago, as the page sends it by itself; says which version stands."""
    opened = _opened(token)
    if "writer" not in request.POST:
        return redirect("live:write", language, token)
    try:
        with acting(opened.scope):
            stored = _notes(opened, request.POST)
    except DomainError as error:
        return JsonResponse({"words": error.message}, status=409)
    return JsonResponse(
        {"versions": [one.version for one in stored], "beside": any(one.beside for one in stored)}
    )


@secret_page(**_LIMITS)
def write(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """What a table writes: notes under its questions, agreements, what countries would adopt."""
    opened, problem = _opened(token), ""
    if request.method == "POST":
        try:
            with acting(opened.scope):
                _act(opened, request.POST)
            return redirect(f"{request.path}#{request.POST.get('at', '')}".rstrip("#"))
        except DomainError as error:
            problem = error.message
    with acting(opened.scope):
        context = _page(opened, language) | {"problem": problem, "sent": request.POST}
        return render(request, "live/write.html", context)


def _act(opened: links.Opened, sent: QueryDict) -> None:
    """Do what was pressed. Raises `DomainError`."""
    of = opened.session
    presses: dict[str, Callable[[], object]] = {
        "save": lambda: _notes(opened, sent),
        "join": lambda: notebook.settle(of, _uuid(sent.get("parallel", "")), join=True),
        "keep": lambda: notebook.settle(of, _uuid(sent.get("parallel", "")), join=False),
        "drop_agreement": lambda: agreeing.drop_agreement(of, _uuid(sent.get("row", ""))),
        "drop_wish": lambda: agreeing.drop_wish(of, _uuid(sent.get("row", ""))),
        "hand": lambda: notebook.hand_over(of),
    }
    presses.get(sent.get("act", ""), lambda: None)()


def _page(opened: links.Opened, language: str) -> dict[str, Any]:
    session, args = opened.session, [language, opened.token]
    aim: Any = vars(session)["aim"]
    agreements = [
        (one, how(one), reverse("live:agreement", args=[*args, one.id]))
        for one in Agreement.objects.filter(session_id=session.id).order_by("at", "id")
    ]
    return {
        "session": session,
        "title": title(session),
        "event": str(vars(opened.event)["name"].reading().text),
        "aim": aim.reading().text,
        "lines": notebook.lines_of([session])[session.id],
        "book": notebook.notebook_of(session),
        "writer": uuid.uuid4(),
        "agreements": agreements,
        "wishes": wishes_of(session.id),
        "agree_url": reverse("live:agree", args=args),
        "wish_url": reverse("live:wish", args=args),
        "note_url": reverse("live:note", args=args),
        "language": language,
    }


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A form of a table's page. `now` builds it as things stand; `place`: where it leads back to."""

    form: Any
    act: Callable[..., object]
    heading: Any
    place: str
    now: Callable[[], Any] | None = None


@secret_page(**_LIMITS)
def agree(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Note an agreement."""
    form = acts.NewFactsForm(_data(request), facts=AGREEMENT.facts)
    return _asked(request, language, token, Asked(form, agreeing.agree, AGREEMENT.words["write"], "acuerdos"))


@secret_page(**_LIMITS)
def wish(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Note which country would adopt which practice."""
    form = acts.NewFactsForm(_data(request), facts=WISH.facts)
    return _asked(request, language, token, Asked(form, agreeing.wish, WISH.words["write"], "adoptaria"))


@secret_page(**_LIMITS)
def agreement(request: HttpRequest, language: str, token: str, agreement_id: uuid.UUID) -> HttpResponse:
    """Change an agreement; of two who do, the second sees both texts."""
    opened = _opened(token)

    def now(data: Any = None) -> acts.FactsEditForm:
        row = Agreement.objects.filter(session_id=opened.session.id, id=agreement_id).first()
        if row is None:
            raise Http404
        values = from_row(AGREEMENT.facts, row)
        return acts.FactsEditForm(
            data, facts=AGREEMENT.facts, initial_values=values, initial={"version": row.version}
        )

    def act(session: events.Session, **sent: Any) -> Agreement:
        return agreeing.change_agreement(session, agreement_id, **sent)

    with acting(opened.scope):
        asked = Asked(now(_data(request)), act, AGREEMENT.words["change"], "acuerdos", now)
        return _asked(request, language, token, asked)


def _data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _asked(request: HttpRequest, language: str, token: str, asked: Asked) -> HttpResponse:
    """Ask it: done, it leads back to its place on the table's page."""
    opened = _opened(token)
    back, beside = reverse("live:write", args=[language, token]), []
    form = asked.form
    with acting(opened.scope):
        if request.method == "POST":
            if acts.attempt(form, lambda: asked.act(opened.session, **form.sent)):
                return redirect(f"{back}#{asked.place}")
            if asked.now is not None:
                stands = asked.now()
                beside = acts.beside(form, stands)
                acts.retype(form, "version", stands["version"].value())
        context = {
            "form": form,
            "heading": asked.heading,
            "back": back,
            "caption": title(opened.session),
            "beside": beside,
            "beside_words": _("Lo que está guardado ahora"),
            "language": language,
        }
        return render(request, "live/asked.html", context)
