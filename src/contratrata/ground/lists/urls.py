"""Addresses of lists: what is found while one types."""

from django.urls import path

from . import choosing

app_name = "lists"
urlpatterns = [path("<slug:source>/", choosing.choices, name="choices")]
