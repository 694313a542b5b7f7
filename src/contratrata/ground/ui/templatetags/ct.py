"""Components: plain tags with declared attributes; every one is shown on the component page."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import CsrfTokenNode, URLNode
from django.template.defaulttags import url as django_url
from django.template.library import SimpleBlockNode
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.base.paths import path_of
from contratrata.ground.base.request import DRAFT, MADE_FOR_HEADER
from contratrata.ground.base.translated import Reading, Translated
from contratrata.ground.ui.deadlines import Due, moment_words
from contratrata.ground.ui.deadlines import due as say_due
from contratrata.ground.ui.frame import draft_key, made_for, made_for_field, quick_exit_url
from contratrata.ground.ui.markup import html
from contratrata.ground.ui.parts import (
    ButtonKind,
    Column,
    Event,
    Line,
    Moment,
    NavItem,
    Row,
    Seen,
    State,
    Table,
)
from contratrata.ground.ui.summary import errors_of, has_errors

#: A template finds its blocks by this: without it one that stands in a block tag (`post_form`) has no `block.super`.
SimpleBlockNode.child_nodelists = ("nodelist",)

register = template.Library()
C = "ui/components/"
#: A field in which text is typed (numbers too: they are drawn as text).
_TYPED = re.compile(r'<textarea|<input[^>]* type="(text|email|search|tel|url)"')


class TokenNode(CsrfTokenNode):
    """The token against forgery, and with it the organisation that the form was made for."""

    def render(self, context: Context) -> SafeString:
        """Both as hidden fields."""
        return SafeString(super().render(context)) + made_for_field()


@register.tag("csrf_token")
def csrf_token(parser: Parser, token: Token) -> TokenNode:
    """Stands in the place of Django's tag: no form of ours is without a token, so none is without this."""
    return TokenNode()


class AddressNode(URLNode):
    """`{% url %}` of a page whose arguments are ids and words of the template: put together from kept pieces."""

    def render(self, context: Context) -> str:
        """The address."""
        if not self.kwargs and not self.asvar:
            args = [arg.resolve(context) for arg in self.args]
            if all(isinstance(v, UUID) or not arg.is_var for v, arg in zip(args, self.args, strict=True)):
                words = (one if isinstance(one, UUID) else str(one) for one in args)
                return path_of(self.view_name.resolve(context), *words)
        return str(super().render(context))


@register.tag("url")
def url(parser: Parser, token: Token) -> AddressNode:
    """Stands in the place of Django's tag, and does the same."""
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


#: Stands in what is kept where each request has its own token; no text of a page holds control characters.
_TOKEN = "\x02token\x02"  # noqa: S105 (it stands for one)
_MOST_KEPT = 300


class KeptNode(template.Node):
    """What a page shows as often as it is asked for, drawn once in a process for the values it is drawn from."""

    def __init__(self, nodelist: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self._drawn: dict[Hashable, str] = {}

    def render(self, context: Context) -> SafeString:
        """The same HTML as without; the token against forgery is each request's own."""
        values = tuple(value.resolve(context) for value in self.values)
        has_token = "csrf_token" in context
        key = (values, has_token, made_for(), get_language())
        drawn = self._drawn.get(key)
        if drawn is None:
            with context.push(**{"csrf_token": _TOKEN} if has_token else {}):
                drawn = self.nodelist.render(context)
            if len(self._drawn) >= _MOST_KEPT:
                self._drawn.clear()
            self._drawn[key] = drawn
        if _TOKEN in drawn:
            drawn = drawn.replace(_TOKEN, escape(str(context["csrf_token"])))
        return SafeString(drawn)


@register.tag("kept")
def keep(parser: Parser, token: Token) -> KeptNode:
    """`{% kept frame.itself %}…{% endkept %}`: what stands between depends on these values, which are hashable.

    Beside them it depends on the language, the acting organisation and the token of the request only. Never around a
    block, nor around anything about a person whom the house assists.
    """
    values = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)


@register.simple_tag(takes_context=True)
def made_for_headers(context: Context) -> str:
    """What scripts send along from a page, as the attribute that htmx reads; "" where no organisation acts.

    The pages of what does not exist are made without a request, and are the same for everybody.
    """
    result = made_for() if context.get("request") else ""
    return html(' hx-headers="{}"', json.dumps({MADE_FOR_HEADER: result})) if result else ""


