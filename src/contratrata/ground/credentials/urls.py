"""The addresses of credentials."""

from django.urls import path

from contratrata.ground.base.anonymous import public_path

from . import held_views, open_views, views

app_name = "credentials"
urlpatterns = [
    public_path("verificar/", open_views.verify, "verify"),
    public_path("verificar/archivo/", open_views.verify_file, "verify_file"),
    public_path("verificar/<str:code>/", open_views.code, "code"),
    public_path("verificar/<str:code>/credencial/", open_views.code_file, "code_file"),
    public_path("certificado/<str:token>/", held_views.held, "held"),
    public_path("certificado/<str:token>/<str:form>/", held_views.held_file, "held_file"),
    path("credenciales/estados/<uuid:list_id>/", open_views.status, name="status"),
    path("credenciales/emisores/<uuid:issuer_id>/did.json", open_views.keys, name="keys"),
    path("certificados/", views.credentials, name="list"),
    path("certificados/llaves/", views.signing_keys, name="signing_keys"),
    path("certificados/llaves/cambiar/<str:public>/", views.rotate, name="rotate"),
    path("certificados/llaves/robada/<str:public>/", views.stolen, name="stolen"),
    path("certificados/firma/<uuid:award_id>/", views.progress, name="progress"),
    path("certificados/firma/<uuid:award_id>/seguir/", views.go_on, name="go_on"),
    path("certificados/<uuid:credential_id>/", views.one, name="one"),
    path("certificados/<uuid:credential_id>/pdf/", views.paper, name="paper"),
    path("certificados/<uuid:credential_id>/enlace/", views.send_link, name="send_link"),
    path("certificados/<uuid:credential_id>/retirar/", views.revoke, name="revoke"),
]
