"""The long list of needs and services as a kind of answer: in groups, of which the first shows and the others fold."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import Codes, Fact, choice_field
from contratrata.ground.ui.parts import Hinted

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


def groups() -> list[tuple[str, list[str]]]:
    """The groups with their codes; what is in none of them stands in the last."""
    offered = [term.code for term in vocabulary("service_kind").terms()]
    result = [(str(title), [code for code in inside if code in offered]) for title, inside in _GROUPS]
    placed = {code for _title, inside in result for code in inside}
    result.append((_("Rehacer la vida"), [code for code in offered if code not in placed]))
    return result


@dataclasses.dataclass(frozen=True)
class Services(Codes):
    """Several kinds of service; `without`: those that are there already."""

    vocabulary: str = "service_kind"

    def _offered(self) -> dict[str, tuple[str, list[str]]]:
        """The fields, each with the title of its group and its codes."""
        known = [(title, [code for code in codes if code not in self.without]) for title, codes in groups()]
        return {f"services_{n}": group for n, group in enumerate(known) if group[1]}

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """A group of boxes a field."""
        known = vocabulary(self.vocabulary)
        return {
            name: choice_field(
                title if n else fact.label,
                [(code, Hinted(known.label(code), known.help(code))) for code in codes],
                several=True,
                widget=forms.CheckboxSelectMultiple(),
            )
            for n, (name, (title, codes)) in enumerate(self._offered().items())
        }

    def folds(self, fact: Fact) -> Mapping[str, str]:
        """All groups but the first."""
        titles = {name: title for name, (title, _codes) in list(self._offered().items())[1:]}
        return {name: _("Más: %s") % (title[:1].lower() + title[1:]) for name, title in titles.items()}

    def to_fields(self, fact: Fact, value: tuple[str, ...]) -> dict[str, Any]:
        """What is ticked, group by group."""
        return {
            name: [code for code in codes if code in value] for name, (_t, codes) in self._offered().items()
        }

    def from_fields(self, fact: Fact, cleaned: Mapping[str, Any], before: tuple[str, ...]) -> tuple[str, ...]:
        """What was ticked, over all groups."""
        return tuple(code for name in self._offered() for code in cleaned.get(name) or ())
