"""The box: anonymous answers wait in it, sealed together in an order of chance, and leave it several at once.

What is kept of one answer must not tell whose it is, nor when it came. So neither an answer nor the mark of a spent
ticket has a row of its own when it comes: all that wait are one sealed text, all marks another, each written anew each
time in another order under a secret of its own, while that of the former text is overwritten outside the database
(`vault.slots`): dead rows and logs of the database hold former boxes that nobody opens. At least `LEAST` answers leave
together, in one statement, in an order of chance, and become rows that are as old as each other. After the first time
as many stay behind, so that what is left at the end is enough too.
"""

import json
import secrets
import uuid
from collections.abc import Mapping, Sequence

from contratrata.ground.audit import public as audit
from contratrata.ground.vault import public as vault

from . import events  # noqa: F401  (declares the events of this package)
from .models import Answer, Box

#: Nothing is shown of fewer people, and nothing is added to what is shown by fewer.
LEAST = 5


def leaving(waiting: int, *, is_first: bool, is_over: bool) -> int:
    """How many leave the box. Each number but 0 is at least `LEAST`."""
    if waiting < LEAST:
        return 0
    if is_first or is_over:
        return waiting
    return waiting - LEAST if waiting >= 2 * LEAST else 0


def waiting_in(box: Box) -> list[dict[str, str]]:
    """The answers that wait."""
    text = box.open(vault.ring().drafts(), "pending")["pending"]
    result: list[dict[str, str]] = json.loads(text) if text else []
    return result


def put_in(box: Box, answers: Mapping[str, str], mark: uuid.UUID) -> bool:
    """Put an answer into a locked box; some leave it when they are enough. False: its ticket was spent before."""
    text = box.open(vault.ring().drafts(), "marks")["marks"]
    marks = text.split()
    if mark.hex in marks:
        return False
    marks.append(mark.hex)
    secrets.SystemRandom().shuffle(marks)
    _seal_anew(box, "marks", " ".join(marks))
    waiting = [*waiting_in(box), dict(answers)]
    secrets.SystemRandom().shuffle(waiting)
    box.received += 1
    _let_out(box, waiting, leaving(len(waiting), is_first=not box.steps, is_over=False))
    return True


def empty(box: Box) -> int:
    """Let out what is left of a locked box when its survey closes, and forget every mark.

    Returns how many answers were too few: they are deleted.
    """
    waiting = waiting_in(box)
    secrets.SystemRandom().shuffle(waiting)
    number = leaving(len(waiting), is_first=not box.steps, is_over=True)
    _seal_anew(box, "marks", "")
    _let_out(box, waiting[:number], number)
    return len(waiting) - number


def _seal_anew(box: Box, column: str, text: str) -> None:
    """Under another secret than before: what stood there opens no more."""
    setattr(box, column, b"")
    if text:
        box.seal(vault.ring().drafts(), **{column: text})


def _let_out(box: Box, waiting: Sequence[Mapping[str, str]], number: int) -> None:
    """The first `number` become answers; the others are sealed anew."""
    if number:
        box.steps += 1
        sealer = vault.ring().drafts()
        rows = [Answer(survey_id=box.survey_id, step=box.steps) for _one in range(number)]
        for row, answers in zip(rows, waiting, strict=False):
            row.seal(sealer, answers=json.dumps(answers, ensure_ascii=False, sort_keys=True))
        Answer.objects.bulk_create(rows)
        audit.record("survey.mixed", kind="survey", subject=box.survey_id, number=number)
    rest = [dict(one) for one in waiting[number:]]
    _seal_anew(box, "pending", json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else "")
    box.save()
