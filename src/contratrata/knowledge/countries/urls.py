"""The addresses of the country pages."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import views

app_name = "countries"
_ENTRY = "paises/<uuid:entry_id>/"
urlpatterns = [
    path("paises/", views.entries, name="list"),
    path("paises/nueva/", views.new, name="new"),
    path(_ENTRY, views.entry, name="entry"),
    path(f"{_ENTRY}cambiar/", views.edit, name="edit"),
    path(f"{_ENTRY}<slug:verb>/", views.publish, name="publish"),
    public_path("paises/<slug:code>/", views.page, "page"),
]
