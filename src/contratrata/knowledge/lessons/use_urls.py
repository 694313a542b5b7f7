"""The addresses of the uses of messages."""

from contratrata.ground.nouns.public import urls

from .models import USES

app_name = "lesson_uses"
urlpatterns = urls(USES, "usos-de-mensajes/", "nuevo")
