"""Addresses under `/avisos/`."""

from django.urls import path

from . import views

app_name = "noticeboard"
urlpatterns = [
    path("", views.waiting, name="list"),
    path("vistos/", views.seen, name="seen"),
]
