"""How every form is drawn: `{{ form }}`, `{{ form.x.as_field_group }}` and formsets, GOV.UK-shaped.

Django's widget templates are taken by name and replaced by ours, so that forms of other packages
(allauth's too) get the same look without asking for it.
"""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_PLAIN = ("text", "number", "email", "url", "date", "datetime", "time", "search", "tel", "color")
_OURS = {
    **{f"django/forms/widgets/{name}.html": "ui/widgets/input.html" for name in _PLAIN},
    "django/forms/widgets/password.html": "ui/widgets/password.html",
    "django/forms/widgets/textarea.html": "ui/widgets/textarea.html",
    "django/forms/widgets/select.html": "ui/widgets/select.html",
    "django/forms/widgets/radio.html": "ui/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/widgets/choices.html",
    "django/forms/widgets/checkbox.html": "ui/widgets/checkbox.html",
    "django/forms/widgets/file.html": "ui/widgets/file.html",
    "django/forms/widgets/clearable_file_input.html": "ui/widgets/file.html",
    "django/forms/widgets/multiwidget.html": "ui/widgets/multi.html",
    "django/forms/widgets/splitdatetime.html": "ui/widgets/multi.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
    "django/forms/errors/list/ul.html": "ui/forms/errors.html",
}


class ContraTrataRenderer(TemplatesSetting):
    """`FORM_RENDERER`. Needs `django.forms` among the installed apps for the few widgets left as they are."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"

    def render(
        self, template_name: str, context: dict[str, object], request: HttpRequest | None = None
    ) -> str:
        """Render a form, field or widget template, ours in place of Django's where there is one."""
        return super().render(_OURS.get(template_name, template_name), context, request)


def at_most(size: int, words: object) -> dict[str, object]:
    """The attributes of a file's box: a larger file (bytes) is refused in these words before it travels."""
    return {"data-ct-most": size, "data-ct-too-big": words}
