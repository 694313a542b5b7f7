"""The addresses of attendance."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import certificate_views, own_views, views

app_name = "attendance"
_EVENT = "eventos/<uuid:event_id>/asistencia/"
urlpatterns = [
    path(_EVENT, views.page, name="overview"),
    path(f"{_EVENT}aclarar/", views.clarify_next, name="clarify_next"),
    path(f"{_EVENT}escribir/", views.write, name="write"),
    path(f"{_EVENT}certificados/", certificate_views.certificates, name="certificates"),
    path(f"{_EVENT}certificados/emitir/", certificate_views.certify, name="certify"),
    path(f"{_EVENT}<uuid:session_id>/traer/", views.bring, name="bring"),
    path(f"{_EVENT}<uuid:session_id>/lista/", views.sign_in, name="sign_in"),
    path(f"{_EVENT}<uuid:session_id>/puerta/", views.door, name="door"),
    path("asistencia/informes/<uuid:report_id>/", views.report, name="report"),
    path("asistencia/informes/<uuid:report_id>/quitar/", views.take_back, name="take_back"),
    path("asistencia/personas/<uuid:identity_id>/", views.clarify, name="clarify"),
    public_path("inscripcion/<str:token>/certificado.pdf", own_views.paper, "own_paper"),
    public_path("inscripcion/<str:token>/certificado/enlace/", own_views.link, "own_link"),
    public_path("entrada/<str:token>/", views.enter, "enter"),
    public_path("entrada/<str:token>/pantalla/", views.screen, "screen"),
]
