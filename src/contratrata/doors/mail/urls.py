"""Addresses of the outbox."""

from django.urls import path

from . import views

app_name = "mail"
urlpatterns = [
    path("correo/", views.queue, name="queue"),
    path("correo/retenidos/", views.held, name="held"),
    path("correo/retenidos/<uuid:batch>/", views.look, name="look"),
    path("cuenta/correos/", views.choices, name="choices"),
]
