"""What is done: needs, the next step, notes, who works on the case, and how it ends."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, texts
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.lists.public import Offer

from .. import inputs
from ..models import Case, HandOver
from .base import CaseForm, OnceForm
from .fields import DayField, Text, listed, one_of, terms
from .services import add_services, services_of

URGENT = "urgency__"
#: Hours after which a step is due when nobody says otherwise; the end of the working day for whole days.
DAY_ENDS = 17


class NeedsForm(CaseForm):
    """What she needs, in groups."""

    def __init__(self, *args: Any, without: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_services(self, _("¿Qué necesita?"), without=without)

    def to_values(self) -> tuple[str, ...]:
        """The codes."""
        return services_of(self)


class UrgencyForm(CaseForm):
    """How urgent each chosen need is."""

    def __init__(self, *args: Any, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            choices = terms("urgency", empty=_("Sin plazo"), hints=False)
            self.fields[f"{URGENT}{kind}"] = listed(vocabulary("service_kind").label(kind), choices)

    def to_values(self) -> dict[str, str]:
        """Urgency by need."""
        return {n.removeprefix(URGENT): v for n, v in self.cleaned_data.items() if n.startswith(URGENT)}


class AddNeedsForm(NeedsForm):
    """Needs added to a case, all of one urgency."""

    urgency = one_of("urgency", _l("¿Para cuándo hace falta?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "urgency"])

    def clean(self) -> dict[str, Any]:
        """At least one."""
        super().clean()
        if not services_of(self) and not self.errors:
            names = [name for name in self.fields if name.startswith("services_")]
            self.add_error(names[0] if names else None, _("Elija qué necesita."))
        return self.cleaned_data

    def needs(self) -> tuple[inputs.NewNeed, ...]:
        """One a kind."""
        urgency = self.cleaned_data.get("urgency", "")
        return tuple(inputs.NewNeed(kind=kind, urgency=urgency) for kind in services_of(self))


WHEN = (
    ("today", _l("Hoy")),
    ("tomorrow", _l("Mañana")),
    ("days", _l("En tres días")),
    ("week", _l("En una semana")),
    ("other", _l("Otro día")),
)
_DAYS = {"today": 0, "tomorrow": 1, "days": 3, "week": 7}


class StepForm(CaseForm):
    """The next step: what, and until when. Tomorrow unless somebody says otherwise."""

    what = Text(
        label=_l("¿Qué hay que hacer?"),
        most=texts.LINE,
        help_text=_l("Por ejemplo: llamar al contacto seguro."),
    )
    when = listed(_l("¿Para cuándo?"), WHEN, initial="tomorrow", widget=forms.RadioSelect())
    day = DayField(label=_l("Qué día"), allow_future=True, help_text=_l("Solo si eligió «Otro día»."))
    hour = forms.TimeField(
        label=_l("Hora"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        help_text=_l("Por ejemplo 14:30. Sin hora, hasta el final del día."),
        error_messages={"invalid": _l("Escriba la hora como 14:30.")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """A day that has not passed."""
        super().clean()
        data = self.cleaned_data
        if data.get("what") and data.get("when") == "other" and "day" not in self.errors:
            day = data.get("day")
            if day is None:
                self.add_error("day", _("Escriba qué día."))
            elif day < clock.today():
                self.add_error("day", _("Ese día ya pasó."))
        return data

    def to_values(self) -> inputs.NewStep | None:
        """The step; None when nothing was written."""
        data = self.cleaned_data
        if not data.get("what"):
            return None
        return inputs.NewStep(
            what=data["what"], due_at=self._due(), assigned_to_id=data.get("assigned_to") or None
        )

    def _due(self) -> dt.datetime:
        data = self.cleaned_data
        when = data.get("when") or "tomorrow"
        day = data["day"] if when == "other" else clock.today() + dt.timedelta(days=_DAYS[when])
        at = data.get("hour") or (dt.time(23, 59) if day == clock.today() else dt.time(DAY_ENDS))
        return timezone.make_aware(dt.datetime.combine(day, at))


class NextStepForm(StepForm):
    """The next step of a case on file, and who does it. `replaces`: the open step that was on the screen."""

    marks = ("replaces",)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    assigned_to = forms.TypedChoiceField(
        label=_l("¿Quién lo hace?"), required=False, coerce=uuid.UUID, empty_value=None,
        error_messages={"invalid_choice": _l("Elija una opción de la lista.")},
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Offer, after: bool = False, **kwargs: Any) -> None:
        """`after`: what follows a step that is done may be left open."""
        super().__init__(*args, **kwargs)
        self.fields["what"].required = not after
        self.fields["what"].error_messages["required"] = _("Escriba qué hay que hacer.")
        if after:
            self.fields["what"].label = _("¿Qué sigue?")
        colleagues.into(self, "assigned_to", _("Quien responde por el caso"))


class NoteForm(OnceForm):
    """What was said or seen."""

    text = Text(
        label=_l("Nota"),
        most=texts.STORY,
        lines=True,
        rows=8,
        required=True,
        help_text=_l("Quién dijo qué y cuándo. No se borra: si algo está mal, se corrige con otra nota."),
        error_messages={"required": _l("Escriba la nota.")},
    )


class PersonOfTeamForm(CaseForm):
    """A colleague: to share with, or to hand over to."""

    user_id = forms.TypedChoiceField(
        coerce=uuid.UUID, empty_value=None,
        error_messages={
            "required": _l("Elija a alguien del equipo."), "invalid_choice": _l("Elija una opción de la lista."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Offer, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].label = label
        colleagues.into(self, "user_id", _("Elija a alguien del equipo"))


class HandOverForm(PersonOfTeamForm):
    """Who answers from now on; why, where it is not the first case within the hour (`many`)."""

    def __init__(self, *args: Any, many: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if many:
            self.fields["reason"] = listed(
                _("¿Por qué los entrega?"),
                HandOver.Reason.choices,
                required=True,
                widget=forms.RadioSelect(),
                error_messages={"required": _("Elija por qué entrega el caso.")},
            )
            self.fields["words"] = Text(
                label=_("En sus palabras"),
                most=texts.LONG,
                lines=True,
                help_text=_("Necesario si eligió «Otro motivo». Lo leen quienes llevan el caso."),
            )


class CloseForm(CaseForm):
    """Why the case ends."""

    reason = one_of(
        "closure_reason",
        _l("¿Por qué se cierra?"),
        required=True,
        error_messages={"required": _l("Elija el motivo.")},
    )
    words = Text(
        label=_l("En sus palabras"),
        most=texts.LONG,
        lines=True,
        help_text=_l("Qué se logró y qué queda pendiente."),
    )
    by_referral = forms.BooleanField(label=_l("Otra organización sigue con la atención"), required=False)


class ReopenForm(CaseForm):
    """Why the case goes on."""

    words = Text(
        label=_l("¿Por qué se reabre?"),
        most=texts.LONG,
        lines=True,
        required=True,
        error_messages={"required": _l("Escriba por qué se reabre.")},
    )


ERASURE = (
    ("asked_by_person", _l("La persona pidió que se borren sus datos")),
    ("retention_over", _l("Terminó el plazo de conservación")),
    ("registered_by_mistake", _l("Se registró por error")),
    ("court_order", _l("Lo ordenó un juzgado")),
)


class EraseForm(CaseForm):
    """Why a person's data are destroyed; her code is typed, so that no other is erased by a slip."""

    reason = listed(
        _l("¿Por qué se borran?"),
        ERASURE,
        required=True,
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Elija el motivo.")},
    )
    code = Text(
        label=_l("Escriba el código del caso"),
        most=20,
        required=True,
        error_messages={"required": _l("Escriba el código del caso, tal como está arriba.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_code(self) -> str:
        """The very code of the case."""
        typed = str(self.cleaned_data["code"]).upper()
        if typed != self.case.code:
            raise forms.ValidationError(_("Ese no es el código de este caso."))
        return typed
