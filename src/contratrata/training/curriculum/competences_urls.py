"""The addresses of the competences."""

from contratrata.ground.nouns.public import urls

from .models import COMPETENCES

app_name = "competences"
urlpatterns = urls(COMPETENCES, "formacion/competencias/", "nueva")
