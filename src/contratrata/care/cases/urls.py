"""The addresses of cases. No name ever stands in one: ids and steps only."""

from django.urls import path

from .views import (
    consents,
    contacts,
    editing,
    elements,
    ending,
    file,
    listing,
    paper,
    planning,
    registering,
    team,
)

app_name = "cases"
_CASE = "<uuid:case_id>/"
_REGISTRATION = "registrar/<uuid:registration_id>/"

urlpatterns = [
    path("", listing.cases, name="list"),
    path("buscar/", listing.find, name="find"),
    path("registrar/", registering.look_first, name="register"),
    path("registrar/hoja-en-blanco.pdf", paper.blank, name="blank"),
    path("registrar/empezar/", registering.start, name="register_start"),
    path(f"{_REGISTRATION}resumen/", registering.summary, name="register_summary"),
    path(f"{_REGISTRATION}descartar/", registering.discard, name="register_discard"),
    path(f"{_REGISTRATION}<slug:slug>/", registering.page, name="register_page"),
    path("primer-contacto/", contacts.record, name="contact_new"),
    path("primeros-contactos/", contacts.contacts, name="contacts"),
    path("primeros-contactos/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("primeros-contactos/<uuid:contact_id>/caso/", contacts.make_case, name="contact_to_case"),
    path(_CASE, file.detail, name="detail"),
    path(f"{_CASE}relato/", file.story, name="story"),
    path(f"{_CASE}plan/", file.plan, name="plan"),
    path(f"{_CASE}equipo/", team.team, name="team"),
    path(f"{_CASE}historia/", file.history, name="history"),
    path(f"{_CASE}imprimir/", paper.printed, name="print"),
    path(f"{_CASE}imprimir.pdf", paper.printed_pdf, name="print_pdf"),
    path(f"{_CASE}cambiar/<slug:what>/", editing.edit, name="edit"),
    path(f"{_CASE}elementos/", elements.elements, name="elements"),
    path(f"{_CASE}condicion/", elements.assert_status, name="assert_status"),
    path(f"{_CASE}consentimientos/", consents.consents, name="consents"),
    path(f"{_CASE}consentimientos/nuevo/<slug:kind>/", consents.give, name="consent_new"),
    path(f"{_CASE}consentimientos/<uuid:consent_id>/retirar/", consents.withdraw, name="consent_withdraw"),
    path(f"{_CASE}notas/nueva/", planning.add_note, name="note_new"),
    path(f"{_CASE}notas/<uuid:note_id>/corregir/", planning.amend_note, name="note_amend"),
    path(f"{_CASE}necesidades/nueva/", planning.add_needs, name="needs_new"),
    path(f"{_CASE}necesidades/<uuid:need_id>/", planning.end_need, name="need_end"),
    path(f"{_CASE}necesidades/<uuid:need_id>/reabrir/", planning.reopen_need, name="need_reopen"),
    path(f"{_CASE}proximo-paso/", planning.set_step, name="step"),
    path(f"{_CASE}proximo-paso/<uuid:step_id>/hecho/", planning.step_done, name="step_done"),
    path(f"{_CASE}compartir/", team.share, name="share"),
    path(f"{_CASE}compartir/<uuid:user_id>/dejar/", team.unshare, name="unshare"),
    path(f"{_CASE}entregar/", team.hand_over, name="hand_over"),
    path(f"{_CASE}seguimiento/", ending.follow_up, name="follow_up"),
    path(f"{_CASE}reanudar/", ending.resume, name="resume"),
    path(f"{_CASE}cerrar/", ending.close, name="close"),
    path(f"{_CASE}reabrir/", ending.reopen, name="reopen"),
    path(f"{_CASE}quitar/", ending.remove_copied, name="remove_copied"),
    path(f"{_CASE}borrar/", ending.erase, name="erase"),
]
