"""The addresses of the roster."""

from django.urls import path

from . import views

app_name = "roster"
urlpatterns = [
    path("personas-expertas/", views.experts, name="experts"),
    path("personas-expertas/yo/", views.mine, name="mine"),
    path("personas-expertas/yo/retirarse/", views.withdraw, name="withdraw"),
    path("personas-expertas/<uuid:expert_id>/", views.expert, name="expert"),
    path("personas-expertas/mensajes/<uuid:letter_id>/", views.letter, name="letter"),
]
