"""What the trail's ground brings to the house: what is written is sealed a moment later."""

from contratrata.ground.base.package import Furniture, Periodic

from .sealing import seal_waiting

FURNITURE = Furniture(periodic=(Periodic(3.0, seal_waiting),))
