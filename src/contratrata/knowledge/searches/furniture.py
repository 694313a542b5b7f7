"""What kept searches bring to the house."""

from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.vault.public import columns_of

from .operations import tell

FURNITURE = Furniture(
    urls=(Mount("busquedas/", "contratrata.knowledge.searches.urls"),),
    periodic=(Periodic(600.0, tell),),
    sealed=columns_of("searches.SavedSearch", "query"),
)
