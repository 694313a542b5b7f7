"""What the outbox brings to the house: what waits is sent, what bounced is read, what ended long ago is forgotten."""

from contratrata.ground.base.package import Furniture, Periodic
from contratrata.ground.vault.public import Column

from .bounces import read_configured
from .delivery import forget_old, sweep
from .sending import bound

FURNITURE = Furniture(
    periodic=(Periodic(3.0, sweep), Periodic(300.0, read_configured), Periodic(3600.0, forget_old)),
    sealed=(Column("outbox_message", "sealed", "master", lambda row: bound(row["id"])),),
)
