"""The public home: help first, then what the network is and knows, and the ways in."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contratrata.ground.base import package
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import Block
from contratrata.ground.charts.public import CountryMap, Figure
from contratrata.ground.codes.public import country, country_name
from contratrata.ground.network.public import Organisation, is_demonstration, public_realm
from contratrata.ground.ui.linked import linked_data


def _description() -> str:
    return _(
        "Red regional de organizaciones que atienden a víctimas de trata de personas en Centroamérica y el Caribe."
    )


@public_page
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Help by country before the title; the blocks that packages bring, or what will stand there."""
    members = _members()
    blocks = package.home_blocks(language)
    context = {
        "help_now": package.help_now(language),
        "hotlines": package.hotlines(language),
        "placed": {block.place: block for block in blocks if block.place},
        "more": [block for block in blocks if not block.place],
        "organisations": members.total(),
        "countries": len(members),
        "map": _map(members) if len(members) > 1 else None,
        "description": _description(),
        "linked_data": _linked_data(language, blocks),
        "language": language,
    }
    return render(request, "face/home.html", context)


def _members() -> Counter[str]:
    """How many organisations of the network there are in each country."""
    rows = Organisation.objects.filter(realm=public_realm(), left_at=None, fictitious=is_demonstration())
    return Counter(rows.values_list("country", flat=True))


def _map(members: Counter[str]) -> Figure:
    """Where the network is: how many organisations in each country."""
    codes = {one: country(one).alpha2 for one in members}
    drawing = CountryMap(
        {codes[one]: number for one, number in members.items()},
        {codes[one]: country_name(one) for one in members},
        _("Organizaciones"),
    )
    return Figure(
        "members", _("Organizaciones de la red por país"), _("La red está en varios países."), drawing,
        counted=_("Organizaciones que hoy son parte de la red."),
    )  # fmt: skip


def _linked_data(language: str, blocks: Iterable[Block]) -> SafeString:
    """What search engines read: the network as an organisation, and its site."""
    address = settings.SITE_ADDRESS + reverse("public:home", args=[language])
    network = {
        "@type": "Organization",
        "@id": f"{settings.SITE_ADDRESS}/#network",
        "name": "ContraTrata",
        "url": address,
        "description": _description(),
    }
    site = {
        "@type": "WebSite",
        "@id": f"{settings.SITE_ADDRESS}/#site",
        "name": "ContraTrata",
        "url": address,
        "inLanguage": language,
        "publisher": {"@id": network["@id"]},
        "hasPart": [
            {"@type": "Collection", "name": block.title, "url": settings.SITE_ADDRESS + block.url}
            for block in blocks
        ],
    }
    return linked_data({"@graph": [network, site]})
