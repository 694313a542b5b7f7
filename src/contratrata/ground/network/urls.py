"""The addresses of the network: its organisations; people, settings and agreement of one's own."""

from django.urls import path

from . import choose, house_views, realm_views, staff_views

app_name = "network"
urlpatterns = [
    path("organizacion/", choose.choose, name="choose"),
    path("organizacion/otra/", choose.other, name="other"),
    path("organizaciones/", realm_views.organisations, name="organisations"),
    path("organizaciones/invitar/", realm_views.invite_organisation, name="invite_organisation"),
    path(
        "organizaciones/invitaciones/<uuid:invitation_id>/enviar/",
        realm_views.invite_again,
        name="invite_again",
    ),
    path("personal/", staff_views.staff, name="staff"),
    path("personal/invitar/", staff_views.invite_person, name="invite_person"),
    path("personal/<uuid:membership_id>/funciones/", staff_views.change_roles, name="change_roles"),
    path("personal/<uuid:membership_id>/terminar/", staff_views.end_membership, name="end_membership"),
    path(
        "personal/invitaciones/<uuid:invitation_id>/retirar/",
        staff_views.revoke_invitation,
        name="revoke_invitation",
    ),
    path("ajustes/", house_views.settings, name="settings"),
    path("acuerdos/", house_views.agreements, name="agreements"),
]
