"""The content of stored files: written with its row, read with its key, dropped. Nothing is asked or traced here."""

import uuid
from collections.abc import Callable, Iterable, Iterator

import tink
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from tink import aead

from contratrata.ground.base import scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring, Sealer, StreamKey

from . import store
from .models import SharedFile, StoredFile
from .problems import GONE, TOO_MUCH, FileRefused

About = tuple[str, uuid.UUID]
SMALL = ".small"


def keep_passing(*, content: Iterable[bytes], about: About) -> StoredFile:
    """Keep a file of the organisation as it is, of whatever size, to be read by us alone and dropped soon.

    For files that are never given out. Raises `StoreAway`, and what the content raises.
    """
    one, sealer = begun(about, None, "passing")
    write(one, sealer, {"": content})
    return one


def begun(about: About, subject_id: uuid.UUID | None, kind: str) -> tuple[StoredFile, Sealer]:
    """An unsaved row and the sealer of whose file it is. Raises `Shredded`."""
    keys = vault.ring()
    sealer = vault.open_subject(subject_id, keys) if subject_id else keys.drafts()
    one = StoredFile(about_kind=about[0], about_id=about[1], subject_id=subject_id, kind=kind)
    return one, sealer


def write(one: StoredFile, sealer: Sealer, parts: dict[str, Iterable[bytes]]) -> None:
    """Write the parts of the content, then the row. Raises `StoreAway`, `FileRefused` when there is no room."""
    key = StreamKey.new(bound(one.organisation_id, one.id))
    one.key = key.wrap(sealer.cipher)
    one.size = 0
    with transaction.atomic():
        for part, pieces in parts.items():
            if pieces:
                one.size += store.put(store.place_of(one.organisation_id, one.id, part), pieces, key)
                one.has_thumbnail = one.has_thumbnail or part == SMALL
        try:
            check_room(one.organisation_id, one.size)
        except FileRefused:
            _drop_content(one.organisation_id, one.id)
            raise
        one.save(force_insert=True)


def check_room(organisation_id: uuid.UUID, size: int) -> None:
    """Whether so much more fits into what an organisation may keep in all. Raises `FileRefused`."""
    held = 0
    for model in (StoredFile, SharedFile):
        mine = model._default_manager.filter(organisation_id=organisation_id)
        held += mine.aggregate(all=Sum("size"))["all"] or 0
    if held + size > settings.FILES_MOST_BYTES:
        raise FileRefused(TOO_MUCH)


def bound(organisation_id: uuid.UUID, file_id: uuid.UUID) -> bytes:
    """What the content of a file and its key are bound to."""
    return f"files_storedfile|content|{organisation_id}|{file_id}".encode()


def name_of(one: StoredFile, keys: Ring | None = None) -> str:
    """The name of a file. Raises `Shredded`."""
    return one.open(_sealer(one, keys or vault.ring()), "name")["name"]


def _sealer(one: StoredFile, keys: Ring) -> Sealer:
    return vault.open_subject(one.subject_id, keys) if one.subject_id else keys.drafts()


def read(one: StoredFile, *, small: bool = False, keys: Ring | None = None) -> Iterator[bytes]:
    """The clear content, piece by piece; its key is opened at once, the content when it is asked for.

    Raises `Shredded`; while reading `FileRefused` when the content is gone or was changed, `StoreAway`.
    """
    return reader(one, small=small, keys=keys)()


def reader(
    one: StoredFile, *, small: bool = False, keys: Ring | None = None
) -> Callable[[], Iterator[bytes]]:
    """The same as often as it is called, without the database. Raises `Shredded`."""
    cipher: aead.Aead = _sealer(one, keys or vault.ring()).cipher
    key = StreamKey.opened(one.key, cipher, bound(one.organisation_id, one.id))
    place = store.place_of(one.organisation_id, one.id, SMALL if small else "")
    return lambda: _pieces(place, key)


def _pieces(place: str, key: StreamKey) -> Iterator[bytes]:
    try:
        yield from store.get(place, key)
    except (FileNotFoundError, tink.TinkError):
        raise FileRefused(GONE) from None


def forget(one: StoredFile) -> None:
    """Remove the row now, the content when that is certain."""
    organisation_id, file_id = one.organisation_id, one.id
    one.delete()
    transaction.on_commit(lambda: _drop_content(organisation_id, file_id))


def drop_passing(about: About) -> None:
    """The passing files of a thing are not needed any more."""
    for one in StoredFile.objects.filter(
        organisation_id=scope.organisation_id(), about_kind=about[0], about_id=about[1], kind="passing"
    ):
        forget(one)


def passing_of(about: About) -> StoredFile | None:
    """The passing file of a thing."""
    mine = StoredFile.objects.filter(organisation_id=scope.organisation_id(), kind="passing")
    return mine.filter(about_kind=about[0], about_id=about[1]).order_by("-at", "id").first()


def _drop_content(organisation_id: uuid.UUID, file_id: uuid.UUID) -> None:
    for part in ("", SMALL):
        store.drop(store.place_of(organisation_id, file_id, part))
