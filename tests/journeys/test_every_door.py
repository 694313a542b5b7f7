"""The first page of every role, and all that its menu leads to."""

from urllib.parse import urlsplit

import pytest
from django.db import transaction
from visiting import Visiting

from cast import Cast, another
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations
from contratrata.knowledge.countries.models import ENTRIES
from nouns import values_for
from signin import enrol

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


OTHERS = {
    "nacional": Role.NATIONAL_FOCAL_POINT,
    "plataforma": Role.PLATFORM_ADMIN,
    "facilitador": Role.FACILITATOR,
    "participante": Role.PARTICIPANT,
}


@pytest.mark.parametrize("name", OTHERS)
def test_so_is_that_of_who_works_without_persons(real_cast: Cast, visit: Visiting, name: str) -> None:
    with transaction.atomic(), acting(real_cast.flor.scope):
        values = values_for(
            ENTRIES, "Línea de un nombre muy largo que no cabe en una sola línea de un teléfono"
        )
        entry = operations.write(ENTRIES, values=values)
    with transaction.atomic():
        player = another(real_cast.refugio, name.capitalize(), OTHERS[name])
        enrol(player)
    visitor = visit(name=f"menu-{name}")
    visitor.sign_in(player)
    links = visitor.page.locator("nav a").evaluate_all("links => links.map(a => a.href)")
    paths = dict.fromkeys(urlsplit(link).path for link in links)
    assert len(paths) > 1
    for path in [*paths, "/paises/", ENTRIES.url("row", entry), "/cuenta/", "/ayuda/"]:
        visitor.go(path)
    visitor.close()


@pytest.mark.parametrize("name", ["ana", "beatriz", "diana", "flor", "gloria"])
def test_the_menu_of_each_role_is_clean_at_both_widths(real_cast: Cast, visit: Visiting, name: str) -> None:
    visitor = visit(name=f"menu-{name}")
    visitor.sign_in(getattr(real_cast, name))
    links = visitor.page.locator("nav a").evaluate_all("links => links.map(a => a.href)")
    paths = dict.fromkeys(urlsplit(link).path for link in links)
    assert len(paths) > 2
    for path in [*paths, "/cuenta/", "/ayuda/"]:
        visitor.go(path)
    visitor.close()
