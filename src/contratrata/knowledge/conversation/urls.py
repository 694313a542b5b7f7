"""The addresses of the conversation."""

from django.urls import path

from . import views

app_name = "conversation"
urlpatterns = [
    path("practicas/<uuid:row_id>/conversacion/", views.thread, name="thread"),
    path("conversacion/<uuid:post_id>/cambiar/", views.edit, name="edit"),
    path("conversacion/<uuid:post_id>/avisar/", views.report, name="report"),
    path("conversacion/<uuid:post_id>/ocultar/", views.hide, name="hide"),
    path("conversacion/<uuid:post_id>/mostrar/", views.show, name="show"),
]
