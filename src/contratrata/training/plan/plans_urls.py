"""The addresses of the plans."""

from contratrata.ground.nouns.public import urls

from .models import PLANS

app_name = "plans"
urlpatterns = urls(PLANS, "formacion/planes/", "nuevo")
