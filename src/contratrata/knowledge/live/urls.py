"""The addresses of what happens in a session."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import room_views, table_views, views

app_name = "live"
_EVENT = "eventos/<uuid:event_id>/"
_TABLE = f"{_EVENT}plenaria/mesas/<uuid:session_id>/"
_ROOM = f"{_EVENT}plenaria/salones/<uuid:session_id>/"
_WRITE = "relatoria/<str:token>/"
urlpatterns = [
    path(f"{_EVENT}plenaria/", views.plenary_page, name="plenary"),
    path(f"{_EVENT}plenaria/proponer/", views.propose, name="propose"),
    path(f"{_EVENT}plenaria/llevar/<uuid:systematisation_id>/", views.take, name="take"),
    path(_TABLE, views.table, name="table"),
    path(f"{_TABLE}enlace/", views.turn, name="turn"),
    path(f"{_TABLE}mostrar/", views.share, name="share"),
    path(f"{_TABLE}abrir/", views.reopen, name="reopen"),
    path(_ROOM, views.moderate, name="room"),
    path(f"{_ROOM}pantalla/", views.screen, name="screen"),
    path(f"{_ROOM}preguntas/<uuid:question_id>/", views.judge, name="judge"),
    path(f"{_ROOM}sondeos/nuevo/", views.poll_new, name="poll_new"),
    path(f"{_ROOM}sondeos/<uuid:poll_id>/<slug:slug>/", views.poll_move, name="poll_move"),
    path(f"{_ROOM}palabras/<uuid:tally_id>/", views.word, name="word"),
    public_path(_WRITE, table_views.write, "write"),
    public_path(f"{_WRITE}guardar/", table_views.note, "note"),
    public_path(f"{_WRITE}acuerdo/", table_views.agree, "agree"),
    public_path(f"{_WRITE}acuerdo/<uuid:agreement_id>/", table_views.agreement, "agreement"),
    public_path(f"{_WRITE}adoptaria/", table_views.wish, "wish"),
    public_path("salon/entrar/<str:token>/", room_views.door, "door"),
    public_path("salon/tablero/<str:token>/", room_views.show, "board"),
    public_path("salon/<str:token>/", room_views.seat, "seat"),
]
