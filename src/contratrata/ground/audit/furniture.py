"""What the trail's ground brings to the house: what is written is sealed a moment later, and the anchors are kept."""

from contratrata.ground.base.package import Furniture, Periodic

from .anchors import BEAT, beat
from .sealing import seal_waiting

FURNITURE = Furniture(periodic=(Periodic(3.0, seal_waiting), Periodic(BEAT, beat)))
