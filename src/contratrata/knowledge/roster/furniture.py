"""What the roster brings to the house."""

from contratrata.ground.base.package import Furniture, Mount

from .demo import demonstrate

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.roster.urls"),),
    demonstration=(demonstrate,),
)
