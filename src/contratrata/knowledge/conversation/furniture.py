"""What the conversation brings to the house: its place on the page of a practice."""

from contratrata.ground.base.package import Furniture, Mount
from contratrata.knowledge.practices.public import hooks

from .demo import demonstrate
from .reading import piece

hooks.show_members(piece)
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.conversation.urls"),), demonstration=(demonstrate,)
)
