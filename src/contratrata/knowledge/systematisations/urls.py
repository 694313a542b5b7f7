"""The addresses of systematisations."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path
from contratrata.ground.nouns.public import urls

from . import open_pages, papers, reader_views, views
from .models import SYSTEMATISATIONS

app_name = "systematisations"
_ONE = "sistematizaciones/<uuid:row_id>/"
urlpatterns = [
    *urls(SYSTEMATISATIONS, "sistematizaciones/", "nueva"),
    path(f"{_ONE}partes/nueva/<slug:kind>/", views.part_new, name="part_new"),
    path(f"{_ONE}partes/<uuid:part_id>/cambiar/", views.part_edit, name="part_edit"),
    path(f"{_ONE}partes/<uuid:part_id>/quitar/", views.part_remove, name="part_remove"),
    path(f"{_ONE}partes/<uuid:part_id>/subir/", views.part_up, name="part_up"),
    path(f"{_ONE}partes/<uuid:part_id>/antes/", views.part_past, name="part_past"),
    path(
        f"{_ONE}partes/<uuid:part_id>/antes/<int:version>/retomar/", views.part_restore, name="part_restore"
    ),
    path(f"{_ONE}partes/<uuid:part_id>/antes/<int:version>/borrar/", views.part_forget, name="part_forget"),
    path(f"{_ONE}enviar/", views.send, name="send"),
    path(f"{_ONE}observaciones/<uuid:comment_id>/", views.answer, name="answer"),
    path(f"{_ONE}validar/", views.validate, name="validate"),
    path(f"{_ONE}publicacion.pdf", papers.pdf, name="pdf"),
    path(f"{_ONE}publicacion.docx", papers.word_draft, name="word"),
    public_path("sistematizaciones/", open_pages.every, "every"),
    public_path("sistematizaciones/<int:number>/", open_pages.page, "page"),
    public_path("sistematizaciones/<int:number>/publicacion.pdf", papers.open_pdf, "open_pdf"),
    public_path("sistematizaciones/<int:number>/publicacion.docx", papers.open_word, "open_word"),
    public_path("sistematizaciones/leer/<str:token>/", reader_views.read, "read"),
]
