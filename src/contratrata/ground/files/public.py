"""What other packages may use of files.

A package keeps files of a thing of its own (`keep`, `about=(kind, id)`) and says who may read them
(`register_reader`); the addresses `files:download` and `files:small` ask it. A thing without persons has a file as the
answer to a question (`File`, `kind: file`), kept with its row (`settle`) and published with it (`opened`).
"""

from typing import TYPE_CHECKING

from contratrata.ground.base.late import late

from .problems import FileRefused, StoreAway

if TYPE_CHECKING:
    from .answers import Attached, File, ids_in, opened, refuse_too_big, settle
    from .content import drop_passing, keep_passing, name_of, passing_of, read, reader
    from .models import OpenFile, SharedFile, StoredFile
    from .operations import keep, remove
    from .reading import register_reader
    from .shared import let_go
else:
    __getattr__ = late(
        __package__,
        {
            **dict.fromkeys(("OpenFile", "SharedFile", "StoredFile"), "models"),
            **dict.fromkeys(("Attached", "File", "ids_in", "opened", "refuse_too_big", "settle"), "answers"),
            "let_go": "shared",
            **dict.fromkeys(
                ("drop_passing", "keep_passing", "name_of", "passing_of", "read", "reader"), "content"
            ),
            **dict.fromkeys(("keep", "remove"), "operations"),
            "register_reader": "reading",
        },
    )
