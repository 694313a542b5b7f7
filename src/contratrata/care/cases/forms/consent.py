"""Consent as a sentence built from choices, what she was told, and the legal duty that stands without it."""

from typing import Any

from contratrata.ground.acts.public import OnceForm
from contratrata.ground.base.answers import Answer
from contratrata.ground.kinds.public import Values
from contratrata.ground.things.public import FactsForm, Rule

from .. import checks, inputs
from .base import asked

_SAME = ("given_by", "means", "witness", "until", "recipient_id", "aims", "parts", "reason")


def permissions(values: Values, **whole: Any) -> tuple[inputs.NewConsent, ...]:
    """What was answered as permissions, one a purpose; `whole`: what of the sentence was not asked."""
    answers = values.get("told", {})
    shared = {name: values[name] for name in _SAME if name in values} | {
        "told_yes": tuple(code for code, yes in answers.items() if yes),
        "told_no": tuple(code for code, yes in answers.items() if not yes),
        "legal_duty": "reason" in values,
    }
    purposes = values["purposes"] if "purposes" in values else [values.get("purpose", "referral")]
    return tuple(inputs.NewConsent(**{"purpose": purpose, **shared, **whole}) for purpose in purposes)


def judged(minor: Answer, **whole: Any) -> Rule:
    """The rule that the operation keeps. `minor`: whether she is under 18 today, as far as is known."""

    def rule(values: Values) -> None:
        for one in permissions(values, **whole):
            checks.consent(one, minor=minor)

    return rule


class FirstConsentForm(FactsForm):
    """The consent of a registration: for being attended here, and what else she permits. May wait: nothing chosen."""

    def __init__(self, data: Any = None, *, minor: Answer = Answer.UNKNOWN, **options: Any) -> None:
        super().__init__(data, facts=asked("first"), rules=(judged(minor),), **options)

    def to_values(self) -> tuple[inputs.NewConsent, ...]:
        """One permission a purpose."""
        return permissions(self.values)


class ConsentForm(OnceForm, FactsForm):
    """One permission: what she permits here, with whom her file is shared, or the legal duty (`forms.yaml`)."""

    def __init__(self, data: Any = None, *, key: str, minor: Answer) -> None:
        super().__init__(data, facts=asked(key), rules=(judged(minor),))

    @property
    def hide_optional(self) -> bool:
        """At least one service of any group is needed: no single group may be called optional."""
        return "aims" in self.places

    def to_values(self) -> inputs.NewConsent:
        """The permission."""
        return permissions(self.values)[0]
