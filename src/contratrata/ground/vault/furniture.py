"""What the vault brings to the house."""

from contratrata.ground.base.package import Furniture, Mount

FURNITURE = Furniture(urls=(Mount("", "contratrata.ground.vault.urls"),))
