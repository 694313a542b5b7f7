"""The addresses of the doors themselves: the first page, Hoy, the network's board, help."""

from django.urls import path

from contratrata.ground.network.public import anyone
from contratrata.ground.ui.views import component_page

from . import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("inicio/", views.start, name="start"),
    path("hoy/", views.today, name="today"),
    path("equipo/", views.team, name="team"),
    path("pais/", views.country, name="country"),
    path("red/", views.network, name="network"),
    path("ayuda/", views.help_page, name="help"),
    path("componentes/", anyone(component_page), name="components"),
    path("componentes/<slug:page>/", anyone(component_page), name="component_page"),
]
