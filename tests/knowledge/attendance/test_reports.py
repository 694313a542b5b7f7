"""Reports of attendance as platforms write them: each stay understood, or asked about, never guessed."""

import datetime as dt
import json
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
import report_files as files
from report_files import MEETING, at

from contratrata.ground.sheets.public import FileProblem
from contratrata.knowledge.attendance.reports.moments import seconds_of, written
from contratrata.knowledge.attendance.reports.reading import read
from contratrata.knowledge.attendance.reports.report import Asked, Choices, Doubt, Meeting, Report, Stay
from contratrata.knowledge.attendance.reports.words import Platform

Spans = list[tuple[str, str, int, int]]
SPANS: Spans = [
    ("Ana Morales (ficticia)", "ana@una.example", 1, 40),
    ("Ana Morales (ficticia)", "ana@una.example", 50, 90),
    ("bea@otra.example", "bea@otra.example", 0, 90),
    ("Carlos Ixcoy", "", 10, 30),
]


def understood(data: bytes, meeting: Meeting = MEETING, **choices: str) -> Report:
    return read(lambda: [data], meeting, Choices(**choices))


def minutes(moment: dt.datetime | None) -> int:
    assert moment is not None
    return int((moment - MEETING.starts).total_seconds()) // 60


def spans(report: Report) -> Spans:
    """Who was there from which minute to which; nothing is asked and nothing doubted."""
    assert report.questions == ()
    assert [stay.doubts for stay in report.stays] == [frozenset()] * len(report.stays)
    return [(stay.name, stay.email, minutes(stay.joined), minutes(stay.left)) for stay in report.stays]


def only(data: bytes) -> Stay:
    (stay,) = understood(data).stays
    return stay


@pytest.mark.parametrize("language", files.ZOOM)
def test_zoom_in_each_language(language: str) -> None:
    report = understood(files.zoom(language))
    assert report.platform is Platform.ZOOM
    assert spans(report) == SPANS


def test_zoom_webinar_has_sections_and_people_who_did_not_come() -> None:
    report = understood(files.zoom_webinar())
    assert spans(report) == [
        ("Sede (ficticia)", "sede@una.example", 0, 90),
        ("Ana Morales", "ana@una.example", 0, 90),
    ]
    assert report.notes == ["Se dejó fuera 1 fila de la sala de espera o de quien no asistió."]


def test_zoom_waiting_room_is_no_attendance() -> None:
    data = files.zoom(visits=files.VISITS[:1]).replace(b"Yes,No", b"Yes,Yes")
    report = understood(data)
    assert report.stays == []
    assert report.notes == ["Se dejó fuera 1 fila de la sala de espera o de quien no asistió."]


@pytest.mark.parametrize("language", files.TEAMS)
def test_teams_counts_each_stay_once_though_it_tells_everybody_twice(language: str) -> None:
    report = understood(files.teams(language))
    assert report.platform is Platform.TEAMS
    assert spans(report) == SPANS


