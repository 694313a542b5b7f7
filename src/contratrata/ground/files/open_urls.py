"""The addresses of files that anybody reads."""

from contratrata.ground.base.anonymous import public_path

from . import views

app_name = "open_files"
urlpatterns = [
    public_path("archivos/<uuid:open_id>/", views.open_file, "file"),
    public_path("archivos/<uuid:open_id>/miniatura/", views.open_small, "small"),
]
