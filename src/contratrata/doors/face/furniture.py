"""What the public face brings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount


def _pages(language: str) -> Iterator[str]:
    for name in ("public:home", "public:join"):
        yield reverse(name, args=[language])


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.doors.face.urls"),),
    menu=(
        Entry(_l("Inicio"), "public:home", area="public", order=5, roles=()),
        Entry(_l("Unirse a la red"), "public:join", area="public", order=90, roles=()),
    ),
    sitemap=_pages,
)
