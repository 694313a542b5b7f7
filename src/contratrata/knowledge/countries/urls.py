"""The addresses of the country pages."""

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import views
from .models import ENTRIES

app_name = "countries"
urlpatterns = [*urls(ENTRIES, "paises/", "nueva"), public_path("paises/<slug:code>/", views.page, "page")]
