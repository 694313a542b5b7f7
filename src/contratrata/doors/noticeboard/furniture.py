"""What the notices bring to the house."""

from contratrata.ground.base.package import Furniture, Mount

FURNITURE = Furniture(urls=(Mount("avisos/", "contratrata.doors.noticeboard.urls"),))
