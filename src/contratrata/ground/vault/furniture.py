"""What the vault brings to the house."""

from contratrata.ground.base.package import Furniture, Mount

from .drafts import SEALED
from .resealing import SUBJECTS

FURNITURE = Furniture(urls=(Mount("", "contratrata.ground.vault.urls"),), sealed=(SUBJECTS, SEALED))
