"""What the vault brings to the house."""

from contratrata.ground.base.package import Furniture, Mount, Periodic

from .drafts import SEALED
from .jobs import tend_slots
from .resealing import SUBJECTS

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.ground.vault.urls"),),
    periodic=(Periodic(15.0, tend_slots),),
    sealed=(SUBJECTS, SEALED),
)
