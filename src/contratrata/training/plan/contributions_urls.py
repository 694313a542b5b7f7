"""The addresses of the contributions."""

from contratrata.ground.nouns.public import urls

from .models import CONTRIBUTIONS

app_name = "contributions"
urlpatterns = urls(CONTRIBUTIONS, "formacion/aportes/", "nuevo")
