"""What stands open when somebody leaves or a case ends, as a package says it: each thing gets an answer."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

#: An answer for each thing, by its id; and those of every kind, by the kind's name.
ThingAnswers = Mapping[str, str]
Answers = Mapping[str, ThingAnswers]


@dataclasses.dataclass(frozen=True, slots=True)
class OpenThing:
    """One thing that stands open. `words` name it: by a code where who reads it may see no person."""

    id: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OpenThings:
    """The things of one kind that stand open, and the answers that each may get.

    `answer` does what was answered, in the transaction of the act that ends what the things hang on, and may
    refuse (`DomainError`). `first`: the answer that is proposed. `choices`: value and words.
    """

    name: str
    title: Any
    question: Any
    things: Sequence[OpenThing]
    choices: Sequence[tuple[str, Any]]
    answer: Callable[[ThingAnswers], object]
    first: str = ""
