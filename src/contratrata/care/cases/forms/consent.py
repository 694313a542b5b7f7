"""Consent as a sentence built from choices, what she was told, and the legal duty that stands without it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, texts
from contratrata.ground.base.answers import Answer
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import choose
from contratrata.ground.lists.public import Offer
from contratrata.ground.ui.parts import Hinted

from .. import inputs
from ..sections import PARTS
from .base import CaseForm, Fold, OnceForm
from .fields import DayField, Text, answer, listed, one_of, several_of
from .services import SERVICES, add_services, services_of

ASKED = "told__"
#: What a person may permit without naming another organisation.
OWN_PURPOSES = ("assistance", "statistics", "research", "contact")


class _ExplainedForm(CaseForm):
    """The seven questions behind HTCDS con_Consent, each with three values; they fold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = vocabulary("consent_question")
        asked = [f"{ASKED}{term.code}" for term in known.terms()]
        for name, term in zip(asked, known.terms(), strict=True):
            self.fields[name] = answer(term.label.here(), known.help(term.code))
        self.folds = (*self.folds, Fold(_("Qué se le explicó (siete preguntas)"), tuple(asked)))

    def explained_answers(self) -> dict[str, tuple[str, ...]]:
        """`told_yes` and `told_no`."""
        words = {n.removeprefix(ASKED): v for n, v in self.cleaned_data.items() if n.startswith(ASKED)}
        return {
            "told_yes": tuple(code for code, value in words.items() if value == Answer.YES),
            "told_no": tuple(code for code, value in words.items() if value == Answer.NO),
        }


class _GiverForm(_ExplainedForm):
    """Who gave it and how; for a child the guardian and her own agreement."""

    given_by = one_of(
        "consent_giver",
        _l("¿Quién consiente?"),
        required=True,
        error_messages={"required": _l("Elija quién consiente.")},
    )
    means = one_of(
        "consent_means",
        _l("¿Cómo consintió?"),
        required=True,
        error_messages={"required": _l("Elija cómo consintió.")},
    )
    witness = Text(label=_l("Testigo"), help_text=_l("Si fue de palabra: quién estuvo presente."))
    until = DayField(
        label=_l("¿Hasta cuándo vale?"),
        allow_future=True,
        help_text=_l("Déjelo vacío si vale hasta que lo retire."),
    )

    #: Whether she is under 18 today, as far as is known.
    minor: Answer = Answer.UNKNOWN

    def check_given(self) -> None:
        """The rules of a permission that is given."""
        data = self.cleaned_data
        if self.minor is Answer.YES and data.get("given_by") in ("person", "guardian"):
            words = _(
                "Es menor de 18 años: hacen falta el consentimiento de quien la representa y su propio acuerdo."
            )
            self.add_error("given_by", words)
        if (
            data.get("means") == "verbal_with_witness"
            and not data.get("witness")
            and "witness" not in self.errors
        ):
            self.add_error("witness", _("Escriba quién fue testigo."))
        until = data.get("until")
        if isinstance(until, dt.date) and until < clock.today():
            self.add_error("until", _("Esta fecha ya pasó: el consentimiento nacería vencido."))

    def given_values(self) -> dict[str, Any]:
        """Values of `given.NewConsent` that all permissions share."""
        data = self.cleaned_data
        return {
            "given_by": data.get("given_by", ""),
            "means": data.get("means", ""),
            "witness": data.get("witness", ""),
            "until": data.get("until"),
            **self.explained_answers(),
        }


