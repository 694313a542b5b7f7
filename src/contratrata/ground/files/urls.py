"""The addresses of stored files: ids only."""

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("red/<uuid:file_id>/", views.shared_file, name="shared_file"),
    path("red/<uuid:file_id>/miniatura/", views.shared_small, name="shared_small"),
    path("<uuid:file_id>/", views.download, name="download"),
    path("<uuid:file_id>/miniatura/", views.small, name="small"),
]
