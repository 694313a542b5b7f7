"""Files of the network: of things that hold no person, read by the realm, and by anybody once they are published.

Their content is not sealed. What no row names any more is swept up (`sweeping`).
"""

import hashlib
import uuid
from collections.abc import Iterable

from django.db.models import Q

from contratrata.ground.audit import public as audit
from contratrata.ground.base import scope

from . import content, events, kinds, store  # noqa: F401  (declares the events)
from .content import SMALL
from .kinds import Checked
from .models import OpenFile, SharedFile

#: What of a file of the network is read into memory to be given out.
MOST_BYTES = 10 << 20


def keep_shared(checked: Checked, *, name: str, about_kind: str) -> SharedFile:
    """Keep a checked file of the acting organisation. Raises `StoreAway`, `FileRefused` when there is no room."""
    one = SharedFile(
        about_kind=about_kind, name=kinds.shown_name(name, checked.kind), kind=checked.kind,
        size=len(checked.content), has_thumbnail=bool(checked.thumbnail),
        digest=_digest(checked),
    )  # fmt: skip
    content.check_room(one.organisation_id, one.size)
    store.put_open(place(one.id), checked.content)
    if checked.thumbnail:
        store.put_open(place(one.id, small=True), checked.thumbnail)
    one.save(force_insert=True)
    audit.record("file.kept", kind="file", subject=one.id, file_kind=one.kind, bytes=one.size)
    return one


def is_same(file_id: uuid.UUID, name: str, checked: Checked) -> bool:
    """Whether a kept file has this name and content."""
    return SharedFile.objects.filter(id=file_id, name=name, digest=_digest(checked)).exists()


def _digest(checked: Checked) -> str:
    return hashlib.sha256(checked.content).hexdigest()


def let_go(file_ids: Iterable[uuid.UUID]) -> None:
    """These files are of nothing any more; a published copy stays until it is taken back."""
    for one in SharedFile.objects.filter(organisation_id=scope.organisation_id(), id__in=file_ids):
        audit.record("file.removed", kind="file", subject=one.id, file_kind=one.kind)
        one.delete()


def open_to_anybody(
    file_ids: Iterable[uuid.UUID], *, instead: Iterable[uuid.UUID] = ()
) -> dict[uuid.UUID, uuid.UUID]:
    """Publish these files (inside `publishing`) and take back those of `instead`. Returns the public id of each."""
    now = list(file_ids)
    OpenFile.objects.filter(Q(file_id__in=list(instead)) & ~Q(file_id__in=now)).delete()
    public = dict(OpenFile.objects.filter(file_id__in=now).values_list("file_id", "id"))
    for one in SharedFile.objects.filter(id__in=[each for each in now if each not in public]):
        copied = {name: getattr(one, name) for name in ("name", "kind", "size", "digest", "has_thumbnail")}
        public[one.id] = OpenFile.objects.create(file_id=one.id, **copied).id
    return public


def read(file_id: uuid.UUID, *, small: bool = False) -> bytes:
    """The content. Raises `FileRefused` when it is gone, `StoreAway`."""
    return store.read_open(place(file_id, small=small))


def place(file_id: uuid.UUID, *, small: bool = False) -> str:
    """The name under which content is kept."""
    return f"{store.OPEN}/{file_id}{SMALL if small else ''}"
