"""The addresses of rooms."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import own_views, views

app_name = "rooms"
_EVENT = "eventos/<uuid:event_id>/salas-en-linea/"
_ONE = f"{_EVENT}sesion/<uuid:session_id>/"
_SERVERS = "eventos/servidores-de-reuniones/"
_OWN = "inscripcion/<str:token>/sala/<uuid:session_id>/"
urlpatterns = [
    path(_EVENT, views.of_event, name="of_event"),
    path(f"{_EVENT}escribir/", views.tell, name="tell"),
    path(_ONE, views.set_room, name="set"),
    path(f"{_ONE}quitar/", views.remove, name="remove"),
    path(f"{_ONE}entrar/", views.moderate, name="moderate"),
    path(_SERVERS, views.servers, name="servers"),
    path(f"{_SERVERS}nuevo/", views.new_server, name="new_server"),
    path(f"{_SERVERS}<uuid:server_id>/", views.server, name="server"),
    path(f"{_SERVERS}<uuid:server_id>/quitar/", views.remove_server, name="remove_server"),
    public_path(_OWN, own_views.enter, "enter"),
    public_path(f"{_OWN}nombre/", own_views.enter_named, "enter_named"),
    public_path("sala/<str:token>/", own_views.host, "host"),
]
