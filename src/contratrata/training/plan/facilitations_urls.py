"""The addresses of the facilitations."""

from contratrata.ground.nouns.public import urls

from .models import FACILITATIONS

app_name = "facilitations"
urlpatterns = urls(FACILITATIONS, "formacion/facilitacion/", "nueva")
