"""The addresses of the courses."""

from contratrata.ground.nouns.public import urls

from .models import COURSES

app_name = "courses"
urlpatterns = urls(COURSES, "formacion/cursos/", "nuevo")
