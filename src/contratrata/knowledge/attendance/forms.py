"""The forms of attendance."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts.public import OnceForm, VersionForm
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import choice_field, choose
from contratrata.ground.ui.parts import Hinted

from .people import Person
from .reports.report import Question
from .states import NotListed


class BringForm(OnceForm):
    """The report of a session."""

    file = forms.FileField(
        label=_l("Informe de asistencia"),
        help_text=_l(
            "El que da Zoom, Teams, BigBlueButton o Meet, tal como se descarga: .csv, .xlsx o .json. Hasta 5 MB."
        ),
        error_messages={
            "required": _l("Elija el informe que quiere traer."),
            "missing": _l("Elija el informe que quiere traer."),
            "empty": _l("El archivo está vacío."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.json"}),
    )


class ExplainForm(forms.Form):
    """What is asked about a report: one of a few answers each."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.asked.value] = choice_field(
                question.asked.label,
                list(question.options),
                widget=forms.RadioSelect,
                required=True,
                help_text=question.why,
                error_messages={"required": _l("Elija una respuesta.")},
            )


class ClarifyForm(VersionForm):
    """Who somebody of a report is: one of those who are like her, any other who signed up, or nobody of them."""

    who = forms.ChoiceField(
        label=_l("¿Quién es?"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Elija quién es, o diga que no sabe.")},
    )
    other = forms.ChoiceField(label=_l("Otra de las inscritas"), required=False)

    def __init__(
        self, *args: Any, near: Sequence[Person], everybody: Sequence[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        same = [(str(one.id), Hinted(one.name, one.email)) for one in near]
        among = [("among", _l("Otra de las inscritas: la elijo abajo"))] if everybody else []
        choose(self, "who", [*same, *among, *NotListed.choices])
        if everybody:
            names = sorted(
                ((str(one.id), one.name) for one in everybody), key=lambda pair: pair[1].casefold()
            )
            choose(self, "other", [("", "—"), *names])
        else:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        """Whom she was chosen as."""
        data = super().clean() or {}
        if data.get("who") == "among":
            if not data.get("other"):
                self.add_error("other", _l("Elija quién es."))
            data["who"] = data.get("other")
        return data


class ListForm(OnceForm):
    """Who of those who signed up was there."""

    present = forms.TypedMultipleChoiceField(
        label=_l("Quiénes estuvieron"), coerce=uuid.UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, everybody: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(everybody, key=lambda one: one.name.casefold())
        choose(self, "present", [(str(one.id), one.name) for one in names])


class EnterForm(forms.Form):
    """The code of a registration."""

    code = TextField(
        label=_l("Código de su inscripción"),
        max_length=20,
        help_text=_l("Empieza por EV. Está en la página de su inscripción, junto al dibujo cuadrado."),
        error_messages={"required": _l("Escriba el código de su inscripción.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """As it is kept, however it was typed: `ev 7kq2 41xc` is EV-7KQ2-41XC."""
        marks = "".join(mark for mark in str(self.cleaned_data["code"]).upper() if mark.isalnum())
        return f"{marks[:2]}-{marks[2:6]}-{marks[6:]}"
