"""The address of the knowledge's home."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [path("conocimiento/", views.home, name="home")]
