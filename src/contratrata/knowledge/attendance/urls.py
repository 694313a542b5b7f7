"""The addresses of attendance."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import views

app_name = "attendance"
_EVENT = "eventos/<uuid:event_id>/asistencia/"
urlpatterns = [
    path(_EVENT, views.page, name="overview"),
    path(f"{_EVENT}aclarar/", views.clarify_next, name="clarify_next"),
    path(f"{_EVENT}escribir/", views.write, name="write"),
    path(f"{_EVENT}<uuid:session_id>/traer/", views.bring, name="bring"),
    path(f"{_EVENT}<uuid:session_id>/lista/", views.sign_in, name="sign_in"),
    path(f"{_EVENT}<uuid:session_id>/puerta/", views.door, name="door"),
    path("asistencia/informes/<uuid:report_id>/", views.report, name="report"),
    path("asistencia/informes/<uuid:report_id>/quitar/", views.take_back, name="take_back"),
    path("asistencia/personas/<uuid:identity_id>/", views.clarify, name="clarify"),
    public_path("entrada/<str:token>/", views.enter, "enter"),
    public_path("entrada/<str:token>/pantalla/", views.screen, "screen"),
]
