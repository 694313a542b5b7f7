"""The addresses of a plan besides those of every noun."""

from django.urls import path

from . import views

app_name = "plan"
urlpatterns = [
    path("formacion/", views.home, name="home"),
    path("formacion/planes/<uuid:row_id>/copiar/", views.copy, name="copy"),
    path("formacion/planes/<uuid:row_id>/comparar/", views.compare, name="compare"),
    path("formacion/planes/<uuid:row_id>/plan.pdf", views.paper, name="paper"),
    path("formacion/propuestas/<uuid:offering_id>/tomar/", views.include, name="include"),
]
