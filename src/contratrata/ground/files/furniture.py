"""What files bring to the house: their addresses, and what the worker repeats."""

from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.vault.public import Column, columns_of

from .content import bound
from .sweeping import sweep_files

_OF_NOBODY = "subject_id IS NULL"

FURNITURE = Furniture(
    urls=(
        Mount("archivos/", "contratrata.ground.files.urls"),
        Mount("", "contratrata.ground.files.open_urls"),
    ),
    periodic=(Periodic(3600.0, sweep_files),),
    sealed=(
        *columns_of("files.StoredFile", "name", where=_OF_NOBODY),
        Column(
            "files_storedfile",
            "key",
            "organisation",
            lambda row: bound(row["organisation_id"], row["id"]),
            needs=("organisation_id",),
            where=_OF_NOBODY,
            wraps=True,
        ),
    ),
)
