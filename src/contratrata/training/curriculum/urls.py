"""The address of what is uncovered."""

from django.urls import path

from . import views

app_name = "curriculum"
urlpatterns = [path("formacion/que-falta-cubrir/", views.coverage, name="matrix")]
