"""What was published last, to subscribe to: of the whole catalogue, or of what an address asks for."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import plain_text

from .addresses import page_url
from .catalogue import Asked, asked_in
from .catalogue import newest as newest_of
from .citing import PUBLISHER
from .models import QUESTIONS, code_of

#: So many stand in a feed.
SIZE = 30


#: What a feed of nothing says of when it changed: before anything was published.
_BEGAN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class _Steady(SyndicationFeed):
    """A feed that is the same until something is published."""

    def latest_post_date(self) -> dt.datetime:
        """When the last of it was published."""
        return max((item["updateddate"] for item in self.items), default=_BEGAN)


class _Atom(_Steady, Atom1Feed):
    """As Atom."""


class _Rss(_Steady, Rss201rev2Feed):
    """As RSS."""


@public_page
def atom(request: HttpRequest, language: str) -> HttpResponse:
    """As Atom."""
    return _feed(request, language, _Atom, "atom")


@public_page
def rss(request: HttpRequest, language: str) -> HttpResponse:
    """As RSS."""
    return _feed(request, language, _Rss, "rss")


def _feed(request: HttpRequest, language: str, kind: type[_Atom | _Rss], name: str) -> HttpResponse:
    asked = asked_in(request.GET)
    site, words = settings.SITE_ADDRESS, QUESTIONS.title.here()
    ending = "" if asked.is_empty else asked.url()
    feed = kind(
        title=words if asked.is_empty else f"{words}: {asked.title()}",
        link=site + reverse("practices:catalogue", args=[language]) + ending,
        description=_("Lo último que se publicó."),
        language=language,
        feed_url=site + reverse(f"practices:{name}", args=[language]) + ending,
        author_name=PUBLISHER,
    )
    for row in newest_of(asked, SIZE):
        _put(feed, row, language)
    answer = HttpResponse(content_type=feed.content_type)
    feed.write(answer, "utf-8")
    return answer


def _put(feed: SyndicationFeed, row: Any, language: str) -> None:
    url = settings.SITE_ADDRESS + page_url(language, row.number)
    areas = dict(QUESTIONS.fact("area").kind.options())
    feed.add_item(
        title=row.name.reading().text,
        link=url,
        description=plain_text(row.summary.reading().text),
        unique_id=f"{settings.SITE_ADDRESS}/{code_of(row.number)}/{row.version}",
        unique_id_is_permalink=False,
        pubdate=row.published_at,
        updateddate=row.published_at,
        categories=[*(areas[code] for code in row.area), country_name(row.country)],
    )


def feed_links(asked: Asked, language: str) -> dict[str, str]:
    """The addresses of the feeds of a question, by their kind."""
    ending = "" if asked.is_empty else asked.url()
    return {name: reverse(f"practices:{name}", args=[language]) + ending for name in ("atom", "rss")}
