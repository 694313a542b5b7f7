"""The addresses of surveys."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import open_views, views, word_views

app_name = "surveys"
_OPEN = "eventos/<event:event_code>/encuesta/<slug:survey_code>/"
_ONE = "encuestas/<uuid:survey_id>/"
_WORDS = f"{_ONE}respuestas/<slug:question>/"
urlpatterns = [
    public_path(_OPEN, open_views.answer, "answer"),
    public_path(f"{_OPEN}<str:ticket>/", open_views.answer_by, "answer_by"),
    path("encuestas/evento/<uuid:event_id>/", views.of_event, name="of_event"),
    path("encuestas/evento/<uuid:event_id>/nueva/", views.new, name="new"),
    path(_ONE, views.one, name="one"),
    path(f"{_ONE}cambiar/", views.change, name="change"),
    path(f"{_ONE}quitar/", views.remove, name="remove"),
    path(f"{_ONE}abrir/", views.open_one, name="open"),
    path(f"{_ONE}ultimo-dia/", views.last_day, name="last_day"),
    path(f"{_ONE}cerrar/", views.close, name="close"),
    path(f"{_ONE}hoja/", views.sheet, name="sheet"),
    path(f"{_ONE}imprimir/", views.paper, name="paper"),
    path(_WORDS, word_views.words, name="words"),
    path(f"{_WORDS}<uuid:answer_id>/", word_views.tag, name="tag"),
    path(f"{_ONE}con-nombre/", word_views.names, name="names"),
]
