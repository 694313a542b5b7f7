"""Links of practices that died: asked now and then, noted, and told to who wrote them.

Outside is asked only for what a practice already leads to: the head of the page, no cookie, no way on. A name that
leads to an inner address is not asked.
"""

import contextlib
import http.client
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from contratrata.ground.base import clock, reaching
from contratrata.ground.base.reaching import Inner, Reach, is_outer
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import is_plain_https, links_in
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.things.public import from_row

from .models import QUESTIONS, DeadLink, Practice
from .notices import DEAD_LINK, to_authors

__all__ = ["Inner", "answers", "check_links", "dead_links", "is_outer", "links_of", "outside"]

#: How often they are asked, in seconds; how long an answer is waited for; how many are asked at once.
EVERY, PATIENCE, MOST = 86_400.0, 8.0, 500
#: Noted so often, one after the other, who wrote it is told.
TELL_AFTER = 2


def check_links(reach: Reach | None = None) -> int:
    """Ask every link of every practice. Returns how many do not answer; where none does, we are off the net: 0."""
    if not settings.CHECK_LINKS:
        return 0
    ask = reach or outside
    asked: dict[str, bool] = {}
    result: list[tuple[Any, dict[Any, list[str]]]] = []
    for organisation in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(organisation)):
            rows = Practice.objects.filter(organisation_id=organisation.id).order_by("id")
            result.append((organisation, {row.id: links_of(row) for row in rows.iterator(chunk_size=200)}))
    for url in dict.fromkeys(one for _o, linked in result for links in linked.values() for one in links):
        if len(asked) < MOST:
            asked[url] = answers(url, ask)
    if not any(asked.values()):
        return 0
    for organisation, linked in result:
        with acting(job_scope(organisation)):
            for practice_id, links in linked.items():
                _note(practice_id, {url: asked[url] for url in links if url in asked})
    return sum(not answered for answered in asked.values())


def links_of(row: Practice) -> list[str]:
    """Where a practice leads to, each once; https only."""
    values = from_row(QUESTIONS.facts, row)
    result = [values["link"], *values["videos"]]
    for value in values.values():
        if isinstance(value, Translated):
            result += [link for one in value.versions.values() for link in links_in(one.text)]
    return [url for url in dict.fromkeys(result) if url and is_plain_https(url)]


def dead_links(row: Practice) -> list[DeadLink]:
    """Those that are noted of a practice, the oldest first."""
    return list(
        DeadLink.objects.filter(realm=row.realm, practice_id=row.id, tries__gte=TELL_AFTER).order_by("since")
    )


def answers(url: str, reach: Reach) -> bool:
    """Whether something stands there: gone or nobody is no, a door that is shut to us is yes."""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection = http.client.HTTPConnection(parts.hostname or "", timeout=PATIENCE)
    try:
        with contextlib.closing(connection):
            connection.sock = reach(parts.hostname or "")
            with reaching.in_time(connection.sock, PATIENCE):
                connection.request("HEAD", path, headers={"User-Agent": "ContraTrata"})
                status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError):
        return False
    return status not in (404, 410) and status < 500


def outside(host: str) -> socket.socket:
    """A connection over TLS to a host of the net (`base.reaching`). Raises `OSError`."""
    return reaching.outside(host, PATIENCE)


def _note(practice_id: Any, asked: dict[str, bool]) -> None:
    """Note what did not answer, forget what answers again or is not of the practice any more.

    The practice may be gone since its links were read: asking takes its time.
    """
    practice = Practice.objects.filter(id=practice_id).first()
    if practice is None:
        DeadLink.objects.filter(practice_id=practice_id).delete()
        return
    mine = DeadLink.objects.filter(practice_id=practice_id)
    dead: Iterable[str] = [url for url, answered in asked.items() if not answered]
    mine.exclude(url__in=dead).delete()
    for url in dead:
        row, created = mine.get_or_create(practice_id=practice_id, url=url, defaults={"since": clock.now()})
        if not created:
            row.tries = min(row.tries + 1, 1_000)
            row.save(update_fields=["tries"])
        if row.tries == TELL_AFTER:
            to_authors(practice, DEAD_LINK)
