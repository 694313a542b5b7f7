"""Addresses under `/rastro/`."""

from django.urls import path

from . import views

app_name = "trail"
urlpatterns = [
    path("", views.trail, name="list"),
    path("verificacion/", views.verification, name="verification"),
    path("verificacion/comprobar/", views.verify, name="verify"),
]
