"""What a case's page tells beyond its own rows: things that happened, and doings of packages above."""

import dataclasses
import datetime as dt
import uuid

from contratrata.ground.ui.parts import State


@dataclasses.dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `text` is opened (a reason, a note), "" when there is none."""

    at: dt.datetime
    kind: str
    title: str
    text: str = ""
    who_id: uuid.UUID | None = None
    who: str = ""
    row_id: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Doing:
    """Something a package above does with a case, going on or ended: one line on its page, with the way to it.

    `due` is when an answer is owed; `waiting`: by others. Without it `words` and `mark` say how it stands.
    """

    name: str
    code: str
    text: str
    url: str
    verb: str
    words: str
    mark: State
    due: dt.datetime | None = None
    waiting: bool = False
