"""Addresses of the vault: only the keeping of drafts."""

from django.urls import path

from . import views

app_name = "vault"
urlpatterns = [path("borrador/", views.keep_draft, name="draft")]
