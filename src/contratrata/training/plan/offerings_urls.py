"""The addresses of the offerings."""

from contratrata.ground.nouns.public import urls

from .models import OFFERINGS

app_name = "offerings"
urlpatterns = urls(OFFERINGS, "formacion/cursos-que-se-dan/", "nuevo")
