"""The addresses of the public face."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import views
from .home import home

app_name = "public"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    public_path("", home, "home"),
]
