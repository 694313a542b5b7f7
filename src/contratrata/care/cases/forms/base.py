"""What each form of the case asks (`forms.yaml`), and the kinds of answer that only these know."""

import dataclasses
from pathlib import Path
from typing import Any, Final, cast

from django import forms

from contratrata.ground.kinds.public import (
    Choice,
    Codes,
    Fact,
    Somebody,
    choice_field,
    code_choices,
    provide_people,
)
from contratrata.ground.network.public import Chosen, user_names
from contratrata.ground.questions.public import load_forms, register_kind

from ..file import questions  # noqa: F401  (registers the kinds of this package)
from ..models import HandOver
from ..queries import COLLEAGUES
from ..sections import PARTS


class Colleague(Somebody):
    """Somebody of the acting organisation who works on cases."""

    what = "colleague"


@dataclasses.dataclass(frozen=True)
class Parts(Codes):
    """Parts of a file that hold something in this version; `of`: only those of these."""

    vocabulary: str = "file_part"
    of: tuple[str, ...] = PARTS

    def field(self, fact: Fact) -> forms.Field:
        """Boxes to tick."""
        offered = [one for one in code_choices(self.vocabulary)() if one[0] in self.of]
        boxes: forms.Field = choice_field(
            fact.label, offered, several=True, widget=forms.CheckboxSelectMultiple()
        )
        return boxes


provide_people("colleague", Chosen(COLLEAGUES, user_names))
register_kind("colleague", Colleague)
register_kind("parts", Parts)
register_kind("hand_over_reason", lambda: Choice(tuple(HandOver.Reason.choices)))
FORMS: Final = load_forms(Path(__file__).parents[1] / "forms.yaml")


def asked(key: str, name: str = "", **options: Any) -> tuple[Fact, ...]:
    """The facts of one form; the kind of that `name` with these options."""
    return tuple(
        dataclasses.replace(fact, kind=dataclasses.replace(cast(Any, fact.kind), **options))
        if fact.name == name
        else fact
        for fact in FORMS[key].facts
    )
