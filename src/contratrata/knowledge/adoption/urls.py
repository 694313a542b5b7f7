"""The addresses of adoption."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import open_pages, views

app_name = "adoption"
urlpatterns = [
    path("practicas/<uuid:row_id>/adopcion/", views.practice, name="practice"),
    path("practicas/<uuid:row_id>/adaptar/", views.want, name="want"),
    path("practicas/<uuid:row_id>/preguntar/<uuid:organisation_id>/", views.ask, name="ask"),
    path("adopcion/", views.every, name="matrix"),
    path("adopcion/<uuid:adoption_id>/", views.adoption, name="row"),
    path("adopcion/<uuid:adoption_id>/nombre/", views.name, name="name"),
    path("adopcion/<uuid:adoption_id>/aprendido/", views.learn, name="learn"),
    path("adopcion/<uuid:adoption_id>/paso/<slug:slug>/", views.step, name="step"),
    path("aprendido/<uuid:learned_id>/cambiar/", views.change_learned, name="change_learned"),
    path("aprendido/<uuid:learned_id>/quitar/", views.remove_learned, name="remove_learned"),
    path("aprendido/<uuid:learned_id>/publicar/", views.accept, name="accept"),
    path("aprendido/<uuid:learned_id>/retirar/", views.refuse, name="refuse"),
    path("consultas/<uuid:request_id>/", views.request_page, name="request"),
    path("consultas/<uuid:request_id>/responder/", views.answer, name="answer"),
    path("consultas/<uuid:request_id>/decidir/", views.decide, name="decide"),
    public_path("adopcion/", open_pages.every, "open_matrix"),
]
