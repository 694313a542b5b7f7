"""The component page and others, made without a server, for the tests of this folder."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import include, path

from contratrata.ground.ui.showcase import PAGES
from contratrata.ground.ui.views import component_page

#: The living component page and every page beside it.
ALL = ["", *sorted(PAGES)]

urlpatterns = [path("idioma/", include("django.conf.urls.i18n"))]


def request() -> HttpRequest:
    """A GET with what the page's tags ask of a request."""
    request_factory = RequestFactory().get("/componentes/")
    request_factory.session = {}
    request_factory._messages = CookieStorage(request_factory)
    return request_factory


def components(page: str = "") -> str:
    """The component page, or a page that a package registered beside it, as it leaves the server."""
    return component_page(request(), page).content.decode()
