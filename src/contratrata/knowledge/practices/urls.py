"""The addresses of the practices."""

from django.urls import path

from contratrata.ground.nouns.public import urls

from . import views
from .models import PRACTICES

app_name = "practices"
urlpatterns = [
    *urls(PRACTICES, "practicas/", "nueva"),
    path("practicas/<uuid:row_id>/revisar/", views.review, name="review"),
    path("practicas/<uuid:row_id>/revisiones/<uuid:review_id>/responder/", views.reply, name="reply"),
]
