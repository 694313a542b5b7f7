"""The addresses of events."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import addresses, day_pages, open_pages, views  # noqa: F401  (one is a converter)
from .models import EVENTS

app_name = "events"
_PART = "eventos/<uuid:event_id>/<slug:slug>/"
urlpatterns = [
    *urls(EVENTS, "eventos/", "nuevo"),
    path("eventos/<uuid:row_id>/cancelar/", views.cancel, name="cancel"),
    path("eventos/<uuid:row_id>/retomar/", views.resume, name="resume"),
    path("eventos/calendario/", day_pages.calendar, name="calendar"),
    path("eventos/<uuid:row_id>/mesas/", day_pages.tables, name="tables"),
    path("eventos/<uuid:event_id>/sesiones/<uuid:session_id>/antes/", views.put_earlier, name="put_earlier"),
    path("eventos/<uuid:event_id>/personas/<uuid:speaker_id>/permiso/", views.withdraw, name="withdraw"),
    path(f"{_PART}nueva/", views.new_part, name="new_part"),
    path(f"{_PART}<uuid:part_id>/", views.part, name="part"),
    path(f"{_PART}<uuid:part_id>/quitar/", views.remove_part, name="remove_part"),
    public_path("eventos/", open_pages.catalogue, "catalogue"),
    public_path("eventos/eventos.ics", open_pages.calendar_feed, "feed"),
    public_path("eventos/<event:code>/", open_pages.page, "page"),
    public_path("eventos/<event:code>/evento.ics", open_pages.calendar_file, "calendar_file"),
]
