"""The brought file, sealed, and only until its rows are staged: a passing file of the organisation."""

import uuid
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from contratrata.ground.files import public as files
from contratrata.ground.sheets.public import FileProblem, Source

_KIND = "import"
_GONE = _("El archivo ya no está. Tráigalo de nuevo.")


def put(import_id: uuid.UUID, content: Iterable[bytes]) -> None:
    """Keep a file. Raises `StoreAway`, and what the content raises."""
    files.keep_passing(content=content, about=(_KIND, import_id))


def source(import_id: uuid.UUID) -> Source:
    """Gives the clear content as often as it is called, without the database, its key opened now.

    What it gives raises `FileProblem` when the file is gone, was changed, or the store is away.
    """
    one = files.passing_of((_KIND, import_id))
    content = files.reader(one) if one else None

    def pieces() -> Iterator[bytes]:
        try:
            if content is None:
                raise files.FileRefused(_GONE)
            yield from content()
        except files.FileRefused:
            raise FileProblem(_GONE) from None
        except files.StoreAway as away:
            raise FileProblem(away.message) from None

    return pieces


def drop(import_id: uuid.UUID) -> None:
    """The file is not needed any more."""
    files.drop_passing((_KIND, import_id))