@register.simple_tag
def exit_url() -> str:
    """Where Salida rápida goes; from the settings, so that a page without context has it too."""
    return quick_exit_url()


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """`Error: ` for the title of a page whose `form`, `formset` or one of `forms` has errors."""
    return "Error: " if has_errors(_forms(context)) else ""


@register.inclusion_tag("ui/components/error_summary.html", takes_context=True)
def error_summary(context: Context, *forms: BaseForm | BaseFormSet[Any]) -> dict[str, object]:
    """What is wrong, each line a link to its field. Without arguments: the context's form, formset, forms."""
    return {"found": errors_of(forms or _forms(context))}


def _forms(context: Context) -> list[BaseForm | BaseFormSet[Any]]:
    result = [context.get("form"), context.get("formset"), *(context.get("forms") or ())]
    return [one for one in result if isinstance(one, BaseForm | BaseFormSet)]


@register.simple_block_tag
def filled_meta(content: str) -> str:
    """What a page says of itself to search engines, or nothing."""
    words = content.strip()
    return html('<meta name="description" content="{}">', SafeString(words)) if words else ""


@register.simple_tag(takes_context=True)
def languages_of_page(context: Context) -> list[dict[str, object]]:
    """A public page in each language of the house: code, own name, path, absolute address, whether it is this one."""
    request: HttpRequest = context["request"]
    match, now = request.resolver_match, translation.get_language()
    if match is None:
        return []
    result = []
    for code, _name in settings.LANGUAGES:
        path = reverse(match.view_name, kwargs=match.kwargs | {"language": code})
        own = translation.get_language_info(code)["name_local"].capitalize()
        page = {"code": code, "name": own, "path": path, "absolute": settings.SITE_ADDRESS + path}
        result.append(page | {"current": code == now})
    return result


@register.filter
def letters(items: Iterable[NavItem]) -> int:
    """How long a menu is, gaps counted: what goes beyond some thirty folds at a phone."""
    return sum(len(item.label) + 2 for item in items)


@register.simple_tag
def question(field: BoundField) -> SafeString:
    """A field that is the page's one question: its label is the page's heading."""
    return field.render(template_name="ui/forms/field.html", context={"field": field, "as_question": True})


@register.simple_block_tag
def filled(content: str, element: str, css: str, label: str = "") -> str:
    """Wrap what a block gave, or leave no trace when it gave nothing. `label` names a landmark."""
    inner = SafeString(content.strip())
    if not inner:
        return ""
    named = html(' aria-label="{}"', label) if label else ""
    return html('<{} class="{}"{}>{}</{}>', element, css, named, inner, element)


@register.simple_block_tag
def columns(content: str) -> str:
    """The page's columns: two when there is a next step or a side, wide when the content says `ct-wide`."""
    side = 'class="ct-next"' in content or 'class="ct-side"' in content
    css = "ct-cols ct-cols--side" if side else "ct-cols"
    return html('<div class="{}">{}</div>', css, content)


@register.simple_block_tag
def acts(content: str) -> str:
    """Buttons and links of one decision, side by side; under each other at a phone."""
    return html('<div class="ct-acts">{}</div>', content)


@register.simple_block_tag
def sentence(content: str, over: bool = False) -> str:
    """The sentence that a consent is; the chosen parts stand in `<b>`. `over`: withdrawn or expired."""
    return html('<div class="ct-sentence{}">{}</div>', " ct-sentence--over" if over else "", content)


@register.simple_block_tag
def notice(content: str, state: State = "plain", title: str = "") -> str:
    """Something to know before going on; `late` is read out at once."""
    head = html("<h2>{}</h2>", title) if title else ""
    role = "alert" if state == "late" else "note"
    return html('<div class="ct-notice ct-notice--{}" role="{}">{}{}</div>', state, role, head, content)


