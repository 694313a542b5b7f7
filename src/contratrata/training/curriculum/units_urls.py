"""The addresses of the units."""

from contratrata.ground.nouns.public import urls

from .models import UNITS

app_name = "units"
urlpatterns = urls(UNITS, "formacion/unidades/", "nueva")
