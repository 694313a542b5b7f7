"""What imports bring to the house: what the worker repeats. Their pages come with each importer."""

from contratrata.ground.base.package import Furniture, Periodic
from contratrata.ground.vault.public import columns_of

from .forgetting import forget_old_rows

FURNITURE = Furniture(
    periodic=(Periodic(3600.0, forget_old_rows),),
    sealed=(
        *columns_of("imports.Import", "file_name", "notes", "columns"),
        *columns_of("imports.ImportRow", "raw"),
    ),
)
