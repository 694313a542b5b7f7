"""The addresses of the platform's administration."""

from django.urls import path

from . import views

app_name = "platform"
urlpatterns = [
    path("", views.state, name="state"),
    path("trabajos/", views.jobs, name="jobs"),
    path("trabajos/<int:job_id>/otra-vez/", views.retry, name="retry"),
    path("respaldo/", views.keeping, name="keeping"),
]
