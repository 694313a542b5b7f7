"""Public pages: for anybody, without cookies, in the language of their address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contratrata.ground.base import package
from contratrata.ground.base.anonymous import public_page

LANGUAGES = [code for code, _name in settings.LANGUAGES]


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
