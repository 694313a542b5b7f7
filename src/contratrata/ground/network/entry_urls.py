"""Addresses of coming in: invitations, and help with a lost second factor."""

from django.urls import path

from . import entry_views, help_views

app_name = "entry"
urlpatterns = [
    path("invitacion/<str:token>/", entry_views.invitation, name="invitation"),
    path("entrar/sin-segundo-factor/", help_views.ask, name="ask_help"),
    path("ayuda-de-acceso/", help_views.helps, name="helps"),
    path("ayuda-de-acceso/<uuid:help_id>/", help_views.answer, name="answer_help"),
]
