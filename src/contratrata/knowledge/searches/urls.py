"""The addresses of kept searches."""

from django.urls import path

from . import views

app_name = "searches"
urlpatterns = [
    path("", views.listed, name="list"),
    path("nueva/", views.new, name="new"),
    path("<uuid:search_id>/", views.detail, name="detail"),
    path("<uuid:search_id>/quitar/", views.remove, name="remove"),
]
