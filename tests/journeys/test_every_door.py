"""The first page of every role, and all that its menu leads to."""

from urllib.parse import urlsplit

import pytest
from visiting import Visiting

from cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


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
