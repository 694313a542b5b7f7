"""What other packages may use of files.

A package keeps files of a thing of its own (`keep`, `about=(kind, id)`) and says who may read them
(`register_reader`); the addresses `files:download` and `files:small` ask it.
"""

from typing import TYPE_CHECKING

from contratrata.ground.base.late import late

from .problems import FileRefused, StoreAway

if TYPE_CHECKING:
    from .content import drop_passing, keep_passing, name_of, passing_of, read, reader
    from .models import StoredFile
    from .operations import keep, remove
    from .reading import register_reader
else:
    __getattr__ = late(
        __package__,
        {
            "StoredFile": "models",
            **dict.fromkeys(
                ("drop_passing", "keep_passing", "name_of", "passing_of", "read", "reader"), "content"
            ),
            **dict.fromkeys(("keep", "remove"), "operations"),
            "register_reader": "reading",
        },
    )

__all__ = [
    "FileRefused",
    "StoreAway",
    "StoredFile",
    "drop_passing",
    "keep",
    "keep_passing",
    "name_of",
    "passing_of",
    "read",
    "reader",
    "register_reader",
    "remove",
]
