"""From an address to its page in few files of its package's own, as executed, for the commonest pages.

What every page runs (middleware, menu, ground) is read once and not again for each; templates are the page itself.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.test import Client

import contratrata
from cast import Cast, Player
from referred import build
from signin import sign_in

SOURCE = Path(contratrata.__file__).parent
MOST = 6
#: Pages that are put together of more, and how many: they compose what other pages show one by one.
BEYOND = {
    "case": 12,  # the file with its sections, the elements, the timeline, what referrals say
    "list": 7,  # above the list: what is late, what was left unfinished
    "story": 7,
    "who can help": 8,  # the question, the choosing in the database, the comparison, its words
}


@contextmanager
def executed() -> Iterator[set[str]]:
    """The files of ours whose functions are called meanwhile."""
    result: set[str] = set()

    def seen(frame: FrameType, event: str, _arg: Any) -> None:
        if event == "call":
            result.add(frame.f_code.co_filename)

    sys.setprofile(seen)
    try:
        yield result
    finally:
        sys.setprofile(None)


def files_of(player: Player, url: str) -> set[str]:
    """What runs for a page that was asked for before, as paths below the source."""
    client = sign_in(Client(), player)
    client.get(url)
    with executed() as result:
        assert client.get(url).status_code == 200, url
    return {str(Path(name).relative_to(SOURCE)) for name in result if name.startswith(str(SOURCE))}


def test_the_commonest_pages_are_few_files(cast: Cast) -> None:
    line = build(cast)
    line.sent()
    case = f"/casos/{line.case_id}/"
    pages = {
        "list": (cast.ana, "/casos/", "care/cases"),
        "case": (cast.ana, case, "care/cases"),
        "story": (cast.ana, f"{case}historia/", "care/cases"),
        "today": (cast.ana, "/hoy/", "doors/web"),
        "inbox": (cast.diana, "/bandeja/", "care/referrals"),
        "sent": (cast.ana, "/derivaciones/", "care/referrals"),
        "who can help": (cast.ana, "/quien-puede-ayudar/?necesidad=shelter&pais=CRI", "care/directory"),
        "services": (cast.diana, "/servicios/", "care/directory"),
        "notices": (cast.ana, "/avisos/", "doors/noticeboard"),
        "countries": (cast.ana, "/paises/", "knowledge/countries"),
    }
    result = {name: files_of(player, url) for name, (player, url, _package) in pages.items()}
    everywhere = set.intersection(*result.values())
    own = {
        name: sorted(file for file in result[name] - everywhere if file.startswith(package))
        for name, (_player, _url, package) in pages.items()
    }
    assert all(own[name] for name in pages if name != "countries"), "the trace sees nothing"
    too_many = {name: files for name, files in own.items() if len(files) > BEYOND.get(name, MOST)}
    assert too_many == {}
    # an exception that is no longer needed goes
    assert {name for name in BEYOND if len(own[name]) <= MOST} == set()
