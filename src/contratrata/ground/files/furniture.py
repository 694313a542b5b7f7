"""What files bring to the house: their addresses, and what the worker repeats."""

from contratrata.ground.base.package import Furniture, Mount, Periodic

from .sweeping import sweep_files

FURNITURE = Furniture(
    urls=(
        Mount("archivos/", "contratrata.ground.files.urls"),
        Mount("", "contratrata.ground.files.open_urls"),
    ),
    periodic=(Periodic(3600.0, sweep_files),),
)