@register.simple_block_tag
def details(content: str, words: str, is_open: bool = False) -> str:
    """Help that opens on demand: «Por qué lo preguntamos»."""
    return html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if is_open else "",
        words,
        content,
    )


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context,
    content: str,
    action: str = "",
    *,
    files: bool = False,
    draft: str | None = "",
) -> SafeString:
    """A POST form: its token, one submission only, and what is typed in it kept as a draft.

    `draft`: the key; "": where text is typed, by the address it goes to; None: nothing is kept (passwords, searches).
    """
    request, url = context.get("request"), getattr(context.get("frame"), "draft_url", "")
    if draft == "" and request is not None and _TYPED.search(content):
        draft = draft_key(action or request.path)
    form = {"content": content, "action": action, "files": files, "draft": url and draft, "draft_url": url}
    form["draft_field"] = DRAFT
    return render_to_string(C + "post_form.html", {**form, "csrf_token": context.get("csrf_token")})


@register.inclusion_tag(C + "button.html")
def button(
    words: str,
    url: str = "",
    *,
    kind: ButtonKind = "primary",
    name: str = "",
    value: str = "",
    aside: str = "",
) -> dict[str, object]:
    """A button that submits, or with `url` a link that looks like one. `aside` is read after the words."""
    return {"words": words, "url": url, "kind": kind, "name": name, "value": value, "aside": aside}


@register.inclusion_tag(C + "back.html")
def back(words: str, url: str) -> dict[str, str]:
    """The way back, named by where it leads."""
    return {"words": words, "url": url}


# The tags of every line of a list are functions, not templates of their own: a page of 25 lines holds a hundred.


@register.simple_tag
def state(words: str, state: State = "plain") -> SafeString:
    """A state: always its words, with its colour."""
    return html('<span class="ct-tag ct-tag--{}">{}</span>', state, words)


@register.simple_tag(name="due")
def due_tag(
    deadline: Moment, waiting: bool = False, event: bool = False, now: dt.datetime | None = None
) -> SafeString:
    """A deadline in words that never break over two lines; see `ui.deadlines.due`."""
    return _due(say_due(deadline, now=now, waiting=waiting, event=event))


def _due(due: Due) -> SafeString:
    return html('<time datetime="{}" class="ct-tag ct-tag--{}">{}</time>', due.iso, due.state, due.words)


@register.filter
def moment(when: Moment | str) -> str:
    """A moment that has been, in words: «hoy 09:12», «14 nov»."""
    return when if isinstance(when, str) else moment_words(when)


@register.inclusion_tag(C + "summary.html")
def summary_list(rows: Sequence[Row]) -> dict[str, object]:
    """What is known, line by line, each with its link to change it; no third column where there are none."""
    return {"rows": rows, "has_actions": any(row.change for row in rows)}


@register.inclusion_tag(C + "level.html")
def level(step: int, steps: int, word: str, label: str = "", state: State = "plain") -> dict[str, object]:
    """A level of three or four steps and its word: «Evidencia: moderada», 3 of 4."""
    bars = [(n * 8 + 0.75, 10 - 9 * n / max(steps - 1, 1), n < step) for n in range(steps)]
    return {"bars": bars, "width": steps * 8, "word": word, "label": label, "state": state}


@register.inclusion_tag(C + "segments.html")
def segments(words: str, done: int = 0, now: int = 0, late: int = 0, todo: int = 0) -> dict[str, object]:
    """How many tasks of a goal are done, under way, late and to do; `words` say it: «3 de 4 hechas»."""
    kinds = ["is-done"] * done + ["is-now"] * now + ["is-late"] * late + ["is-todo"] * todo
    return {"kinds": kinds, "words": words}


@register.inclusion_tag(C + "translated.html")
def translated(value: Translated, language: str = "") -> dict[str, Reading]:
    """A text in the reader's language, or its original; says so, and says when the translation is older."""
    return {"reading": value.reading(language)}


@register.inclusion_tag(C + "table.html")
def data_table(table: Table) -> dict[str, Table]:
    """A table; cards below 640 px."""
    return {"table": table}


@register.filter
def beside(line: Line, columns: Sequence[Column]) -> list[tuple[object, Column]]:
    """Each cell of a row with its column."""
    return list(zip(line.cells, columns, strict=True))


