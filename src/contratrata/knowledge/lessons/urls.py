"""The addresses of lessons and messages."""

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import open_pages
from .models import LESSONS

app_name = "lessons"
urlpatterns = [
    *urls(LESSONS, "lecciones/", "nueva"),
    public_path("lecciones/", open_pages.catalogue, "catalogue"),
    public_path("lecciones/<uuid:lesson_id>/", open_pages.page, "page"),
]
