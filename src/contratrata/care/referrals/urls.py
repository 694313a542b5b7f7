"""The addresses of referrals: ids only, never a name."""

from django.urls import path

from . import views

app_name = "referrals"
HERE = "derivaciones/<uuid:referral_id>/"

urlpatterns = [
    path("bandeja/", views.inbox, name="inbox"),
    path("derivaciones/", views.outbox, name="outbox"),
    path("derivaciones/nueva/", views.start, name="start"),
    path(HERE, views.detail, name="detail"),
    path(HERE + "derivacion.pdf", views.pdf, name="pdf"),
    path(HERE + "partes/", views.parts, name="parts"),
    path(HERE + "permiso/", views.consent, name="consent"),
    path(HERE + "enviar/", views.preview, name="preview"),
    path(HERE + "descartar/", views.discard, name="discard"),
    path(HERE + "mensaje/", views.say, name="say"),
    path(HERE + "recibida/", views.press, {"verb": "receive"}, name="receive"),
    path(HERE + "atencion/", views.press, {"verb": "begin_care"}, name="begin_care"),
    path(HERE + "leida/", views.press, {"verb": "feedback_seen"}, name="feedback_seen"),
    path(HERE + "expediente/", views.act, {"verb": "open_own_case"}, name="open_own_case"),
    path(HERE + "identidad/", views.look, name="look"),
    path(HERE + "responsable/", views.assign, name="assign"),
    path(HERE + "aceptar/", views.act, {"verb": "accept"}, name="accept"),
    path(HERE + "rechazar/", views.act, {"verb": "decline"}, name="decline"),
    path(HERE + "atendida/", views.act, {"verb": "attend"}, name="attend"),
    path(HERE + "cerrar/", views.act, {"verb": "close"}, name="close"),
    path(HERE + "retirar/", views.act, {"verb": "withdraw"}, name="withdraw"),
    path(HERE + "actualizar/", views.act, {"verb": "send_update"}, name="send_update"),
]
