"""The addresses of asking to join."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import views

app_name = "joining"
urlpatterns = [
    public_path("unirse/", views.join, "join"),
    path("red/peticiones/", views.requests, name="requests"),
    path("red/peticiones/<uuid:request_id>/", views.one, name="request"),
]
