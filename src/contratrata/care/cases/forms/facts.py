"""The status that somebody asserts, and what she told."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import texts

from .. import inputs
from .base import CaseForm, EditForm
from .fields import PartialField, Text, iso, one_of


class AssertForm(EditForm):
    """A status, who determined it, when, on what basis. It never replaces an older one: it stands after it."""

    status = one_of(
        "trafficking_status",
        _l("¿Qué condición se determinó?"),
        required=True,
        error_messages={"required": _l("Elija la condición que se determinó.")},
    )
    decided_by_kind = one_of(
        "decision_making_org",
        _l("¿Quién la determinó?"),
        required=True,
        error_messages={"required": _l("Elija quién la determinó.")},
    )
    decided_by = Text(label=_l("Nombre de la institución"), most=200)
    decided_on = PartialField(
        label=_l("¿Cuándo?"), help_text=_l("Si no se sabe el día, basta el mes o el año.")
    )
    basis = Text(
        label=_l("¿En qué se basa?"),
        most=texts.LONG,
        lines=True,
        required=True,
        help_text=_l("Entrevista, resolución, informe: en una o dos frases."),
        error_messages={"required": _l("Escriba en qué se basa.")},
    )

    def to_values(self) -> inputs.NewAssertion:
        """The assertion."""
        data = self.cleaned_data
        plain = {name: data.get(name, "") for name in ("status", "decided_by_kind", "decided_by", "basis")}
        return inputs.NewAssertion(**plain, decided_on=iso(data.get("decided_on")))


class StoryForm(CaseForm):
    """What she told, in the words of who listens; kept as the first note."""

    note = Text(
        label=_l("¿Qué contó?"),
        most=texts.STORY,
        lines=True,
        rows=10,
        help_text=_l("Solo lo necesario y con sus palabras. No hace falta que lo cuente todo hoy."),
    )

    def to_values(self) -> str:
        """The text."""
        return str(self.cleaned_data.get("note", ""))
