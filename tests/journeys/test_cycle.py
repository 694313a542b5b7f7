"""A cycle from its plan to the published PDF: planned, announced, registered for, attended, certified, surveyed, told.

Everybody is invented. Only those who fill the room come by operations; what the journey is about is pressed.
"""

import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from test_heads import come_in
from visiting import Visiting, Visitor

from attending import report_of, sign_up
from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import public as credentials
from contratrata.ground.credentials import signing
from contratrata.ground.network.public import job_scope
from contratrata.ground.outbox.sending import Content
from contratrata.knowledge.attendance.people import Person
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.surveys.models import Survey
from contratrata.knowledge.systematisations import parts
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS
from planning import a_session
from postbox import messages
from registering import NIEVES, happening
from surveying import answered, people
from systematising import part_values

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]

ZONE = "America/Costa_Rica"
TITLE = "Ciclo del faro (ficticio)"
SESSION, LATER = "La oferta que parecía buena (ficticio)", "Qué sigue (ficticio)"
MEMOIR, LESSON = "Lo que dejó el faro (ficticia)", "Un hilo sostiene más que un temario (ficticio)"
REGISTERED, CAME = 7, 6


def test_a_cycle_from_its_plan_to_the_published_pdf(real_cast: Cast, visit: Visiting) -> None:
    flor = visit(name="organiza")
    come_in(flor, real_cast.flor)
    event = plan(real_cast, flor)
    with acting(real_cast.flor.scope):
        first = Session.objects.order_by("day", "starts")[0]
    page = f"/es/eventos/{happening(real_cast, event).facts.code}/"
    nieves = visit(name="inscrita")
    own = register(nieves, page)
    others = sign_up(real_cast, event, *(f"Persona {n} (ficticia)" for n in range(REGISTERED - 1)))
    attend(flor, event, first, others)
    certify(real_cast, flor, event)
    nieves.go(own)
    assert "Su certificado" in nieves.text()
    survey(real_cast, flor, nieves, event, page)
    memoir = write(real_cast, flor, event)
    read(nieves)
    validate(flor, memoir)
    flor.close()
    gloria = visit(name="publica")
    come_in(gloria, real_cast.gloria)
    gloria.go(memoir)
    gloria.press("Publicar")
    gloria.press("Sí, publicar")
    gloria.close()
    nieves.close()
    check_what_anybody_reads(visit(name="cualquiera"), page)


def write_day(visitor: Visitor, name: str, day: dt.date) -> None:
    """A day into its three boxes."""
    for part in ("day", "month", "year"):
        visitor.write(f"{name}_{part}", str(getattr(day, part)))


def link_to(address: str, kind: str) -> str:
    """The path in the last mail of a kind to an address."""
    mails = [Content.of(one) for one in messages(kind=kind)]
    return [one.link for one in mails if one.address == address][-1]


def plan(cast: Cast, flor: Visitor) -> Event:
    """The event and its two sessions, of which one is over already; announced."""
    began = clock.now().astimezone(ZoneInfo(ZONE)).replace(microsecond=0) - dt.timedelta(minutes=100)
    flor.go("/eventos/")
    flor.press("Planear un evento")
    flor.tick("kind", "cycle")
    flor.write("name_es", TITLE)
    write_day(flor, "starts_on", began.date())
    write_day(flor, "ends_on", began.date() + dt.timedelta(days=7))
    flor.tick("mode", "online")
    flor.choose("zone", ZONE)
    flor.tick("who", "public")
    flor.write("certificate_sessions", "1")
    flor.write("certificate_minutes", "30")
    flor.press("Guardar")
    flor.press("Agregar una sesión")
    flor.tick("sort", "session")
    flor.write("title_es", SESSION)
    write_day(flor, "day", began.date())
    flor.write("starts", f"{began:%H:%M}")
    flor.write("minutes", "90")
    flor.press("Guardar")
    with acting(cast.flor.scope):
        event = Event.objects.get()
    a_session(cast.flor, event, "Qué sigue", day=began.date() + dt.timedelta(days=7))
    flor.go(f"/eventos/{event.id}/")
    flor.press("Publicar")
    flor.press("Sí, publicar")
    assert LATER in flor.text()
    return event


def register(nieves: Visitor, page: str) -> str:
    """Without an account; confirmed by the link of her mail, which is her own page."""
    nieves.go(page)
    nieves.press("Inscribirme")  # nothing typed: it says what is missing
    for name in ("name", "email"):
        nieves.write(name, NIEVES[name])
    nieves.choose("country", NIEVES["country"])
    nieves.tick("sector", NIEVES["sector"])
    nieves.press("Inscribirme")
    assert "Revise su correo" in nieves.text()
    own = link_to(NIEVES["email"], "registration.confirm")
    nieves.go(own)
    nieves.page.locator("main form button").first.click()
    nieves.page.get_by_text("Tiene un lugar").first.wait_for()
    nieves.look()
    assert SESSION in nieves.text()
    return own


def attend(flor: Visitor, event: Event, session: Session, others: list[Person]) -> None:
    """The report of the platform is brought: all came but one, and two left early."""
    came = [(NIEVES["name"], NIEVES["email"], 0, 88)]
    came += [(one.name, one.email, 2, 20 if n < 2 else 85) for n, one in enumerate(others[: CAME - 1])]
    flor.go(f"/eventos/{event.id}/asistencia/{session.id}/traer/")
    flor.page.locator("main input[type=file]").set_input_files(
        {"name": "participantes.csv", "mimeType": "text/csv", "buffer": report_of(session, *came)}
    )
    flor.press("Traer el informe")
    assert "El informe está leído" in flor.text()