def test_teams_without_activities_knows_how_long_but_not_when() -> None:
    stays = understood(files.teams(activities=False)).stays
    assert [(stay.name, stay.seconds // 60, stay.exact) for stay in stays] == [
        ("Ana Morales (ficticia)", 79, False),
        ("bea@otra.example", 90, True),
        ("Carlos Ixcoy", 20, True),
    ]


def test_teams_log_of_comings_and_goings() -> None:
    report = understood(files.teams_log())
    assert [(stay.name, stay.doubts) for stay in report.stays] == [
        ("Ana Morales", frozenset()),
        ("Carlos Ixcoy", {Doubt.STAYED}),
        ("Dora Paz", {Doubt.TIMELESS}),
    ]
    assert (minutes(report.stays[0].joined), minutes(report.stays[0].left)) == (1, 60)
    assert report.stays[1].left == MEETING.ends
    assert [stay.counts for stay in report.stays] == [True, True, False]


def test_meet_with_times_without_a_date() -> None:
    report = understood(files.meet())
    assert report.platform is Platform.MEET
    assert [(s.name, s.email, minutes(s.joined), minutes(s.left)) for s in report.stays] == [
        ("Ana Morales", "ana@una.example", 1, 90),
        ("Carlos Ixcoy", "", 10, 30),
    ]
    # 1 h 19 of 89 minutes: two stays that the report does not part.
    assert [sorted(stay.doubts) for stay in report.stays] == [[Doubt.DIFFERS], []]


def test_meet_with_durations_only() -> None:
    stays = understood(files.meet(moments=False)).stays
    assert [(stay.joined, stay.seconds, stay.exact, stay.counts) for stay in stays] == [
        (None, 79 * 60, False, True),
        (None, 20 * 60, False, True),
    ]


@pytest.mark.parametrize("sessions", [False, True])
def test_bigbluebutton_data(sessions: bool) -> None:
    report = understood(files.bigbluebutton(sessions=sessions))
    assert report.platform is Platform.BIGBLUEBUTTON
    without = [(name, "" if "@" not in name else email, came, went) for name, email, came, went in SPANS]
    assert spans(report) == without  # it knows no addresses, but one that somebody typed as her name


def test_bigbluebutton_table_and_its_row_of_anonymous_answers() -> None:
    report = understood(files.bigbluebutton_csv())
    assert report.platform is Platform.BIGBLUEBUTTON
    assert [(stay.name, stay.seconds, stay.counts) for stay in report.stays] == [
        ("Carlos Ixcoy", 1200, True),
        ("Anónimo", 0, False),
    ]


def test_a_workbook_with_moments_of_its_own() -> None:
    data = files.workbook(
        [("Nombre", "Correo", "Entrada", "Salida"), ("Ana", "ana@una.example", at(1), at(40))]
    )
    assert spans(understood(data)) == [("Ana", "ana@una.example", 1, 40)]


def test_text_saved_by_excel_in_spanish() -> None:
    rows = [
        ("Nombre", "Correo", "Entrada", "Salida"),
        ("Íñigo Muñoz", "", "13/10/2026 10:01", "13/10/2026 10:40"),
    ]
    meeting = Meeting(
        MEETING.starts + dt.timedelta(days=7), MEETING.ends + dt.timedelta(days=7), MEETING.zone
    )
    report = understood(files.text(rows, ";", "cp1252"), meeting)
    assert [(stay.name, stay.seconds) for stay in report.stays] == [("Íñigo Muñoz", 39 * 60)]
    assert report.notes == ["El archivo no está en UTF-8: se leyó como texto de Windows. Revise los acentos."]


# --- what is decided, and what is asked ---


def moved(day: int, month: int = 10) -> Meeting:
    starts = MEETING.starts.replace(day=day, month=month)
    return Meeting(starts, starts + dt.timedelta(minutes=90), MEETING.zone)


def test_the_day_of_the_session_decides_the_order_of_day_and_month() -> None:
    for form in ("%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%-d/%-m/%y, %-I:%M:%S\u202fp. m."):
        assert [question.asked for question in understood(files.zoom(moments=form)).questions] == [
            Asked.SESSION
        ][: "p. m." in form]


def test_a_date_that_can_only_be_read_one_way_decides_for_all() -> None:
    rows = [("Nombre", "Entrada", "Salida"), ("Ana", "03/04/2026 10:00", "03/04/2026 10:30"),
            ("Bea", "25/03/2026 10:00", "25/03/2026 10:30")]  # fmt: skip
    stays = understood(files.text(rows), moved(3, 4)).stays
    assert [str(stay.joined)[:10] for stay in stays] == ["2026-04-03", "2026-03-25"]
    assert [sorted(stay.doubts) for stay in stays] == [[], [Doubt.ELSEWHEN]]


def test_both_readings_are_asked_and_the_answer_is_followed() -> None:
    data = files.zoom().replace(b"10/06/2026", b"03/04/2026")
    (question,) = understood(data, moved(20)).questions
    assert question.asked is Asked.ORDER
    assert question.options == (
        ("day", "Primero el día: 3/4/2026 es 3 de abril de 2026"),
        ("month", "Primero el mes: 3/4/2026 es 4 de marzo de 2026"),
    )
    for order, date in (("day", "2026-04-03"), ("month", "2026-03-04")):
        report = understood(data, moved(20), order=order, session="yes")
        assert {str(stay.joined)[:10] for stay in report.stays} == {date}


def test_a_file_that_mixes_both_orders_is_asked_about_and_what_is_no_date_then_is_not_counted() -> None:
    spans = {"Ana": "10/06/2026", "Bea": "13/10/2026", "Eva": "10/13/2026"}
    rows = [
        ("Nombre", "Entrada", "Salida"),
        *((name, f"{day} 10:00", f"{day} 10:30") for name, day in spans.items()),
    ]
    assert [question.asked for question in understood(files.text(rows)).questions] == [Asked.ORDER]
    stays = understood(files.text(rows), order="month").stays
    assert [sorted(stay.doubts) for stay in stays] == [[], [Doubt.UNREADABLE], [Doubt.ELSEWHEN]]


def test_a_clock_of_another_zone_is_asked_about() -> None:
    (question,) = understood(files.zoom(later=60)).questions
    assert question.asked is Asked.ZONE
    assert question.options == (
        ("America/Panama", "En otra: Panama"),
        ("America/Guatemala", "En la de la sesión: Guatemala"),
    )
    assert question.why == (
        "Según el archivo, se entró a las 11:10 y se salió a las 12:30; la sesión fue de 10:00 a 11:30 (Guatemala)."
    )
    assert spans(understood(files.zoom(later=60), zone="America/Panama")) == SPANS
    late = understood(files.zoom(later=60), zone="America/Guatemala")
    assert [minutes(stay.joined) for stay in late.stays] == [61, 110, 60, 70]


def test_a_session_that_began_late_is_not_taken_for_another_zone() -> None:
    assert understood(files.zoom(later=8)).questions == ()


def test_a_zone_that_the_file_writes_is_followed() -> None:
    rows = [
        ("Name", "Join time", "Leave time"),
        ("Ana", "2026-10-06T16:01:00Z", "2026-10-06 11:40:00 -05:00"),
    ]
    assert spans(understood(files.text(rows))) == [("Ana", "", 1, 40)]


def test_summer_time_is_that_of_the_day() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    for month, day in ((7, 7), (12, 8)):  # with summer time, and without
        starts = dt.datetime(2026, month, day, 16, 0, tzinfo=madrid)
        meeting = Meeting(starts, starts + dt.timedelta(minutes=90), "America/Guatemala")
        rows = [
            ("Name", "Join time", "Leave time"),
            ("Ana", f"2026-{month:02}-{day:02} 16:00", f"2026-{month:02}-{day:02} 17:00"),
        ]
        (stay,) = understood(files.text(rows), meeting, zone="Europe/Madrid").stays
        assert (stay.joined, stay.seconds) == (starts, 3600)


def test_numbers_without_a_unit_are_those_that_fit_the_session() -> None:
    def rows(*values: object) -> bytes:
        return files.text([("Nombre", "Duración"), *((f"P{n}", value) for n, value in enumerate(values))])

    assert [stay.seconds for stay in understood(rows(12, 88)).stays] == [720, 5280]
    assert [stay.seconds for stay in understood(rows(720, 5280)).stays] == [720, 5280]
    assert [stay.seconds for stay in understood(rows("12:30", "45:12")).stays] == [750, 2712]
    (question,) = understood(rows("12:30", "04:12")).questions  # hours and minutes, or minutes and seconds
    assert question.asked is Asked.UNIT
    assert question.options == (
        ("long", "La primera duración del archivo es de 750 min"),
        ("short", "La primera duración del archivo es de 12 min 30 s"),
    )
    assert [stay.seconds for stay in understood(rows("12:30", "04:12"), unit="short").stays] == [750, 252]


def test_a_file_of_another_day_is_not_taken_without_asking() -> None:
    data = files.zoom(moments="%Y-%m-%d %H:%M:%S")
    (question,) = understood(data, moved(20)).questions
    assert question.asked is Asked.SESSION
    assert question.why == (
        "El archivo es del 6 de octubre de 2026, 10:00 y la sesión fue el 20 de octubre de 2026, 10:00."
    )
    report = understood(data, moved(20), session="yes")
    assert Counter(stay.counts for stay in report.stays) == {True: 4}


# --- lines in doubt ---


def line(joined: str, left: str, duration: object = "") -> Stay:
    return only(
        files.text([("Nombre", "Entrada", "Salida", "Duración (minutos)"), ("Ana", joined, left, duration)])
    )


@pytest.mark.parametrize(
    ("joined", "left", "duration", "doubts", "seconds"),
    [
        ("2026-10-06 10:30", "2026-10-06 10:00", "", {Doubt.BACKWARDS}, 0),
        ("2026-10-06 10:30", "2026-10-08 10:00", "", {Doubt.ENDLESS}, 171_000),
        ("2026-10-06 10:30", "", "", {Doubt.STAYED}, 3_600),
        ("2026-10-06 10:30", "", 20, set(), 1_200),
        ("", "2026-10-06 10:30", 20, set(), 1_200),
        ("2026-10-06 10:00", "2026-10-06 10:30", 33, {Doubt.DIFFERS}, 1_800),
        ("2026-10-06 10:00", "2026-10-06 10:30", 32, set(), 1_800),
        ("a las diez", "2026-10-06 10:30", "", {Doubt.UNREADABLE}, 0),
        ("2026-10-06 10:00", "2026-10-06 10:30", "media hora", {Doubt.UNREADABLE}, 1_800),
        ("2026-13-06 10:00", "2026-10-06 10:30", "", {Doubt.UNREADABLE}, 0),
        ("", "", "", {Doubt.TIMELESS}, 0),
    ],
)
def test_lines_in_doubt(joined: str, left: str, duration: object, doubts: set[Doubt], seconds: int) -> None:
    stay = line(joined, left, duration)
    assert (set(stay.doubts), stay.seconds) == (doubts, seconds)


def test_a_line_without_anybody_is_not_counted() -> None:
    stay = only(files.text([("Nombre", "Entrada", "Salida"), ("", "2026-10-06 10:00", "2026-10-06 10:30")]))
    assert (set(stay.doubts), stay.counts) == ({Doubt.NAMELESS}, False)


def test_past_midnight_without_dates() -> None:
    starts = dt.datetime(2026, 10, 6, 23, 0, tzinfo=files.GUATEMALA)
    meeting = Meeting(starts, starts + dt.timedelta(minutes=90), MEETING.zone)
    rows = [
        ("First name", "Last name", "Email", "Time joined", "Time exited"),
        ("Ana", "", "", "11:10 PM", "12:20 AM"),
    ]
    (stay,) = understood(files.text(rows), meeting).stays
    assert (stay.joined, stay.seconds) == (starts + dt.timedelta(minutes=10), 70 * 60)


def test_a_name_alone_between_rows_is_told_not_lost() -> None:
    rows = [("Nombre", "Entrada", "Salida"), ("Ana", "", ""), ("Bea", "2026-10-06 10:00", "2026-10-06 10:30")]
    assert [(stay.name, stay.counts) for stay in understood(files.text(rows)).stays] == [
        ("Ana", False),
        ("Bea", True),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"Apellido;Ciudad\nIxcoy;Mixco\n",
        b"\x00\x01\x02",
        b"",
        b'{"users": 3}',
        b'{"users": {"a": {"name": "Ana"}}}',
        b"{" * 5_000,
        json.dumps({"polls": {}}).encode(),
    ],
)
def test_what_is_no_report_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(FileProblem) as refused:
        understood(data)
    assert str(refused.value).startswith(("No se reconoce", "El archivo"))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12:05 a. m.", 0),
        ("12:05 PM", 12),
        ("1:05 p.\u00a0m.", 13),
        ("18h05", 18),
        ("11:05 AM", 11),
        ("25:05", None),
    ],
)
def test_times_of_half_a_day_and_of_a_whole(text: str, hour: int | None) -> None:
    cell = written(text)
    assert (cell and cell.time) == (dt.time(hour, 5) if hour is not None else None)


