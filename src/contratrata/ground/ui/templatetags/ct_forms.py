"""What the widget templates need and Django's template language cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from contratrata.ground.ui.markup import html, safe

register = template.Library()

# The browser's own bubbles speak the browser's language and hide our summary: the server alone judges.
_DROPPED = {"class", "required", "maxlength", "minlength", "min", "max", "step"}
_BODY_BY_TEMPLATE = {"govuk-textarea", "govuk-select", "ct-file"}


@register.simple_tag
def widget_attrs(widget: Mapping[str, Any], base: str) -> SafeString:
    """Attributes of a widget with the class of its kind and, when it has an error, its error class."""
    initial: dict[str, Any] = dict(widget["attrs"])
    classes = [base, *str(initial.get("class", "")).split()]
    if initial.get("aria-invalid") == "true":
        classes.append(f"{base}--error")
    out: dict[str, Any] = {"class": " ".join(classes)}
    if base not in _BODY_BY_TEMPLATE:
        kind = widget["type"]
        if kind == "number":
            kind, out["inputmode"] = "text", "numeric"
        out |= {"type": kind, "name": widget["name"]}
        if widget["value"] is not None:
            out["value"] = widget["value"]
    if base == "govuk-textarea" and initial.get("maxlength"):
        out["data-maxlength"] = initial["maxlength"]
        initial["aria-describedby"] = (
            f"{initial.get('aria-describedby', '')} {initial.get('id', '')}_count".strip()
        )
    if base in ("govuk-input", "govuk-textarea"):
        # The browser's spelling helpers send what is typed to other machines.
        out["spellcheck"] = "false"
    out |= {name: value for name, value in initial.items() if name not in _DROPPED}
    return mark_safe("".join(_attribute(name, value) for name, value in out.items()))


@register.simple_tag
def select(widget: Mapping[str, Any]) -> SafeString:
    """A select with its options: some hold dozens, so they are written here and not by a template each."""
    out: list[str] = [html('<select name="{}"{}>', widget["name"], widget_attrs(widget, "govuk-select"))]
    for group, options, _index in widget["optgroups"]:
        if group:
            out.append(html('\n<optgroup label="{}">', group))
        for option in options:
            marks = " selected" * bool(option["selected"]) + " disabled" * bool(
                option["attrs"].get("disabled")
            )
            value, label = safe(str(option["value"])), safe(option["label"])
            out.append(f'\n<option value="{value}"{marks}>{label}</option>')
        if group:
            out.append("\n</optgroup>")
    return mark_safe("".join(out) + "\n</select>")


def _attribute(name: str, value: object) -> str:
    if value is False or value is None:
        return ""
    return html(" {}", name) if value is True else html(' {}="{}"', name, value)


@register.simple_tag
def choice_kind(widget: Mapping[str, Any]) -> str:
    """`radios` or `checkboxes`, by what the options are."""
    for _group, options, _index in widget["optgroups"]:
        for option in options:
            return "checkboxes" if option["type"] == "checkbox" else "radios"
    return "radios"


@register.filter
def invalid(attrs: Mapping[str, Any]) -> bool:
    """Whether the field that these attributes belong to has an error."""
    return attrs.get("aria-invalid") == "true"
