"""What lists bring to the house."""

from contratrata.ground.base.package import Furniture, Mount

FURNITURE = Furniture(urls=(Mount("elegir/", "contratrata.ground.lists.urls"),))
