"""On the pages of an event: what is written of it and, for who may write, where to begin; published, for anybody."""

from collections.abc import Iterator

from django.utils.http import urlencode

from contratrata.ground.base.request import Request
from contratrata.ground.nouns.public import Piece, ties
from contratrata.knowledge.events import public as events

from .models import QUESTIONS, SYSTEMATISATIONS, WRITERS, Published
from .published import page_url


def member_piece(request: Request, event: events.Event) -> Piece | None:
    """What is written of an event and, once it was announced, the way to begin; None where there is neither."""
    key = ties.key_of("event", event.id)
    rows = SYSTEMATISATIONS.visible_to(request.scope).filter(tie__startswith=key).order_by("id")
    written = [(SYSTEMATISATIONS.title(one), SYSTEMATISATIONS.url("row", one)) for one in rows]
    may = request.scope.has(*WRITERS) and events.Published.objects.filter(row_id=event.id).exists()
    if not written and not may:
        return None
    new = f"{SYSTEMATISATIONS.url('new')}?{urlencode({'tie': key})}" if may else ""
    words = {"title": QUESTIONS.words["menu"].here(), "begin": QUESTIONS.words["write"].here()}
    return Piece("systematisations/of_event.html", words | {"written": written, "new_url": new}, place="side")


def open_pieces(copy: events.Published, language: str) -> Iterator[Piece]:
    """What was published of an event, beside its programme."""
    rows = Published.objects.filter(tie__startswith=ties.key_of("event", copy.row_id)).order_by("number")
    written = [(vars(one)["name"].reading().text, page_url(language, one.number)) for one in rows]
    if written:
        values = {"title": QUESTIONS.words["menu"].here(), "written": written}
        yield Piece("systematisations/of_event.html", values, place="side")
