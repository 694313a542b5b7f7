"""What the public face brings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount


def _pages(language: str) -> Iterator[str]:
    yield reverse("public:home", args=[language])


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.doors.face.urls"),),
    menu=(Entry(_l("Inicio"), "public:home", area="public", order=5, roles=()),),
    sitemap=_pages,
)
