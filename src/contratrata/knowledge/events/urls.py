"""The addresses of events."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import addresses, open_pages, views  # noqa: F401  (one is a converter)
from .models import EVENTS

app_name = "events"
_PART = "eventos/<uuid:event_id>/<slug:slug>/"
urlpatterns = [
    *urls(EVENTS, "eventos/", "nuevo"),
    path("eventos/<uuid:row_id>/cancelar/", views.cancel, name="cancel"),
    path(f"{_PART}nueva/", views.new_part, name="new_part"),
    path(f"{_PART}<uuid:part_id>/", views.part, name="part"),
    path(f"{_PART}<uuid:part_id>/quitar/", views.remove_part, name="remove_part"),
    public_path("eventos/", open_pages.catalogue, "catalogue"),
    public_path("eventos/<event:code>/", open_pages.page, "page"),
]
