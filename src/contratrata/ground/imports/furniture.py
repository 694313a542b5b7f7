"""What imports bring to the house: what the worker repeats. Their pages come with each importer."""

from contratrata.ground.base.package import Furniture, Periodic

from .forgetting import forget_old_rows

FURNITURE = Furniture(periodic=(Periodic(3600.0, forget_old_rows),))