def certify(cast: Cast, flor: Visitor, event: Event) -> None:
    """For those who stayed; signed as the worker does it."""
    flor.go(f"/eventos/{event.id}/asistencia/certificados/")
    flor.press("Emitir certificados")
    flor.press("Emitir certificados")
    with acting(cast.flor.scope):
        (award,) = credentials.awards_of("event", event.id)
    assert signing.sign(job_scope(cast.refugio), award.id) == CAME - 2


def survey(cast: Cast, flor: Visitor, nieves: Visitor, event: Event, page: str) -> None:
    """Prepared, opened, answered by six, closed; its results may be told."""
    flor.go(f"/encuestas/evento/{event.id}/")
    flor.press("Preparar la primera")
    flor.tick("timing", "after")
    flor.tick("who", "anybody")
    flor.page.locator("main input[name=shares]").check()
    flor.press("Guardar la encuesta")
    flor.press("Abrir la encuesta")
    flor.press("Sí, abrir")
    with acting(cast.flor.scope):
        row = Survey.objects.get()
    answered(happening(cast, event), row, *people(5, knows="much"))
    nieves.go(f"{page}encuesta/{row.code}/")
    nieves.page.locator("main input[name=knows]").last.check()
    nieves.press("Enviar mis respuestas")
    flor.press("Cerrar")
    flor.press("Sí, cerrar")
    assert "La encuesta está cerrada" in flor.text()


def write(cast: Cast, flor: Visitor, event: Event) -> str:
    """Begun from the event, with what is known of it; its parts, and given to those who came. Returns its page."""
    flor.go(f"/eventos/{event.id}/")
    flor.press("Empezar una sistematización")
    assert TITLE in flor.page.locator("main select[name=tie] option:checked").inner_text()
    flor.write("name_es", MEMOIR)
    flor.tick("sort", "cycle")
    flor.press("Guardar")
    memoir = flor.page.url.removeprefix(flor.address)
    known = " ".join(flor.text().split())
    for words in (f"{REGISTERED} personas inscritas", f"{CAME} personas asistieron", SESSION, LATER):
        assert words in known, known
    assert "No hay resultados de encuesta" not in known
    for button, values in (
        ("Escribir el resumen", {"lead_es": "Dos sesiones reunieron a siete personas (ficticio)."}),
        ("Añadir una lección", {"lesson_es": LESSON, "why_es": "Se recuerda (ficticio).", "evidence_es": "Se dijo."}),
    ):  # fmt: skip
        flor.press(button)
        for name, text in values.items():
            flor.write(name, text)
        flor.press("Guardar")
    with acting(cast.flor.scope):
        row = SYSTEMATISATIONS.rows().get()
        parts.add(row.id, "recommendation", values=part_values("recommendation", "Repetir"))
    flor.press("Pedir que la lean quienes participaron")
    flor.page.locator("main input[name=present]").check()
    flor.press("Enviar los enlaces")
    return memoir


def read(nieves: Visitor) -> None:
    """By the link of her mail: something is missing, but so it was."""
    nieves.go(link_to(NIEVES["email"], "systematisation.read"))
    assert LESSON in nieves.text()
    nieves.write("words", "Faltó decir que hubo audio solo (ficticio)")
    nieves.press("Enviar la observación")
    nieves.press("Sí, fue así: la valido")
    assert "queda validada por usted" in nieves.text()


def validate(flor: Visitor, memoir: str) -> None:
    """What was said is collected and answered, and it is validated."""
    flor.go(memoir)
    flor.press("Recoger lo que dijeron")
    flor.page.locator("main form button").first.click()
    flor.page.get_by_text("hubo audio solo").first.wait_for()
    flor.press("Atenderla")
    flor.tick("taken", "yes")
    flor.press("Guardar")
    flor.press("Dar por validada")
    flor.press("Sí, está validada")


def check_what_anybody_reads(somebody: Visitor, page: str) -> None:
    """From the page of the event to the publication, and its paper: tagged, with the numbers of who came."""
    somebody.go(page)
    somebody.press(MEMOIR)
    shown = " ".join(somebody.text().split())
    facts = f"2 sesiones {REGISTERED} personas inscritas {CAME} personas asistieron 5 respuestas"
    for words in (facts, LESSON, "1 persona"):
        assert words in shown, words
    for name in (NIEVES["name"], NIEVES["email"], "audio solo"):
        assert name not in shown
    address = somebody.page.locator("main a[type='application/pdf']").first.get_attribute("href")
    answer = somebody.context.request.get(f"{somebody.address}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.body()))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert str(root["/Lang"]).startswith("es")
    text = "".join("".join(one.extract_text().split()) for one in reader.pages)
    for words in (MEMOIR, LESSON, SESSION, LATER):
        assert "".join(words.split()) in text, words
    assert re.search(rf"{REGISTERED}personasinscritas", text)
    assert re.search(rf"{CAME}personasasistieron", text)
    assert "Nieves" not in text
    somebody.close()
