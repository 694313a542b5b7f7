"""From an entry to a sentence: who, what, about which code. Never a name of a person who is helped."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import User
from contratrata.ground.audit.public import Entry, declared

UNTOLD = "…"


def words(name: str, details: dict[str, object] | None = None) -> str:
    """What was done; an event a newer version no longer knows is shown by its name."""
    result = declared().get(name)
    if result is None:
        return name
    values = defaultdict(lambda: UNTOLD, {key: str(value) for key, value in (details or {}).items()})
    return str(result.sentence).format_map(values)


def staff_names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of the staff, with one query."""
    wanted = {one for one in ids if one is not None}
    return dict(User.objects.filter(id__in=wanted).values_list("id", "name"))


def sentence(entry: Entry) -> str:
    """What an entry says."""
    text = words(entry.event, entry.details)
    return _("Intento rechazado: %(what)s") % {"what": text} if entry.refused else text
