"""What is asked to refer, and to answer a referral. Every form remembers the state that was on the screen."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.care.cases import public as cases
from contratrata.ground.acts.public import OnceForm
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Precision
from contratrata.ground.base.partial_fields import PartialDateField, PartialDateWidget
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import choose
from contratrata.ground.lists.public import Offer
from contratrata.ground.ui.parts import Hinted

from .states import WITHDRAW_CHOICES, LookReason

WORDS = 2_000
LONG_LIST = {"class": "ct-choices-long"}
NOT_IN_LIST = {"invalid_choice": _l("Elija una opción de la lista.")}


def terms(key: str, *, hints: bool = True) -> list[tuple[str, Any]]:
    """The choices of a vocabulary in the language of this showing."""
    known = vocabulary(key)
    return [(code, Hinted(str(label), known.help(code) if hints else "")) for code, label in known.choices()]


def long_text(
    label: Any, *, required: bool = False, help_text: Any = "", rows: int = 3, error: Any = ""
) -> Any:
    """A text of some sentences, its characters counted."""
    return TextField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": error} if error else None,
    )


class ActForm(forms.Form):
    """A form about one referral: `seen` is the state that was on the screen when it was opened."""

    seen = TextField(required=False, max_length=12, widget=forms.HiddenInput)

    def to_values(self) -> dict[str, Any]:
        """What the operation is told."""
        return dict(self.cleaned_data)


class StartForm(OnceForm, ActForm):
    """To whom, what for, for when."""

    case = forms.ChoiceField(
        label=_l("¿De qué caso?"), error_messages={"required": _l("Elija el caso."), **NOT_IN_LIST}
    )
    receiver = forms.ChoiceField(
        label=_l("¿A qué organización?"),
        error_messages={"required": _l("Elija a qué organización deriva."), **NOT_IN_LIST},
    )
    aims = forms.MultipleChoiceField(
        label=_l("¿Qué servicios le pide?"),
        widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST),
        error_messages={"required": _l("Elija al menos un servicio."), **NOT_IN_LIST},
    )
    urgency = forms.ChoiceField(
        label=_l("¿Para cuándo necesita respuesta?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Diga para cuándo hace falta la respuesta."), **NOT_IN_LIST},
    )
    service = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        known_cases: Sequence[tuple[str, str]],
        receivers: Offer,
        only: str = "",
        offered: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("case", known_cases, _("Elija un caso"))
        result = receivers.chosen(only) if only else receivers.search("", 2)
        if only or len(result) == 1:
            self._choose("receiver", result, _("Elija una organización"))
        else:
            receivers.into(self, "receiver", _("Elija una organización"))
        allowed = set(offered)
        result = [term for term in terms("service_kind", hints=False) if not allowed or term[0] in allowed]
        choose(self, "aims", result)
        if len(result) <= 6:
            self.fields["aims"].widget.attrs.pop("class", None)
        choose(self, "urgency", terms("urgency"))
        self.fields["aims"].widget.choices = result

    def _choose(self, name: str, rows: Sequence[tuple[str, str]], empty: str) -> None:
        """One possibility is no question: it is carried along, and shown by the page."""
        field = self.fields[name]
        if len(rows) == 1:
            field.widget = forms.HiddenInput()
            self.initial.setdefault(name, rows[0][0])
            choose(self, name, list(rows))
        else:
            choose(self, name, [("", empty), *rows])


class PartsForm(ActForm):
    """Which parts of the file, and what to say to who receives."""

    parts = forms.MultipleChoiceField(
        label=_l("¿Qué partes del expediente comparte?"),
        help_text=_l(
            "Lo marcado es una propuesta según lo que pide: quite lo que sobre. Lo que no marque no se comparte."
        ),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _l("Elija al menos una parte del expediente."), **NOT_IN_LIST},
    )
    note = long_text(
        _l("Mensaje para quien recibe"),
        help_text=_l("Por qué la deriva, cómo llega, a quién llamar. No repita aquí lo que no comparte."),
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "parts", [term for term in terms("file_part") if term[0] in cases.AVAILABLE_PARTS])


class UpdateForm(OnceForm, PartsForm):
    """Which parts are shared again as they are now."""

    field_order = ("parts",)

    def __init__(self, *args: Any, covered: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        allowed = set(covered)
        field = self.fields["parts"]
        field.label = _("¿Qué partes actualiza?")
        field.help_text = _(
            "Quien recibe verá lo que dice el expediente ahora. Solo lo que cubre el consentimiento."
        )
        choose(self, "parts", [term for term in terms("file_part") if term[0] in allowed])

    def to_values(self) -> dict[str, Any]:
        """Without the state: to share anew is no move."""
        return {"parts": self.cleaned_data["parts"], "once": self.cleaned_data["once"]}


class DateBoxes(PartialDateWidget):
    """Day, month and year with their names above."""

    template_name = "ui/widgets/partial_date.html"


class GivenForm(ActForm):
    """Who gave a permission, how, until when, and what she was told (seven questions)."""

    given_by = forms.ChoiceField(
        label=_l("¿Quién da el consentimiento?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Elija quién da el consentimiento."), **NOT_IN_LIST},
    )
    means = forms.ChoiceField(
        label=_l("¿Cómo lo dio?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Elija cómo lo dio."), **NOT_IN_LIST},
    )
    witness = TextField(
        label=_l("Testigo"),
        required=False,
        max_length=200,
        help_text=_l("Si fue de palabra: quién estuvo presente."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = PartialDateField(
        label=_l("¿Hasta cuándo vale?"),
        required=False,
        help_text=_l("Déjelo vacío si vale hasta que lo retire."),
        widget=DateBoxes(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "given_by", terms("consent_giver"))
        choose(self, "means", terms("consent_means"))
        self.asked = [term.code for term in vocabulary("consent_question").terms()]
        for code in self.asked:
            self.fields[f"told_{code}"] = forms.ChoiceField(
                label=vocabulary("consent_question").label(code),
                required=False,
                choices=Answer.choices,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                initial=Answer.UNKNOWN,
            )

    def questions(self) -> list[Any]:
        """The fields of the seven questions."""
        return [self[f"told_{code}"] for code in self.asked]

    def clean_until(self) -> Any:
        """A whole day or nothing."""
        result = self.cleaned_data["until"]
        if result is None:
            return None
        if result.precision is not Precision.DAY:
            raise forms.ValidationError(_("Escriba el día, el mes y el año."))
        return result.earliest()

    def consent_values(self) -> dict[str, Any]:
        """What of a `NewConsent` was said here."""
        data = self.cleaned_data
        answers = {code: data.get(f"told_{code}") for code in self.asked}
        return {
            **{name: data[name] for name in ("given_by", "means", "witness", "until")},
            "told_yes": tuple(code for code, answer in answers.items() if answer == Answer.YES),
            "told_no": tuple(code for code, text in answers.items() if text == Answer.NO),
        }


class ConsentForm(OnceForm, GivenForm):
    """The permission, given here: the rest of its sentence is the draft's own."""

    def permission(
        self, *, recipient_id: uuid.UUID, aims: Iterable[str], parts: Iterable[str]
    ) -> cases.NewConsent:
        """The permission that the draft asks for, as it was given."""
        return cases.NewConsent(
            purpose="referral",
            recipient_id=recipient_id,
            aims=tuple(aims),
            parts=tuple(parts),
            **self.consent_values(),
        )


