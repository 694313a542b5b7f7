"""Into a room at a distance: who plans says where, who registered and who has a part find the way in; certificates."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from test_heads import come_in
from visiting import Visiting

from attending import brought, sign_up
from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import public as credentials
from contratrata.ground.credentials import signing
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.registrations.public import Registration, own_path
from contratrata.knowledge.rooms import links
from planning import a_session, a_speaker, an_event, publish

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


def test_from_saying_where_to_the_door_of_the_room_and_the_certificate(
    real_cast: Cast, visit: Visiting
) -> None:
    flor = real_cast.flor
    now = clock.now().astimezone(ZoneInfo("America/Costa_Rica")).replace(microsecond=0)
    event = an_event(flor, "Faro", starts_on=now.date(), ends_on=None, mode="hybrid", certificate_sessions=1,
                     certificate_minutes=30)  # fmt: skip
    speaker = a_speaker(flor, event, email="camila@faro.example")
    early = now - dt.timedelta(minutes=45)
    first = a_session(
        flor, event, "La oferta que parecía buena", day=early.date(), starts=early.time(), minutes=40
    )
    second = a_session(flor, event, "Cuando capta quien te quiere", day=now.date(), starts=now.time(), minutes=90,
                       speakers=(str(speaker.id),))  # fmt: skip
    publish(flor, event.id)
    ana, bea = sign_up(real_cast, event, "Ana Lucía Morales Tzoc", "Beatriz Ixcoy Paz")
    organiser = visit()
    come_in(organiser, flor)
    organiser.go("/eventos/servidores-de-reuniones/")
    organiser.press("Agregar un servidor")
    form = organiser.page
    form.get_by_label("Jitsi", exact=True).check()
    form.get_by_label("Cómo lo llaman").fill("Reuniones de Casa Refugio (ficticio)")
    form.get_by_label("Dirección").fill("https://meet.faro.example")
    form.get_by_label("Secreto compartido").fill("secreto-ficticio")
    form.get_by_label("Identificador con que firma").fill("faro")
    organiser.press("Guardar")
    organiser.go(f"/eventos/{event.id}/salas-en-linea/")
    organiser.press("Decir dónde se reúne")
    organiser.page.get_by_label("Reuniones de Casa Refugio").check()
    organiser.page.get_by_label("También las demás sesiones").check()
    organiser.press("Guardar")
    organiser.press("Entrar como quien modera")
    organiser.page.get_by_label("Con qué nombre entra").fill("Flor (ficticia)")
    organiser.press("Abrir la sala")
    brought(flor, first, (ana.name, ana.email, 0, 38), (bea.name, bea.email, 0, 12))
    organiser.go(f"/eventos/{event.id}/asistencia/")
    organiser.press("Emitir certificados")
    organiser.press("Emitir certificados")
    organiser.press("Emitir certificados")
    with acting(flor.scope):
        (award,) = credentials.awards_of("event", event.id)
        paths = [own_path(row) for row in Registration.objects.filter(id__in=[ana.id, bea.id]).order_by("at")]
        host = links.path_of(speaker, "es")
    signing.sign(job_scope(real_cast.refugio), award.id)
    organiser.go(f"/eventos/{event.id}/asistencia/certificados/")
    organiser.close()
    somebody = visit()
    for path in paths:
        somebody.go(path)
    somebody.go(f"{paths[0]}sala/{second.id}/nombre/")
    somebody.page.get_by_label("Con qué nombre entra").fill("Ana L.")
    somebody.press("Seguir")
    somebody.go(host)
    somebody.press("Abrir la sala y entrar")
    somebody.close()
