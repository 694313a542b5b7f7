"""Who may read the files of a thing: said by the package of the thing, deny by default."""

import uuid
from collections.abc import Callable

from contratrata.ground.base import scope as acting
from contratrata.ground.base.scope import Scope

from .models import StoredFile

MayRead = Callable[[Scope, uuid.UUID], bool]
_readers: dict[str, MayRead] = {}


def register_reader(about_kind: str, may_read: MayRead) -> None:
    """Say who may read the files of a kind of thing: asked with the acting scope and the thing's id."""
    _readers[about_kind] = may_read


def readable(file_id: uuid.UUID) -> StoredFile | None:
    """The file, if the acting scope may read what it belongs to; what is passing is given to nobody."""
    scope = acting.current()
    if scope is None or scope.organisation_id is None:
        return None
    one = StoredFile.objects.filter(organisation_id=scope.organisation_id, id=file_id).first()
    may_read = _readers.get(one.about_kind) if one is not None and one.kind != "passing" else None
    return one if one is not None and may_read is not None and may_read(scope, one.about_id) else None
