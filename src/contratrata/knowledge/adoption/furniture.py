"""What adoption brings to the house: its place on the pages of practices, and what waits of it in Hoy."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.package import Furniture, Mount, Task, Wait, Waiting
from contratrata.ground.base.scope import Scope
from contratrata.knowledge.practices.public import hooks

from .demo import demonstrate
from .open_pages import addresses, pieces, stamp
from .queries import answers_owed, follow_ups, names_of, request_words, requests_to_answer
from .reading import practice_piece

hooks.show_members(practice_piece)
hooks.show_anybody(pieces, stamp)


def find(scope: Scope, most: int) -> list[Wait]:
    """What the acting organisation was asked, and the follow-ups it owes."""
    asked = [Wait("asked", key, due) for key, due in answers_owed(scope, most=most)]
    return asked + [Wait("follow", one.id, due) for one, due in follow_ups(scope, most=most)]


def opened(scope: Scope, shown: Collection[Wait]) -> dict[Wait, Task]:
    """The lines of those."""
    waits = {wait.id: wait for wait in shown}
    tasks = {}
    for line in requests_to_answer(scope, most=len(waits), only=waits):
        url = reverse("adoption:request", args=[line.request.id])
        tasks[waits[line.request.id]] = Task(
            line.practice, "", request_words(line), url, _("Responder"), line.request.due_at
        )
    result = follow_ups(scope, most=len(waits), only=waits)
    names = names_of(scope, (one.practice_id for one, _due in result))
    for one, due in result:
        url = reverse("adoption:row", args=[one.id])
        text = _("Toca contar cómo va lo que adaptan.")
        tasks[waits[one.id]] = Task(names.get(one.practice_id, ""), "", text, url, _("Contar cómo va"), due)
    return tasks


WAITING = Waiting(find, opened)
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.adoption.urls"),),
    waiting=WAITING,
    sitemap=addresses,
    demonstration=(demonstrate,),
)
