"""The addresses of the directory."""

from django.urls import path

from . import views

app_name = "directory"
urlpatterns = [
    path("quien-puede-ayudar/", views.who_can_help, name="who_can_help"),
    path("quien-puede-ayudar/zonas/", views.area_field, name="area_field"),
    path("servicios/", views.services, name="services"),
    path("servicios/nuevo/", views.new, name="new"),
    path("servicios/plazas/", views.places, name="places"),
    path("servicios/<uuid:service_id>/", views.detail, name="service"),
    path("servicios/<uuid:service_id>/cambiar/<slug:section>/", views.change, name="change"),
    path("servicios/<uuid:service_id>/sigue-igual/", views.assure, name="assure"),
    path("servicios/<uuid:service_id>/<str:verb>/", views.move, name="move"),
]