@register.inclusion_tag(C + "timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, Iterable[Event]]:
    """What happened, newest first unless the caller orders it otherwise."""
    return {"events": events}


@register.inclusion_tag(C + "stepper.html")
def stepper(number: int, total: int, part: int = 0, parts: int = 0) -> dict[str, object]:
    """«Paso 3 de 7», in words and as a line of segments; «· parte 1 de 4» where a step has several pages."""
    steps = ["is-done" if n < number else "is-now" if n == number else "" for n in range(1, total + 1)]
    return {"number": number, "total": total, "steps": steps, "part": part, "parts": parts}


@register.inclusion_tag(C + "messages.html", takes_context=True)
def notices(context: Context) -> dict[str, object]:
    """Django's messages, once; beside what was done, the button that takes it back (`acts.Undo`)."""
    shown = [(one, json.loads(one.extra_tags or "null")) for one in context.get("messages") or ()]
    return {"messages": shown, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(C + "nothing.html")
def nothing(title: str, text: str = "", words: str = "", url: str = "") -> dict[str, str]:
    """An empty list: what that means and what to do next."""
    return {"title": title, "text": text, "words": words, "url": url}


@register.inclusion_tag(C + "pager.html")
def pager(
    previous_url: str = "", next_url: str = "", previous: str = "", following: str = ""
) -> dict[str, str]:
    """Pages by key: only before and after, no numbers."""
    return {"previous_url": previous_url, "next_url": next_url, "previous": previous, "following": following}


@register.inclusion_tag(C + "tabs.html")
def tabs(items: Sequence[NavItem], label: str) -> dict[str, object]:
    """The parts of a file as links; they wrap, none scrolls out of sight."""
    return {"items": items, "label": label}


@register.inclusion_tag(C + "sheet.html")
def sheet(title: str, rows: Sequence[Seen], level: int = 2) -> dict[str, object]:
    """What the receiver will see, and nothing more."""
    return {"title": title, "rows": rows, "level": level}


@register.inclusion_tag(C + "progress.html")
def progress(
    label: str, value: int, total: int, *, url: str = "", done: bool = False, text: str = ""
) -> dict[str, object]:
    """Work under way: htmx asks `url` for this very block every two seconds until `done`."""
    return {"label": label, "value": value, "total": total, "url": url, "done": done, "text": text}


@register.inclusion_tag(C + "confirm.html")
def confirm(
    title: str, text: str, words: str, back_url: str, *, back_words: str = "", name: str = "", value: str = ""
) -> dict[str, str]:
    """Ask before a grave act; stands inside the page's form."""
    return {
        "title": title,
        "text": text,
        "words": words,
        "back_url": back_url,
        "back_words": back_words,
        "name": name,
        "value": value,
    }


@register.inclusion_tag(C + "filter_bar.html")
def filter_bar(
    form: BaseForm, clear_url: str = "", is_open: bool = False, data: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Filters as a GET form that folds; open while something is filtered (`clear_url` given).

    `kept`: what else of the address stays (the tab).
    """
    opened = is_open or bool(clear_url) or bool(form.errors)
    return {"form": form, "clear_url": clear_url, "is_open": opened, "kept": (data or {}).items()}


@register.simple_tag
def name_line(name: str | None, code: str, url: str = "") -> SafeString:
    """The chosen name with the code beside it; None says that the name is kept from this reader."""
    if name is None:
        shown = html('<span class="ct-name--hidden">{}</span>', _("Nombre reservado"))
    elif url:
        shown = html('<a href="{}" class="ct-name govuk-link">{}</a>', url, name)
    else:
        shown = html('<span class="ct-name">{}</span>', name)
    return html('{} <span class="ct-code">{}</span>', shown, code)


@register.simple_tag
def work_item(
    name: str | None,
    code: str,
    text: str,
    url: str,
    verb: str,
    *,
    deadline: Moment | None = None,
    waiting: bool = False,
    event: bool = False,
    words: str = "",
    mark: State = "plain",
) -> SafeString:
    """One line of work inside `<ul class="ct-work ct-work--due">`: until when, who, what, the next verb.

    Without a deadline, `words` and `mark` stand as a state in its place.
    """
    until: str = ""
    if deadline:
        until = _due(say_due(deadline, waiting=waiting, event=event))
    elif words:
        until = state(words, mark)
    return html(
        '<li class="ct-work__item">{}<div class="ct-work__what"><span class="ct-work__who">{}</span><p>{}</p></div>'
        '<div class="ct-work__verb"><a href="{}">{}<span class="govuk-visually-hidden">: {}</span></a></div></li>',
        html('<div class="ct-work__due">{}</div>', until) if until else "",
        name_line(name, code),
        text,
        url,
        verb,
        code,
    )