@pytest.mark.parametrize(
    "text",
    ["6 de octubre de 2026 a las 10:05", "Oct 6, 2026 10:05 AM", "mar., 6 oct. 2026, 10:05", "6 out 2026 10:05",
     "mardi 6 octobre 2026 à 10h05", "2026/10/06 10:05"],
)  # fmt: skip
def test_dates_in_words(text: str) -> None:
    cell = written(text)
    assert cell is not None
    assert (cell.date(day_first=True), cell.time) == (dt.date(2026, 10, 6), dt.time(10, 5))


@pytest.mark.parametrize(
    "text", ["", "ayer 10:05", "6 octubre 10:05", "6/10 10:05", "31 de marzo de abril 2026 10:05", "--"]
)
def test_what_is_no_moment(text: str) -> None:
    assert written(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1 h 5 min 3 s", 3903), ("1h 5m", 3900), ("1 hr 2 min", 3720), ("1 hora y 5 minutos", 3900), ("01:05:03", 3903),
     ("1 heure 3 secondes", 3603), ("90 seg", 90)],
)  # fmt: skip
def test_durations_in_words(text: str, seconds: int) -> None:
    assert seconds_of(text, None) == (seconds,)


@pytest.mark.parametrize("text", ["media hora", "5 m 5 m", "3 vueltas", "-5", "1 h 5 x"])
def test_what_is_no_duration(text: str) -> None:
    assert seconds_of(text, None) == ()
