"""The long list of needs and services as groups, of which the first shows and the others fold."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import vocabulary
from contratrata.ground.ui.parts import Hinted

from .base import CaseForm, Fold
from .fields import NOT_IN_LIST

#: The fields are called `services_0`, `services_1` …
SERVICES = "services_"
_GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _l("Seguridad y lo primero"),
        ("protection", "shelter", "food_and_clothing", "transport", "interpretation", "rights_information"),
    ),
    (
        _l("Salud"),
        (
            "health", "sexual_health", "sexual_violence_care", "psychosocial", "mental_health", "substance_use",
            "disability_support",
        ),
    ),
    (
        _l("Justicia y papeles"),
        (
            "legal", "justice_accompaniment", "labour_claims", "documents", "migration_regularisation",
            "international_protection",
        ),
    ),
    (_l("Familia, niñez y retorno"), ("child_protection", "childcare", "family_tracing", "voluntary_return")),
)  # fmt: skip


def groups() -> list[tuple[str, list[tuple[str, Any]]]]:
    """The groups with their choices; what is in none of them stands in the last."""
    known = vocabulary("service_kind")
    offered = {term.code: term for term in known.terms()}
    found = [(str(title), [code for code in inside if code in offered]) for title, inside in _GROUPS]
    placed = {code for _title, inside in found for code in inside}
    found.append((_("Rehacer la vida"), [code for code in offered if code not in placed]))
    return [
        (title, [(code, Hinted(known.label(code), known.help(code))) for code in inside])
        for title, inside in found
    ]


def add_services(form: CaseForm, question: str, *, without: frozenset[str] = frozenset()) -> None:
    """Give a form the fields of the groups; `without` are codes that are there already."""
    folds = []
    for n, (title, choices) in enumerate(groups()):
        offered = [(code, label) for code, label in choices if code not in without]
        form.fields[f"{SERVICES}{n}"] = forms.MultipleChoiceField(
            label=question if n == 0 else title,
            choices=offered,
            required=False,
            widget=forms.CheckboxSelectMultiple(),
            error_messages={"invalid_choice": NOT_IN_LIST, "invalid_list": NOT_IN_LIST},
        )
        if n and offered:
            folds.append(
                Fold(_("Más: %s") % (title[:1].lower() + title[1:]), (f"{SERVICES}{n}",), f"{SERVICES}0")
            )
        elif not offered:
            del form.fields[f"{SERVICES}{n}"]
    form.folds = (*folds, *form.folds)


def services_of(form: CaseForm) -> tuple[str, ...]:
    """What was ticked, over all groups."""
    names = [name for name in form.fields if name.startswith(SERVICES)]
    return tuple(code for name in names for code in form.cleaned_data.get(name, []))


def start_services(told: list[str]) -> dict[str, list[str]]:
    """Initial values of the groups."""
    return {
        f"{SERVICES}{n}": [code for code, _label in inside if code in told]
        for n, (_title, inside) in enumerate(groups())
    }
