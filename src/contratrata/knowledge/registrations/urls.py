"""The addresses of registering."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import open_views, views

app_name = "registrations"
_OWN = "inscripcion/<str:token>/"
_ONE = "inscripciones/<uuid:event_id>/<uuid:registration_id>/"
urlpatterns = [
    public_path("eventos/<event:code>/inscripcion/", open_views.sign_up, "sign_up"),
    public_path("eventos/<event:code>/inscripcion/<slug:invitation>/", open_views.invited, "invited"),
    public_path(_OWN, open_views.own, "own"),
    public_path(f"{_OWN}cambiar/", open_views.change, "change"),
    public_path(f"{_OWN}cancelar/", open_views.withdraw, "withdraw"),
    public_path(f"{_OWN}avisos/", open_views.quiet, "quiet"),
    public_path(f"{_OWN}participantes/", open_views.participants, "participants"),
    public_path(f"{_OWN}evento.ics", open_views.calendar, "calendar"),
    path("inscripciones/", views.everybody, name="list"),
    path("inscripciones/<uuid:event_id>/", views.of_event, name="of_event"),
    path("inscripciones/<uuid:event_id>/condiciones/", views.terms, name="terms"),
    path("inscripciones/<uuid:event_id>/invitar/", views.invite, name="invite"),
    path("inscripciones/<uuid:event_id>/invitar/enlace/", views.turn_link, name="turn_link"),
    path("inscripciones/<uuid:event_id>/proponer/", views.nominate, name="nominate"),
    path("inscripciones/<uuid:event_id>/hoja/", views.sheet, name="sheet"),
    path(_ONE, views.one, name="one"),
    path(f"{_ONE}aceptar/", views.approve, name="approve"),
    path(f"{_ONE}dar-lugar/", views.give_place, name="give_place"),
    path(f"{_ONE}lista-de-espera/", views.to_list, name="to_list"),
    path(f"{_ONE}no-aceptar/", views.decline, name="decline"),
    path(f"{_ONE}borrar/", views.erase, name="erase"),
]