class OwnCaseForm(GivenForm):
    """What the person permits before a case of the receiver's own is opened."""

    def to_values(self) -> dict[str, Any]:
        """The permission."""
        consent = cases.NewConsent(purpose=cases.ASSISTANCE, **self.consent_values())
        return {"consent": consent, "seen": self.cleaned_data["seen"]}


class DutyForm(OnceForm, ActForm):
    """A legal duty or a danger to life stands without a permission, with its written reason."""

    reason = long_text(
        _l("¿Qué deber legal o peligro lo exige?"),
        required=True,
        help_text=_l("Se avisará a supervisión. Queda escrito en el expediente."),
        error=_l("Escriba en una frase qué deber legal o peligro lo exige."),
    )

    def permission(
        self, *, recipient_id: uuid.UUID, aims: Iterable[str], parts: Iterable[str]
    ) -> cases.NewConsent:
        """The exception that the draft stands on."""
        return cases.NewConsent(
            purpose="referral",
            recipient_id=recipient_id,
            aims=tuple(aims),
            parts=tuple(parts),
            legal_duty=True,
            reason=self.cleaned_data["reason"],
        )


class AnsweringForm(ActForm):
    """Who answers for the person at the receiver, and who when she cannot."""

    responsible_id = forms.ChoiceField(
        label=_l("¿Quién responderá por la persona?"),
        help_text=_l(
            "Leerá lo compartido; también quien la suple y supervisión, y nadie más de su organización."
        ),
        error_messages={"required": _l("Elija quién responderá por la persona aquí."), **NOT_IN_LIST},
    )
    substitute_id = forms.ChoiceField(
        label=_l("¿Quién la suple cuando no está?"), required=False, error_messages=NOT_IN_LIST
    )

    def __init__(self, *args: Any, takers: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takers.into(self, "responsible_id", _("Elija a una persona"))
        takers.into(self, "substitute_id", _("Nadie"))

    def to_values(self) -> dict[str, Any]:
        """The two as ids."""
        data = dict(self.cleaned_data)
        for name in ("responsible_id", "substitute_id"):
            data[name] = uuid.UUID(data[name]) if data[name] else None
        return data


class AssignForm(AnsweringForm):
    """Letting somebody else answer for her; `seen` is the fingerprint of who does (`marked`)."""

    def to_values(self) -> dict[str, Any]:
        """What stood on the screen as the version that is expected."""
        data = super().to_values()
        return data | {"expected_version": data.pop("seen")}


class LookForm(OnceForm, forms.Form):
    """Why somebody must know who the person is before she is taken."""

    reason = forms.ChoiceField(
        label=_l("¿Por qué necesita saber quién es?"),
        choices=LookReason.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Diga por qué necesita saber quién es."), **NOT_IN_LIST},
    )
    words = long_text(_l("Explíquelo si hace falta"), help_text=_l("Lo lee también quien la derivó."))


class AcceptForm(AnsweringForm):
    """Accepting: who answers for her, and what happens next."""

    words = long_text(
        _l("¿Qué sigue? Dígaselo a quien derivó"),
        help_text=_l("Por ejemplo: a qué hora la esperan, quién la recibe, qué debe traer."),
    )


class DeclineForm(ActForm):
    """Why not, and perhaps where better."""

    reason = forms.ChoiceField(
        label=_l("¿Por qué no la pueden recibir?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Diga por qué no la pueden recibir."), **NOT_IN_LIST},
    )
    better_id = forms.ChoiceField(
        label=_l("¿Conoce un lugar mejor?"), required=False, error_messages=NOT_IN_LIST
    )
    words = long_text(_l("¿Algo más que deba saber quien derivó?"))

    def __init__(self, *args: Any, organisations: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", terms("decline_reason"))
        organisations.into(self, "better_id", _("Ninguno"))

    def to_values(self) -> dict[str, Any]:
        """The better place as an id."""
        data = dict(self.cleaned_data)
        return data | {"better_id": uuid.UUID(data["better_id"]) if data["better_id"] else None}


class AttendForm(ActForm):
    """What was done, service by service."""

    words = long_text(_l("¿Algo que quien derivó deba saber ya?"))

    def __init__(self, *args: Any, aims: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aims = list(aims)
        for aim in self.aims:
            self.fields[f"outcome_{aim}"] = forms.ChoiceField(
                label=vocabulary("service_kind").label(aim),
                choices=[("", _("Elija qué se hizo")), *terms("service_outcome", hints=False)],
                error_messages={"required": _("Diga qué se hizo."), **NOT_IN_LIST},
            )
        self.order_fields([*(f"outcome_{aim}" for aim in self.aims), "words"])

    def to_values(self) -> dict[str, Any]:
        """The outcomes by service."""
        data = self.cleaned_data
        outcomes = {aim: data[f"outcome_{aim}"] for aim in self.aims}
        return {"outcomes": outcomes, "words": data["words"], "seen": data["seen"]}


class CloseForm(ActForm):
    """The answer to the sender, and what the person said."""

    words = long_text(
        _l("¿Qué se hizo y cómo queda la persona?"),
        required=True,
        help_text=_l("Lo lee quien la derivó. Después de cerrar, ustedes ya no podrán leer lo compartido."),
        rows=5,
        error=_l("Escriba qué se hizo y cómo queda la persona."),
    )
    said = long_text(
        _l("¿Qué dijo la persona sobre la atención?"), help_text=_l("Con sus palabras, si quiso decirlo.")
    )


class WithdrawForm(ActForm):
    """Why the sender takes it back."""

    reason = forms.ChoiceField(
        label=_l("¿Por qué la retira?"),
        choices=WITHDRAW_CHOICES,
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Diga por qué la retira."), **NOT_IN_LIST},
    )
    words = long_text(_l("Explique lo que haga falta"), help_text=_l("Solo lo ve su organización."))


class MessageForm(OnceForm, ActForm):
    """A line to the other side."""

    text = long_text(_l("Escribir a la otra organización"), required=True, error=_l("Escriba el mensaje."))

    def to_values(self) -> dict[str, Any]:
        """Without the state: a message is no move."""
        return {"text": self.cleaned_data["text"], "once": self.cleaned_data["once"]}
