"""What is asked to refer and to answer (`forms.yaml`). A form remembers the state that was on the screen."""

import dataclasses
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.care.cases import public as cases
from contratrata.ground.acts.public import OnceForm
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import (
    Choice,
    Code,
    Fact,
    Organisation,
    Somebody,
    choice_field,
    choose,
    code_choices,
    provide_people,
)
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import Chosen, user_names
from contratrata.ground.questions.public import load_forms, register_kind
from contratrata.ground.things.public import FactsForm

from .queries import TAKERS
from .states import WITHDRAW_CHOICES, LookReason

LONG_LIST = {"class": "ct-choices-long"}


class Taker(Somebody):
    """Somebody of the receiving organisation who may answer for a person."""

    what = "taker"


provide_people("taker", Chosen(TAKERS, user_names))
register_kind("taker", Taker)
register_kind("look_reason", lambda: Choice(tuple(LookReason.choices)))
register_kind("withdraw_reason", lambda: Choice(tuple(WITHDRAW_CHOICES)))
_FORMS = {key: section.facts for key, section in load_forms(Path(__file__).with_name("forms.yaml")).items()}


def _with(facts: Iterable[Fact], name: str, kind: Any) -> list[Fact]:
    return [dataclasses.replace(fact, kind=kind) if fact.name == name else fact for fact in facts]


class ActForm(FactsForm):
    """A form about one referral: `seen` is the state that was on the screen when it was opened."""

    seen = TextField(required=False, max_length=12, widget=forms.HiddenInput)

    def to_values(self) -> dict[str, Any]:
        """What the operation is told."""
        return {**self.values, "seen": self.cleaned_data["seen"]}


class StartForm(OnceForm):
    """To whom, what for, for when."""

    case = choice_field(
        _l("¿De qué caso?"), (), required=True, error_messages={"required": _l("Elija el caso.")}
    )
    receiver = choice_field(
        _l("¿A qué organización?"),
        (),
        required=True,
        error_messages={"required": _l("Elija a qué organización deriva.")},
    )
    aims = choice_field(
        _l("¿Qué servicios le pide?"),
        (),
        several=True,
        required=True,
        widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST),
        error_messages={"required": _l("Elija al menos un servicio.")},
    )
    urgency = choice_field(
        _l("¿Para cuándo necesita respuesta?"),
        code_choices("urgency"),
        required=True,
        widget=forms.RadioSelect(),
        error_messages={"required": _l("Diga para cuándo hace falta la respuesta.")},
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
        terms = code_choices("service_kind", hints=False)()
        result = [term for term in terms if not allowed or term[0] in allowed]
        choose(self, "aims", result)
        if len(result) <= 6:
            self.fields["aims"].widget.attrs.pop("class", None)

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

    facts = _FORMS["parts"]


class UpdateForm(OnceForm, FactsForm):
    """Which parts are shared again as they are now: to share anew is no move."""

    def __init__(self, data: Any = None, *, covered: Iterable[str] = (), **options: Any) -> None:
        parts = cases.Parts(of=tuple(covered))
        super().__init__(data, facts=_with(_FORMS["send_update"], "parts", parts), **options)

    def to_values(self) -> dict[str, Any]:
        """Without the state."""
        return {**self.values, "once": self.cleaned_data["once"]}


class ConsentForm(OnceForm, ActForm):
    """The permission, given here: the rest of its sentence is the draft's own."""

    facts = cases.GIVEN

    def permission(self, **whole: Any) -> cases.NewConsent:
        """The permission that the draft asks for; of a duty, the exception that it stands on."""
        return cases.permissions(self.values, **whole)[0]


class DutyForm(ConsentForm):
    """A legal duty or a danger to life stands without a permission, with its written reason."""

    facts = cases.DUTY


class OwnCaseForm(ActForm):
    """What the person permits before a case of the receiver's own is opened."""

    facts = cases.GIVEN

    def to_values(self) -> dict[str, Any]:
        """The permission."""
        (consent,) = cases.permissions(self.values, purpose=cases.ASSISTANCE)
        return {"consent": consent, "seen": self.cleaned_data["seen"]}


class AssignForm(ActForm):
    """Letting somebody else answer for her; `seen` is the fingerprint of who does (`marked`)."""

    facts = _FORMS["assign"]

    def to_values(self) -> dict[str, Any]:
        """What stood on the screen as the version that is expected."""
        return {**self.values, "expected_version": self.cleaned_data["seen"]}


class LookForm(OnceForm, FactsForm):
    """Why somebody must know who the person is before she is taken."""

    facts = _FORMS["look"]


class AcceptForm(ActForm):
    """Accepting: who answers for her, and what happens next."""

    facts = _FORMS["accept"]


class DeclineForm(ActForm):
    """Why not, and perhaps where better: not at who sent it."""

    def __init__(self, data: Any = None, *, sender_id: uuid.UUID, **options: Any) -> None:
        better = Organisation(none=_("Ninguno"), without=frozenset({sender_id}))
        super().__init__(data, facts=_with(_FORMS["decline"], "better_id", better), **options)


class AttendForm(ActForm):
    """What was done, service by service."""

    def __init__(self, data: Any = None, *, aims: Iterable[str] = (), **options: Any) -> None:
        self.aims = list(aims)
        outcome = Code("service_outcome", opens=True, none=_("Elija qué se hizo"))
        label, missing = vocabulary("service_kind").label, _("Diga qué se hizo.")
        asked = [
            Fact(name=f"outcome_{aim}", kind=outcome, label=label(aim), required=True, missing=missing)
            for aim in self.aims
        ]
        super().__init__(data, facts=[*asked, *_FORMS["attend"]], **options)

    def to_values(self) -> dict[str, Any]:
        """The outcomes by service."""
        outcomes = {aim: self.values[f"outcome_{aim}"] for aim in self.aims}
        return {
            "outcomes": outcomes, "words": self.values["words"], "seen": self.cleaned_data["seen"],
        }  # fmt: skip


class CloseForm(ActForm):
    """The answer to the sender, and what the person said."""

    facts = _FORMS["close"]


class WithdrawForm(ActForm):
    """Why the sender takes it back."""

    facts = _FORMS["withdraw"]


class MessageForm(OnceForm, FactsForm):
    """A line to the other side: a message is no move."""

    facts = _FORMS["message"]

    def to_values(self) -> dict[str, Any]:
        """Without the state."""
        return {**self.values, "once": self.cleaned_data["once"]}
