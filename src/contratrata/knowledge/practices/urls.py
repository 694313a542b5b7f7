"""The addresses of the practices."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import (  # noqa: F401  (one is a converter)
    addresses,
    citing,
    feeds,
    harvest,
    open_pages,
    papers,
    version_views,
    views,
    word_pages,
)
from .models import PRACTICES

app_name = "practices"
urlpatterns = [
    *urls(PRACTICES, "practicas/", "nueva"),
    path("practicas/<uuid:row_id>/revisar/", views.review, name="review"),
    path("practicas/<uuid:row_id>/revisiones/<uuid:review_id>/responder/", views.reply, name="reply"),
    path("practicas/formulario.docx", word_pages.blank, name="word_blank"),
    path("practicas/traer-de-word/", word_pages.bring_new, name="word_bring_new"),
    path("practicas/<uuid:row_id>/practica.docx", word_pages.filled, name="word"),
    path("practicas/<uuid:row_id>/traer-de-word/", word_pages.bring, name="word_bring"),
    path("practicas/<uuid:row_id>/ficha.pdf", papers.ficha, name="ficha"),
    public_path("practicas/<uuid:practice_id>/practica.docx", word_pages.open_filled, "open_word"),
    public_path("practicas/<uuid:practice_id>/ficha.pdf", papers.open_ficha, "open_ficha"),
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
