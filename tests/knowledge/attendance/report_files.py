"""Attendance reports as their platforms write them, after their public formats. Everybody in them is invented."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from contratrata.knowledge.attendance.reports.report import Meeting

GUATEMALA = ZoneInfo("America/Guatemala")
#: Tuesday 6 October 2026, 10:00 to 11:30 in Guatemala.
MEETING = Meeting(
    dt.datetime(2026, 10, 6, 10, 0, tzinfo=GUATEMALA),
    dt.datetime(2026, 10, 6, 11, 30, tzinfo=GUATEMALA),
    "America/Guatemala",
)
#: Name, address, came, went: minutes after the session began.
Visit = tuple[str, str, int, int]
VISITS: Sequence[Visit] = (
    ("Ana Morales (ficticia)", "ana@una.example", 1, 40),
    ("Ana Morales (ficticia)", "ana@una.example", 50, 90),
    ("bea@otra.example", "", 0, 90),
    ("Carlos Ixcoy", "", 10, 30),
)


def at(minutes: float, meeting: Meeting = MEETING) -> dt.datetime:
    """The moment so many minutes after the session began, where its times are told."""
    return (meeting.starts + dt.timedelta(minutes=minutes)).astimezone(ZoneInfo(meeting.zone))


def text(rows: Sequence[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


ZOOM = {
    "en": ("Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest",
           "In waiting room"),
    "es": ("Nombre (nombre original)", "Correo electrónico", "Hora de entrada", "Hora de salida", "Duración (minutos)",
           "Invitado", "En sala de espera"),
    "pt": ("Nome (nome original)", "E-mail", "Ingressar na hora", "Hora de saída", "Duração (minutos)", "Convidado",
           "Na sala de espera"),
    "fr": ("Nom (nom d'origine)", "Adresse e-mail", "Heure d'arrivée", "Heure de départ", "Durée (minutes)", "Invité",
           "En salle d'attente"),
}  # fmt: skip


def zoom(
    language: str = "en",
    *,
    moments: str = "%m/%d/%Y %I:%M:%S %p",
    visits: Sequence[Visit] = VISITS,
    later: float = 0,
) -> bytes:
    """Zoom's list of participants below its block about the meeting. `later`: minutes that its clock is ahead."""
    rows: list[Sequence[object]] = [
        ("Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time", "Participants"),
        ("Ciclo (ficticio)", "817 9640 5615", "Sede (sede@una.example)", 90, "", "", len(visits)),
        (),
        ZOOM[language],
    ]
    for name, email, came, went in visits:
        joined, left = (f"{at(minutes + later):{moments}}" for minutes in (came, went))
        rows.append((name, email, joined, left, went - came, "Yes", "No"))
    return text(rows)