class FirstConsentForm(_GiverForm):
    """The consent of a registration: for being attended here, and what else she permits. May wait: nothing chosen."""

    purposes = several_of(
        "consent_purpose",
        _l("¿Qué permite?"),
        help_text=_l("Si hoy no se le preguntó, no marque nada. Para derivarla se le preguntará cada vez."),
    )
    field_order = ("purposes", "given_by", "means", "witness", "until")

    def __init__(self, *args: Any, minor: Answer = Answer.UNKNOWN, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minor = minor
        choose(self, "purposes", _own_purposes)
        self.fields["given_by"].required = self.fields["means"].required = False

    def clean(self) -> dict[str, Any]:
        """Something permitted was permitted by somebody, somehow."""
        super().clean()
        data = self.cleaned_data
        if data.get("purposes"):
            for name in ("given_by", "means"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, str(self.fields[name].error_messages["required"]))
            self.check_given()
        return data

    def to_values(self) -> tuple[inputs.NewConsent, ...]:
        """One permission a purpose."""
        return tuple(
            inputs.NewConsent(purpose=purpose, **self.given_values())
            for purpose in self.cleaned_data.get("purposes", [])
        )


def _own_purposes() -> list[tuple[str, Any]]:
    known = vocabulary("consent_purpose")
    return [(term.code, term.label.lazily()) for term in known.terms() if term.code in OWN_PURPOSES]


class OwnConsentForm(OnceForm, _GiverForm):
    """What she permits the acting organisation itself: attention, figures, research, contact."""

    purpose = one_of(
        "consent_purpose",
        _l("¿Qué permite?"),
        required=True,
        error_messages={"required": _l("Elija qué permite.")},
    )
    field_order = ("purpose", "given_by", "means", "witness", "until")

    def __init__(self, *args: Any, minor: Answer = Answer.UNKNOWN, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minor = minor
        choose(self, "purpose", _own_purposes)

    def clean(self) -> dict[str, Any]:
        """The rules of a permission."""
        super().clean()
        self.check_given()
        return self.cleaned_data

    def to_values(self) -> inputs.NewConsent:
        """The permission."""
        return inputs.NewConsent(purpose=self.cleaned_data["purpose"], **self.given_values())


def _parts() -> list[tuple[str, Any]]:
    """The parts that hold something in this version."""
    known = vocabulary("file_part")
    return [(code, Hinted(known.label(code), known.help(code))) for code in PARTS]


class _Sharing(CaseForm):
    """With whom, which parts, what for."""

    #: At least one service of any group is needed: no single group may be called optional.
    hide_optional = True

    recipient_id = listed(
        _l("¿Con qué organización se comparte?"),
        (),
        required=True,
        error_messages={"required": _l("Elija con qué organización se comparte.")},
    )
    parts = several_of(
        "file_part",
        _l("¿Qué partes del expediente?"),
        required=True,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _l("Elija al menos una parte del expediente.")},
    )

    def __init__(self, *args: Any, organisations: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations.into(self, "recipient_id", _("Elija una organización"))
        choose(self, "parts", _parts)
        add_services(self, _("¿Para qué servicios?"))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A permission to share is a whole sentence."""
        super().clean()
        if not services_of(self):
            self.add_error(f"{SERVICES}0", _("Elija para qué servicio se comparte."))
        return self.cleaned_data

    def shared_values(self) -> dict[str, Any]:
        """Values of `given.NewConsent`."""
        data = self.cleaned_data
        return {
            "recipient_id": uuid.UUID(data["recipient_id"]),
            "aims": services_of(self),
            "parts": tuple(data.get("parts", ())),
        }


class ShareConsentForm(OnceForm, _Sharing, _GiverForm):
    """«La persona permite que … comparta … con … para … hasta …»."""

    field_order = ("recipient_id", "parts", f"{SERVICES}0", "given_by", "means", "witness", "until")

    def __init__(self, *args: Any, minor: Answer = Answer.UNKNOWN, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minor = minor

    def clean(self) -> dict[str, Any]:
        """The rules of a permission."""
        super().clean()
        self.check_given()
        return self.cleaned_data

    def to_values(self) -> inputs.NewConsent:
        """The permission."""
        return inputs.NewConsent(purpose="referral", **self.shared_values(), **self.given_values())


class DutyForm(OnceForm, _Sharing):
    """A legal duty or a danger to life: shared without her consent, with a written reason."""

    reason = Text(
        label=_l("¿Qué deber legal o peligro lo exige?"),
        most=texts.LONG,
        lines=True,
        required=True,
        help_text=_l("Se avisará a supervisión."),
        error_messages={"required": _l("Escriba en una frase qué deber legal o peligro lo exige.")},
    )
    field_order = ("reason", "recipient_id", "parts", f"{SERVICES}0")

    def to_values(self) -> inputs.NewConsent:
        """The exception."""
        reason = self.cleaned_data["reason"]
        return inputs.NewConsent(purpose="referral", legal_duty=True, reason=reason, **self.shared_values())
