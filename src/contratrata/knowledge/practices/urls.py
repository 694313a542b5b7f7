"""The addresses of the practices."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import addresses, citing, feeds, harvest, open_pages, version_views, views  # noqa: F401  (a converter)
from .models import PRACTICES

app_name = "practices"
urlpatterns = [
    *urls(PRACTICES, "practicas/", "nueva"),
    path("practicas/<uuid:row_id>/revisar/", views.review, name="review"),
    path("practicas/<uuid:row_id>/revisiones/<uuid:review_id>/responder/", views.reply, name="reply"),
    path("practicas/<uuid:row_id>/pedir-revision/", views.call, name="call"),
    path("practicas/<uuid:row_id>/no-revisar/", views.decline, name="decline"),
    path("practicas/<uuid:row_id>/que-cambio/", version_views.changed, name="changes"),
    path("practicas/<uuid:row_id>/que-cambio/<int:version>/borrar/", version_views.forget, name="forget"),
    path("practicas/<uuid:row_id>/retirar-idioma/", version_views.silence, name="silence"),
    public_path("practicas/", open_pages.catalogue, "catalogue"),
    public_path("practicas/novedades.atom", feeds.atom, "atom"),
    public_path("practicas/novedades.rss", feeds.rss, "rss"),
    public_path("practicas/<practice:code>/", open_pages.page, "page"),
    public_path("practicas/<practice:code>/citar/", citing.cite, "cite"),
    public_path("practicas/<practice:code>/cita.bib", citing.bibtex, "bibtex"),
    public_path("practicas/<practice:code>/cita.ris", citing.ris, "ris"),
    path("oai/", harvest.oai, name="oai"),
]
