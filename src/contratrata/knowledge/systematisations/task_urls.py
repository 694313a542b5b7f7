"""The addresses of recommendations that are followed up."""

from contratrata.ground.nouns.public import urls

from .models import TASKS

app_name = "recommendation_tasks"
urlpatterns = urls(TASKS, "recomendaciones/", "nueva")
