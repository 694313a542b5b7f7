"""The addresses of the practices."""

from contratrata.ground.nouns.public import urls

from .models import PRACTICES

app_name = "practices"
urlpatterns = [*urls(PRACTICES, "practicas/", "nueva")]
