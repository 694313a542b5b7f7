"""Ask, act, refuse in words, tell what was done, go on: what every view of an act does, written once.

A view says what is asked; `ask` shows the page, keeps and restores the draft, runs the act in one transaction,
puts a refusal beside its field, shows a second editor both texts, and tells the success with the way back.
"""

import contextlib
import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import doubts
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.models import Versioned
from contratrata.ground.base.open_things import Answers, OpenThings
from contratrata.ground.base.request import UNASKED, Request
from contratrata.ground.ui.parts import Row

from . import drafts
from .forms import VersionForm, beside, put, retype, unjudged
from .open_things import PREFIX, OpenForm, Unanswered

_UNDO, _SAVE_AND_LEAVE, _BACK = _l("Deshacer"), _l("Guardar y salir"), _l("Volver")
_SAVE, _SAVED = _l("Guardar"), _l("Guardado.")
#: Buttons of `ask` beside the page's own: keep a reviewed act, go back to its form, leave without judging.
KEEP, CHANGE, LEAVE = "confirmar", "cambiar", "salir"
#: What was in doubt and is said to be meant.
MEANT = "seguro"


@dataclasses.dataclass(frozen=True, slots=True)
class Undo:
    """The inverse act, offered in the message of success: a POST to `url` with these fields."""

    url: str
    words: Any = _UNDO
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Leave:
    """Keep what was typed as it is and go: `act` takes what was sent and may refuse (`DomainError`)."""

    act: Callable[[QueryDict], object]
    to: str | Callable[[QueryDict], str]
    done: Any = ""
    words: Any = _SAVE_AND_LEAVE


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One act as a page asks it.

    `act` takes the valid form (nothing without a form) and raises `DomainError`; what it returns is handed to
    `done`, `to` and `undo` where these are functions. `form` builds the form from what was sent, or from None.
    `of`: the row that two users may have open. Its version goes along unseen, and after a conflict it is read anew;
    without a form a button alone is asked, and `act` takes the version that was looked at.
    `now` builds the form as things stand after a conflict (default: `form(None)`).
    `stands`: where to see how it stands when the act exists no more (default: over the form; without one `back`).
    `names`: the operation's name of a field → the form's. `draft`: the key of the draft ("": by the address;
    None: nothing is kept, with the reason where it is said). `review` gives the context of a page to look over
    before the act. `open` says what stands open once the form is valid (see `open_things`); `act` then takes the
    answers too. `frame` is called only when a page is shown: it may leave a trace.
    """

    title: Any
    act: Callable[..., Any]
    back: str
    form: Callable[[QueryDict | None], Any] | None = None
    of: Versioned | None = None
    now: Callable[[], Any] | None = None
    button: Any = _SAVE
    grave: bool = False
    done: Any = _SAVED
    to: str | Callable[[Any], str] = ""
    stands: str | Callable[[DomainError], str] = ""
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    undo: Callable[[Any], Undo | None] | None = None
    draft: str | None = ""
    review: Callable[[Any], dict[str, Any]] | None = None
    open: Callable[[Any], Sequence[OpenThings]] | None = None
    leave: Leave | None = None
    question: Any = ""
    text: Any = ""
    lead: Any = ""
    warning: Any = ""
    caption: Any = ""
    sub: Any = ""
    code: str = ""
    back_words: Any = _BACK
    leave_words: Any = ""
    template: str = ""
    frame: Callable[[], Mapping[str, Any]] = dict
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def ask(request: Request, what: Ask) -> HttpResponse:
    """The page that asks, or the answer to what was sent to it."""
    what = _about(what, what.of) if what.of is not None else what
    key = drafts.key_of(request) if what.draft == "" else what.draft or ""
    if request.method != "POST":
        form = what.form(None) if what.form else None
        restored = form is not None and bool(key) and drafts.restore(form, key)
        return _page(request, what, form, key, restored=restored)
    if what.form is None:
        return press(request, what.act, done=what.done, to=what.to or what.back,
                     stands=what.stands or what.back, undo=what.undo)  # fmt: skip
    if what.leave is not None and LEAVE in request.POST:
        return _leave(request, what, what.leave, key)
    return _sent(request, what, what.form(request.POST), key)


def _about(what: Ask, row: Versioned) -> Ask:
    """The act on a row as it was looked at."""
    build, act = what.form or VersionForm, what.act

    def form(data: QueryDict | None) -> Any:
        result = build(data)
        result.initial["version"] = row.version
        return result

    def now() -> Any:
        row.refresh_from_db()
        return form(None)

    if what.form is not None:
        return dataclasses.replace(what, form=form, now=now)
    return dataclasses.replace(
        what,
        form=form,
        now=now,
        draft=None,  # nothing is typed
        stands=what.stands or what.back,
        act=lambda form: act(form.cleaned_data["version"]),
    )


def _sent(request: Request, what: Ask, form: Any, key: str) -> HttpResponse:
    """What a form was sent with: judged, looked over, done."""
    if CHANGE in request.POST:
        unjudged(form)
    elif form.is_valid():
        if what.review is not None and KEEP not in request.POST:
            return _page(request, what, form, key, what.review(form) | {"carried": _carried(request)})
        return _answered(request, what, form, key) if what.open else _acted(request, what, form, key)
    return _page(request, what, form, key)


def _answered(request: Request, what: Ask, form: Any, key: str) -> HttpResponse:
    """Do it when there is an answer for everything that stands open; else ask for the answers."""
    asked = _open_form(request, what.open(form) if what.open else ())
    if asked is None or asked.is_valid():
        return _acted(request, what, form, key, asked.answers() if asked else {})
    return _ask_open(request, what, form, key, asked)


def _open_form(request: Request, rows: Sequence[OpenThings]) -> OpenForm | None:
    """What asks for the answers about what stands open, with those that were given; None where nothing is open."""
    return OpenForm(request.POST if KEEP in request.POST else None, kinds=rows) if rows else None


def _ask_open(request: Request, what: Ask, form: Any, key: str, asked: OpenForm) -> HttpResponse:
    more = {"carried": _carried(request), "form": asked}
    return _page(request, dataclasses.replace(what, template="acts/open.html"), form, key, more)


def _acted(request: Request, what: Ask, form: Any, key: str, answers: Answers | None = None) -> HttpResponse:
    """Do it: on to the next page, or the form again with what is wrong."""
    meant, more = request.POST.getlist(MEANT), {}
    try:
        with doubts.meaning(meant), transaction.atomic():
            result = what.act(form) if answers is None else what.act(form, answers)
    except Unanswered:  # something came while it was being sent: asked about as it stands now
        again = _open_form(request, what.open(form) if what.open else ())
        if again is not None:
            again.is_valid()
            return _ask_open(request, what, form, key, again)
        return _page(request, what, form, key)
    except (Conflict, WrongState, NotAllowed) as error:
        marks = getattr(form, "marks", ()) if isinstance(error, Conflict) else ()
        if marks:
            return _page(request, what, form, key, {"beside": _renewed(what, form, error, marks)})
        if what.stands:
            return _stands(request, error, what.stands)
        put(form, error, what.names)
    except DomainError as error:
        put(form, error, what.names)
        more = {"doubt": error, "meant": meant} if isinstance(error, doubts.Doubt) else {}
    else:
        if key:
            drafts.forget(key)
        return _went_well(request, result, what.done, what.to or what.back, what.undo)
    return _page(request, what, form, key, more)


def _renewed(what: Ask, form: Any, error: DomainError, marks: tuple[str, ...]) -> list[Row]:
    """The next sending is about what stands now; returns what that is, where something else was typed."""
    put(form, error, what.names)
    assert what.form is not None  # noqa: S101  (only a form has marks)
    now = what.now() if what.now else what.form(None)
    for name in marks:
        retype(form, name, now[name].value())
    return beside(form, now)


def attempt(form: Any, act: Callable[[], Any], *, commits: bool = False) -> Any:
    """Act on a valid form, for a page that goes on by itself: what came of it, or True.

    None where it is refused, with the words on the form. `commits`: the act opens its transaction by itself, and has
    committed when it returns.
    """
    if not form.is_valid():
        return None
    try:
        with contextlib.nullcontext() if commits else transaction.atomic():
            return act() or True
    except DomainError as error:
        put(form, error)
        return None


def press(
    request: Request,
    act: Callable[[], Any],
    *,
    done: Any,
    to: str | Callable[[Any], str],
    stands: str | Callable[[DomainError], str] = "",
    undo: Callable[[Any], Undo | None] | None = None,
) -> HttpResponse:
    """Act at once. Refused: the words, and `stands` (where to see how it is now; `to` when it is an address)."""
    try:
        with transaction.atomic():
            result = act()
    except DomainError as error:
        return _stands(request, error, stands or (to if isinstance(to, str) else "/"))
    return _went_well(request, result, done, to, undo)


def _stands(request: Request, error: DomainError, where: str | Callable[[DomainError], str]) -> HttpResponse:
    """Say why not, and show how it stands now."""
    messages.warning(request, error.message)
    return redirect(where(error) if callable(where) else where)


def _leave(request: Request, what: Ask, leave: Leave, key: str) -> HttpResponse:
    try:
        with transaction.atomic():
            leave.act(request.POST)
    except (Conflict, NotAllowed) as error:
        messages.info(request, error.message)
    except DomainError as error:
        assert what.form is not None  # noqa: S101  (only a form is left)
        form = what.form(request.POST)
        form.is_valid()
        put(form, error, what.names)
        return _page(request, what, form, key)
    else:
        drafts.forget(key)
        done = leave.done(request.POST) if callable(leave.done) else leave.done
        if done:
            messages.success(request, str(done))
    return redirect(leave.to(request.POST) if callable(leave.to) else leave.to)


def _went_well(
    request: Request,
    result: Any,
    done: Any,
    to: str | Callable[[Any], str],
    undo: Callable[[Any], Undo | None] | None,
) -> HttpResponse:
    words = str(done(result) if callable(done) else done)
    back = undo(result) if undo else None
    tags = json.dumps([back.url, str(back.words), dict(back.fields)]) if back else ""
    if words:
        messages.success(request, words, extra_tags=tags)
    return redirect(to(result) if callable(to) else to)


def _carried(request: Request) -> list[tuple[str, str]]:
    """What was chosen, to go along unseen while it is looked over."""
    dropped = UNASKED | {KEEP, CHANGE}
    return [
        (name, str(value))
        for name in request.POST
        if not name.startswith(f"{PREFIX}_")
        for value in request.POST.getlist(name)
        if name not in dropped
    ]


def _page(
    request: Request,
    what: Ask,
    form: forms.BaseForm | None,
    key: str,
    more: Mapping[str, Any] | None = None,
    *,
    restored: bool = False,
) -> HttpResponse:
    shown = {
        **{name: getattr(what, name) for name in _SHOWN},
        "back_url": what.back,
        "form": form,
        "draft": key or None,
        "restored": restored,
        "beside": (),
        "carried": (),
        **what.frame(),
        **what.context,
        **(more or {}),
    }
    return render(request, what.template or ("acts/ask.html" if form else "acts/confirm.html"), shown)


_SHOWN = ("title", "button", "grave", "question", "text", "lead", "warning", "caption", "sub", "code",
          "back_words", "leave_words", "leave")  # fmt: skip