def zoom_webinar() -> bytes:
    """Zoom's report of a webinar: host, panellists and attendees under headings of their own; who did not come."""
    short = ("Attended", "User Name (Original Name)", "Email", "Join Time", "Leave Time", "Time in Session (minutes)",
             "Is Guest", "Country/Region Name")  # fmt: skip
    long = ("Attended", "User Name (Original Name)", "First Name", "Last Name", "Email", "Registration Time",
            "Join Time", "Leave Time", "Time in Session (minutes)", "Is Guest")  # fmt: skip
    joined, left = f"{at(0):%b %d, %Y %H:%M:%S}", f"{at(90):%b %d, %Y %H:%M:%S}"
    return text(
        [
            ("Attendee Report",),
            ("Report Generated:", "Oct 07, 2026 9:26 AM"),
            ("Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "# Registered"),
            ("Ciclo (ficticio)", "847 5984 1045", "Oct 06, 2026 10:00 AM", 90, 3),
            ("Host Details",),
            short,
            ("Yes", "Sede (ficticia)", "sede@una.example", joined, left, 90, "No", "Guatemala"),
            ("Attendee Details",),
            long,
            ("Yes", "Ana Morales", "Ana", "Morales", "ana@una.example", "", joined, left, 90, "Yes"),
            ("No", "Dora Paz", "Dora", "Paz", "dora@una.example", "", "--", "--", "--", "--"),
        ]
    )


TEAMS = {
    "es": (("1. Resumen", "2. Participantes", "3. Actividades durante la reunión"),
           ("Nombre", "Primera unión", "Última salida", "Duración en la reunión", "Correo electrónico",
            "Id. de participante (UPN)", "Rol"),
           ("Nombre", "Hora de unión", "Hora de salida", "Duración", "Correo electrónico", "Rol")),
    "en": (("1. Summary", "2. Participants", "3. In-Meeting Activities"),
           ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"),
           ("Name", "Join Time", "Leave Time", "Duration", "Email", "Role")),
    "pt": (("1. Resumo", "2. Participantes", "3. Atividades na reunião"),
           ("Nome", "Primeiro ingresso", "Última saída", "Duração na reunião", "Email", "ID do participante (UPN)",
            "Função"),
           ("Nome", "Hora de ingresso", "Hora de saída", "Duração", "Email", "Função")),
}  # fmt: skip


def teams(language: str = "es", *, activities: bool = True, moments: str = "%d/%m/%y, %H:%M:%S") -> bytes:
    """Teams' report: UTF-16 with tabs, three sections; everybody once in the second, each stay in the third."""
    titles, totals, stays = TEAMS[language]
    rows: list[Sequence[object]] = [(titles[0],), ("Título", "Ciclo (ficticio)"), (), (titles[1],), totals]
    people: dict[str, list[Visit]] = {}
    for visit in VISITS:
        people.setdefault(visit[1] or visit[0], []).append(visit)
    for visits in people.values():
        name, email = visits[0][:2]
        ends = [f"{at(minutes):{moments}}" for minutes in (visits[0][2], visits[-1][3])]
        rows.append((name, *ends, in_words(sum(v[3] - v[2] for v in visits)), email, email, ""))
    if activities:
        rows += [(), (titles[2],), stays]
        for name, email, came, went in VISITS:
            rows.append(
                (name, f"{at(came):{moments}}", f"{at(went):{moments}}", in_words(went - came), email, "")
            )
    return text(rows, "\t", "utf-16")


def in_words(minutes: int) -> str:
    """A duration as Teams writes it in Spanish."""
    return f"{minutes // 60} h {minutes % 60} min 0 s" if minutes >= 60 else f"{minutes} min 0 s"


def teams_log() -> bytes:
    """Teams' older report: who came and went, line by line; the first came twice, by two devices."""
    lines = [
        ("Ana Morales", "Joined", 1), ("Ana Morales", "Joined", 5), ("Ana Morales", "Left", 40),
        ("Carlos Ixcoy", "Joined before", 2), ("Ana Morales", "Left", 60), ("Dora Paz", "Left", 20),
    ]  # fmt: skip
    rows = [("Full Name", "User Action", "Timestamp")]
    rows += [(name, action, f"{at(minutes):%-m/%-d/%Y, %-I:%M:%S %p}") for name, action, minutes in lines]
    return text(rows, "\t", "utf-16")


def meet(*, moments: bool = True) -> bytes:
    """Meet's report: names in two columns, durations in words, times without a date."""
    rows: list[Sequence[object]] = [("First name", "Last name", "Email", "Duration")]
    rows += [("Ana", "Morales", "ana@una.example", "1 hr 19 min"), ("Carlos", "Ixcoy", "", "20 min")]
    if moments:
        ends = (("Time joined", "Time exited"), (at(1), at(90)), (at(10), at(30)))
        rows = [
            (*row, *(end if isinstance(end, str) else f"{end:%-I:%M %p}" for end in pair))
            for row, pair in zip(rows, ends, strict=True)
        ]
    return text(rows, encoding="utf-8")


def bigbluebutton(*, sessions: bool = False) -> bytes:
    """The learning dashboard's data; in its newer form each connection has sessions of its own."""
    users: dict[str, Any] = {}
    for number, (name, _email, came, went) in enumerate(VISITS):
        stay = {"registeredOn": int(at(came).timestamp() * 1000), "leftOn": int(at(went).timestamp() * 1000)}
        user = users.setdefault(name, {"userKey": name, "name": name, "isModerator": False, "intIds": {}})
        user["intIds"][f"w_{number}"] = {"sessions": [stay]} if sessions else stay
    return json.dumps({"users": users, "polls": {}, "endedOn": int(at(90).timestamp() * 1000)}).encode()


def bigbluebutton_csv(duration: str = "00:20:00") -> bytes:
    """The dashboard's table, in Spanish; its last row is of anonymous answers to polls."""
    heading = (
        "Nombre",
        "Moderador",
        "Puntuación de actividad",
        "Tiempo de conversación",
        "Unirse",
        "Salió",
        "Duración",
    )
    rows = [heading, ("Carlos Ixcoy", "FALSE", "1,5", "-", f"{at(10):%d/%m/%Y %H:%M:%S}", f"{at(30):%d/%m/%Y %H:%M:%S}",
                      duration), ("Anónimo", "", "", "", "", "", "")]  # fmt: skip
    return text(rows, encoding="utf-8")


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Rows as an XLSX, moments as moments."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Participantes")
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        for number, row in enumerate(rows):
            for position, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(number, position, value.replace(tzinfo=None), moment)
                else:
                    sheet.write(number, position, value)
    return out.getvalue()
