"""The addresses of imports: ids only, never the name of a file."""

from django.urls import path

from . import views

app_name = "imports"
_ONE = "<uuid:import_id>/"
urlpatterns = [
    path("", views.imports, name="list"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}avance/", views.progress, name="progress"),
    path(f"{_ONE}informe/", views.report, name="report"),
    path(f"{_ONE}traer/", views.bring, name="bring"),
    path(f"{_ONE}cancelar/", views.cancel, name="cancel"),
    path(f"{_ONE}deshacer/", views.reverse, name="reverse"),
    path(f"{_ONE}seguir/", views.go_on, name="go_on"),
]
