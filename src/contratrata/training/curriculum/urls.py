"""The addresses of what is uncovered, and of the versions of the curriculum."""

from django.urls import path

from . import edition_views, views

app_name = "curriculum"
urlpatterns = [
    path("formacion/que-falta-cubrir/", views.coverage, name="matrix"),
    path("formacion/versiones/", edition_views.every, name="editions"),
    path("formacion/versiones/cerrar/", edition_views.close, name="close"),
    path("formacion/versiones/<int:number>/", edition_views.one, name="edition"),
]
