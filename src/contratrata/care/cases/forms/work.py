"""What is done: needs, the next step, notes, who works on the case, and how it ends."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts.public import OnceForm
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import Code, Fact, Values
from contratrata.ground.things.public import FactsForm

from .. import inputs
from ..models import Case
from .base import asked

URGENT = "urgency__"
#: Hours after which a step is due when nobody says otherwise; the end of the working day for whole days.
DAY_ENDS = 17
_DAYS = {"today": 0, "tomorrow": 1, "days": 3, "week": 7}


class NeedsForm(FactsForm):
    """What she needs, in groups."""

    facts = asked("needs")

    def to_values(self) -> tuple[str, ...]:
        """The codes."""
        return tuple(self.values.get("services", ()))


class UrgencyForm(FactsForm):
    """How urgent each chosen need is."""

    def __init__(self, data: Any = None, *, kinds: Sequence[str] = (), **options: Any) -> None:
        urgency, known = Code("urgency", opens=True, none=_l("Sin plazo")), vocabulary("service_kind")
        facts = [Fact(name=f"{URGENT}{kind}", kind=urgency, label=known.label(kind)) for kind in kinds]
        super().__init__(data, facts=facts, **options)

    def to_values(self) -> dict[str, str]:
        """Urgency by need."""
        return {name.removeprefix(URGENT): urgency for name, urgency in self.values.items()}


class AddNeedsForm(FactsForm):
    """Needs added to a case, all of one urgency; `without`: those that are there already."""

    hide_optional = True

    def __init__(self, data: Any = None, *, without: Collection[str] = ()) -> None:
        super().__init__(data, facts=asked("add_needs", "services", without=tuple(without)))

    def needs(self) -> tuple[inputs.NewNeed, ...]:
        """One a kind."""
        urgency = self.values["urgency"]
        return tuple(inputs.NewNeed(kind=kind, urgency=urgency) for kind in self.values["services"])


def on_a_day(values: Values) -> None:
    """Another day is said, and has not passed. Raises `DomainError`."""
    if values.get("what") and values.get("when") == "other":
        if values["day"] is None:
            raise DomainError(_("Escriba qué día."), field="day")
        if values["day"] < clock.today():
            raise DomainError(_("Ese día ya pasó."), field="day")


class StepForm(FactsForm):
    """The next step: what, and until when. Tomorrow unless somebody says otherwise."""

    facts, rules = asked("step"), (on_a_day,)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, initial_values={"when": "tomorrow"}, **options)

    def to_values(self) -> inputs.NewStep | None:
        """The step; None when nothing was written."""
        what = self.values.get("what")
        if not what:
            return None
        return inputs.NewStep(
            what=what, due_at=self._due(), assigned_to_id=self.values.get("assigned_to") or None
        )

    def _due(self) -> dt.datetime:
        values = self.values
        when = values["when"] or "tomorrow"
        day = values["day"] if when == "other" else clock.today() + dt.timedelta(days=_DAYS[when])
        at = values["hour"] or (dt.time(23, 59) if day == clock.today() else dt.time(DAY_ENDS))
        return timezone.make_aware(dt.datetime.combine(day, at))


class NextStepForm(StepForm):
    """The next step of a case on file, and who does it. `replaces`: the open step that was on the screen."""

    facts = asked("next_step")
    marks = ("replaces",)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)


class StepAfterForm(StepForm):
    """What follows a step that is done; it may be left open."""

    facts = asked("step_after")


class NoteForm(OnceForm, FactsForm):
    """What was said or seen."""

    facts = asked("note")


class TeamForm(FactsForm):
    """A colleague other than who answers: to share with, or to hand over to (then why, where it is one of several)."""

    def __init__(self, data: Any, *, key: str, responsible_id: uuid.UUID | None) -> None:
        without = frozenset({responsible_id} if responsible_id else ())
        super().__init__(data, facts=asked(key, "user_id", without=without))


class CloseForm(FactsForm):
    """Why the case ends."""

    facts = asked("close")


class ReopenForm(FactsForm):
    """Why the case goes on."""

    facts = asked("reopen")


class EraseForm(FactsForm):
    """Why a person's data are destroyed; her code is typed, so that no other is erased by a slip."""

    facts = asked("erase")

    def __init__(self, data: Any, *, case: Case) -> None:
        def very_code(values: Values) -> None:
            if values["code"].upper() != case.code:
                raise DomainError(_("Ese no es el código de este caso."), field="code")

        super().__init__(data, rules=(very_code,))
