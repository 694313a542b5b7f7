"""Public pages: for anybody, without cookies, in the language of their address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contratrata.ground.base import package
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.scope import Realm
from contratrata.ground.network.public import Organisation

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@public_page
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Help first; then what the network is, and the ways in."""
    members = Organisation.objects.filter(realm=Realm.REAL, left_at=None, fictitious=False)
    countries = list(members.order_by("country").values_list("country", flat=True))
    context = {
        "help_now": package.help_now(language),
        "blocks": package.home_blocks(language),
        "organisations": len(countries),
        "countries": len(set(countries)),
        "language": language,
    }
    return render(request, "face/home.html", context)


@public_page
def join(request: HttpRequest, language: str) -> HttpResponse:
    """How an organisation joins, and what it takes on."""
    return render(request, "face/join.html", {"language": language})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Only the public face may be indexed."""
    allowed = [f"Allow: /{language}/" for language in LANGUAGES]
    lines = ["User-agent: *", *allowed, "Allow: /static/", "Disallow: /"]
    text = "\n".join([*lines, f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language, as the packages tell them."""
    pages = [
        [(language, settings.SITE_ADDRESS + path) for language, path in zip(LANGUAGES, same, strict=True)]
        for same in zip(*(package.sitemap(language) for language in LANGUAGES), strict=True)
    ]
    return render(request, "face/sitemap.xml", {"pages": pages}, content_type="application/xml")
