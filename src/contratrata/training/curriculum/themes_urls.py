"""The addresses of the themes."""

from contratrata.ground.nouns.public import urls

from .models import THEMES

app_name = "themes"
urlpatterns = urls(THEMES, "formacion/temas/", "nuevo")
