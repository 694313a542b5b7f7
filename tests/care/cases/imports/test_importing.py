"""Bringing files of cases: read, shown, applied, brought again, reversed. All persons are invented."""

import datetime as dt
import io
import re
import threading
import zipfile
from pathlib import Path

import openpyxl
import pytest
from bringing import again, bring, csv_of, receive, staged
from django.conf import settings
from django.db import connection
from samples import answered

import house
from cast import Cast, Player
from contratrata.care.cases import operations as casework
from contratrata.care.cases.imports import importer
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.models import Case, Identity, Note, Person, Unmapped
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.facts.public import Fact
from contratrata.ground.files.models import StoredFile
from contratrata.ground.imports import (
    forgetting,
    operations,
    queries,
    report_page,
    sealing,
    working,
)
from contratrata.ground.imports.models import Import, ImportRow
from contratrata.ground.imports.moving import locked
from contratrata.ground.imports.states import IMPORT
from contratrata.ground.network.public import Membership, job_scope
from contratrata.ground.notices.public import Notice
from contratrata.ground.vault import public as vault
from keeping import signed_as

HEAD = (
    "prs_FirstName;prs_SecondName;x_Sex;prs_Citizenship;prs_Birthdate;vic_TypeOfExploitation;"
    "x_RegisteredOn;prs_MobilePhone;con_Consent;case_id;Expediente"
)
WHOLE = (
    "Xiomara;Zeledón Pop;Female;NICARAGUENSE;17/05/2001;SexualExploitation,ForcedLabour;"
    "03/02/2025;5512-9087;Yes;A-1;E-77"
)
ASKED = "Juana;Tun;Female;HND;31/02/2003;ForcedLabour;03/02/2025;;;A-2;"
REFUSED = ";;Female;;;;;;;;"


def many(number: int, start: int = 0) -> list[str]:
    """Rows that are understood, without an id of their own."""
    return [
        f"Reina;Pineda Sol{i};Female;GTM;{1980 + i % 25};Servitude;2025-03-{1 + i % 28:02};;;;"
        for i in range(start, start + number)
    ]


def job(player: Player) -> Scope:
    """The scope of the job that works for a player."""
    return job_scope(player.membership.organisation, user_id=player.user.id)


def lying(player: Player) -> Path:
    """What lies in the store of the one file an organisation has."""
    with acting(player.scope):
        one = StoredFile.objects.get()
    return Path(settings.HOME) / "files" / str(one.organisation_id) / str(one.id)


def cases_of(player: Player) -> int:
    """How many cases the organisation of a player has."""
    with acting(job(player)):
        return Case.objects.count()


def test_a_row_becomes_a_whole_case(cast: Cast) -> None:
    one = bring(cast.ana, csv_of(HEAD, WHOLE))
    with acting(cast.ana.scope):
        case = Case.objects.select_related("person").get()
        assert (case.state, case.responsible_id, case.source) == ("active", cast.ana.user.id, "htcds")
        assert case.registered_at.date() == dt.date(2025, 2, 3)
        assert (case.person.sex, case.person.citizenships) == ("female", ["NIC"])
        sealer = vault.open_subject(case.person.subject_id)
        values = Identity.objects.get().open(sealer)
        assert (values["given_names"], values["first_surname"], values["second_surname"]) == (
            "Xiomara",
            "Zeledón",
            "Pop",
        )
        assert values["birth_date"] == "2001-05-17"
        # A telephone in a register is no channel that somebody called safe.
        assert values["contact_channel"] == ""
        assert "5512-9087" in values["contact_detail"]
        assert answered() == {
            ("type_of_exploitation", "sexual_exploitation", True),
            ("type_of_exploitation", "forced_labour", True),
        }
        note = Note.objects.get().open(sealer)["text"]
        assert "E-77" not in note  # no question takes this column: it is kept apart, and never shared
        assert Unmapped.objects.get().open(sealer)["text"] == "Expediente: E-77"
        assert "A-1" in note
        assert case.consents.count() == 0  # who gave it and how, the file does not tell
        assert Fact.objects.get().forms == ["forced_labour", "sexual_exploitation"]
        assert queries.counts(locked(one.id))["made"] == 1
        assert Entry.objects.filter(event="case.registered", actor_id=cast.ana.user.id).count() == 1
        assert set(Notice.objects.values_list("kind", "user_id")) == {
            ("import.staged", cast.ana.user.id),
            ("import.applied", cast.ana.user.id),
        }


def test_what_stood_in_a_row_goes_when_it_is_a_case(cast: Cast) -> None:
    one = bring(cast.ana, csv_of(HEAD, WHOLE, ASKED))
    with acting(cast.ana.scope):
        stored = {row.number: bool(row.raw) for row in one.rows.all()}
    assert stored == {2: False, 3: True}
    with acting(cast.ana.scope):
        assert not StoredFile.objects.exists()


def test_nothing_of_the_file_is_in_clear(cast: Cast) -> None:
    one = receive(cast.ana, csv_of(HEAD, WHOLE), "casos de Xiomara.csv")
    sealed = lying(cast.ana).read_bytes()
    assert b"Xiomara" not in sealed
    assert b"5512" not in sealed
    working.stage(job(cast.ana), one.id)
    with acting(cast.ana.scope), connection.cursor() as cursor:
        dump = ""
        for table in (
            "imports_import",
            "imports_importrow",
            "imports_importmove",
            "files_storedfile",
            "audit_entry",
            "procrastinate_jobs",
        ):
            cursor.execute(f"SELECT t::text FROM {table} t")
            dump += "\n".join(text for (text,) in cursor.fetchall())
        assert b"Xiomara".hex() not in dump
        assert one.open(vault.ring().drafts(), "file_name")["file_name"] == "casos de Xiomara.csv"
    for word in ("Xiomara", "Zeled", "5512-9087", "E-77"):
        assert word not in dump


def test_a_changed_or_cut_file_is_not_read(cast: Cast) -> None:
    one = receive(cast.ana, [b"x" * 1_500_000, b"y" * 1_500_000])
    path = lying(cast.ana)
    path.write_bytes(path.read_bytes()[: 1 << 20])  # the first piece alone
    working.stage(job(cast.ana), one.id)
    now = again(cast.ana, one)
    assert (now.state, now.problem) == ("failed", "El archivo ya no está. Tráigalo de nuevo.")


def test_the_same_file_twice_creates_nothing(cast: Cast) -> None:
    text = csv_of(HEAD, WHOLE, *many(3))
    first = bring(cast.ana, text)
    second = staged(cast.carla, text)
    with acting(cast.carla.scope):
        assert queries.counts(second)["duplicate"] == 4
        assert queries.same_file(second) == first
        with pytest.raises(DomainError):
            operations.apply(second.id)
    assert cases_of(cast.ana) == 4


def test_the_same_row_twice_in_a_file_is_one_case(cast: Cast) -> None:
    one = bring(cast.ana, csv_of(HEAD, *many(2), *many(2)))
    with acting(cast.ana.scope):
        assert queries.counts(one)["duplicate"] == 2
    assert cases_of(cast.ana) == 2


def test_another_spelling_of_the_same_row_is_the_same_row(cast: Cast) -> None:
    bring(cast.ana, csv_of(HEAD, "Rosa;Tun;Female;GTM;1999;Servitude;2025;;;;"))
    other = csv_of(
        HEAD.replace(";", ","), "ROSA , Tun,Female,GTM,1999,Servitude,2025,,,,", encoding="utf-8-sig"
    )
    assert again(cast.ana, staged(cast.ana, other)).rows.model is ImportRow
    with acting(cast.ana.scope):
        newest = Import.objects.order_by("-at").first()
        assert newest is not None
        assert queries.counts(newest)["duplicate"] == 1


def test_another_organisation_may_have_the_same_person(cast: Cast) -> None:
    text = csv_of(HEAD, WHOLE)
    bring(cast.ana, text)
    bring(cast.irma, text)
    assert (cases_of(cast.ana), cases_of(cast.irma)) == (1, 1)


def test_rows_with_questions_wait_unless_told(cast: Cast) -> None:
    one = staged(cast.ana, csv_of(HEAD, WHOLE, ASKED, REFUSED))
    with acting(cast.ana.scope):
        assert {k: n for k, n in queries.counts(one).items() if n} == {
            "repaired": 1,
            "asked": 1,
            "refused": 1,
        }
        assert ImportRow.objects.get(outcome="asked").findings == ["prs_Birthdate:asked"]
        operations.apply(one.id, with_asked=True)
    assert working.bring(job(cast.ana), one.id) == 2
    with acting(cast.ana.scope):
        juana = Person.objects.exclude(citizenships=["NIC"]).get()
        assert Identity.objects.get(person=juana).open(
            vault.open_subject(juana.subject_id), "birth_date"
        ) == {"birth_date": ""}


def test_the_report_is_corrected_and_taken_again(cast: Cast) -> None:
    risky = "Rosa;=HYPERLINK(1);Female;GTM;2099;Servitude;2025-01-02;+502 5555;;;@x"
    one = bring(cast.ana, csv_of(HEAD, WHOLE, ASKED, REFUSED, risky))
    with acting(cast.ana.scope):
        content, number = report_page.sheet(locked(one.id), vault.ring())
    assert number == 3
    inside = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in inside
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    assert head[:2] == ["Qué pasa", "Código de origen"]
    assert "Ese día no existe" in sheet["A2"].value
    assert sheet.cell(4, head.index("prs_SecondName") + 1).value == "=HYPERLINK(1)"
    assert sheet.cell(4, head.index("prs_SecondName") + 1).data_type == "s"
    sheet.cell(2, head.index("prs_Birthdate") + 1, "28/02/2003")
    sheet.cell(3, head.index("prs_FirstName") + 1, "Nohemí")
    sheet.cell(3, head.index("prs_Citizenship") + 1, "Honduras")
    sheet.cell(4, head.index("prs_Birthdate") + 1, "1999")
    sheet.cell(4, head.index("prs_SecondName") + 1, "Mejía")
    out = io.BytesIO()
    book.save(out)
    second = bring(cast.ana, out.getvalue(), "informe.xlsx")
    with acting(cast.ana.scope):
        assert queries.counts(second)["made"] == 3, [r.problem for r in second.rows.all()]
    assert cases_of(cast.ana) == 4
    third = staged(cast.ana, out.getvalue(), "informe.xlsx")
    with acting(cast.ana.scope):
        assert queries.counts(third)["duplicate"] == 3


def test_it_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "STAGING", 10)
    monkeypatch.setattr(working, "APPLYING", 10)
    one = receive(cast.ana, csv_of(HEAD, *many(35)))

    class Killed(BaseException):
        pass

    def kill(done: int, _total: int) -> None:
        if done == 20:
            raise Killed

    with pytest.raises(Killed):
        working.stage(job(cast.ana), one.id, kill)
    assert again(cast.ana, one).state == "reading"
    working.stage(job(cast.ana), one.id)
    with acting(cast.ana.scope):
        assert queries.counts(locked(one.id))["understood"] == 35
        operations.apply(one.id)
    with pytest.raises(Killed):
        working.bring(job(cast.ana), one.id, kill)
    assert cases_of(cast.ana) == 20
    assert working.bring(job(cast.ana), one.id) == 15
    assert again(cast.ana, one).state == "applied"
    assert cases_of(cast.ana) == 35


def test_one_bad_row_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = staged(cast.ana, csv_of(HEAD, WHOLE, *many(3)))
    with acting(cast.ana.scope):
        operations.apply(one.id)
        # Between reading and applying a colleague registered the very row of this source.
        key = ImportRow.objects.get(number=3).key
        casework.register_case(NewCase(source="htcds", source_id=key))
    monkeypatch.setattr(importer, "known_sources", lambda *_args: {})  # the race: seen by nobody in time
    assert working.bring(job(cast.ana), one.id) == 3
    with acting(cast.ana.scope):
        assert ImportRow.objects.get(number=3).outcome == "duplicate"
    assert cases_of(cast.ana) == 4


def test_whoever_no_longer_works_here_brings_nothing(cast: Cast) -> None:
    one = receive(cast.ana, csv_of(HEAD, WHOLE))
    with acting(cast.ana.scope):
        Membership.objects.filter(id=cast.ana.membership.id).update(ended_at=clock.now())
    working.stage(job(cast.ana), one.id)
    with acting(cast.beatriz.scope):
        assert locked(one.id).state == "failed"


def test_cancelled_leaves_nothing(cast: Cast) -> None:
    one = staged(cast.ana, csv_of(HEAD, WHOLE))
    with acting(cast.ana.scope):
        operations.cancel(one.id)
        assert ImportRow.objects.count() == 0
        assert sealing.opened(locked(one.id), vault.ring()) == {"file_name": "", "notes": "", "columns": ""}
        with pytest.raises(WrongState):
            operations.apply(one.id)


def test_rows_are_forgotten_after_a_month(cast: Cast) -> None:
    done, waiting = (
        bring(cast.ana, csv_of(HEAD, WHOLE, ASKED)),
        staged(cast.ana, csv_of(HEAD, REFUSED, *many(1))),
    )
    with acting(cast.ana.scope):
        assert forgetting.forget_old_rows() == 0
        Import.objects.update(moved_at=clock.now() - dt.timedelta(days=31))
        forgetting.forget_old_rows()
    with acting(cast.ana.scope):
        assert not ImportRow.objects.exclude(raw=b"").exists()
        assert (locked(done.id).state, locked(waiting.id).state) == ("applied", "cancelled")


@pytest.mark.parametrize("who", ["carla", "irma", "flor", "hilda", "gloria", "diana", "julia"])
def test_others_do_not_see_it(cast: Cast, who: str) -> None:
    one = staged(cast.ana, csv_of(HEAD, WHOLE))
    player = getattr(cast, who)
    with acting(player.scope):
        for act in (operations.cancel, operations.apply, operations.reverse):
            with pytest.raises(NotAllowed):
                act(one.id)


@pytest.mark.real_commits
def test_raw_sql_gives_others_no_row(real_cast: Cast) -> None:
    bring(real_cast.ana, csv_of(HEAD, WHOLE, ASKED))
    seen = {}
    for who in ("ana", "carla", "irma", "flor", "hilda", "gloria", "julia"):
        with acting(getattr(real_cast, who).scope), connection.cursor() as cursor:
            counts = []
            for table in ("imports_import", "imports_importrow", "imports_importmove"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                counts.append(cursor.fetchone()[0])
            seen[who] = counts
    # Colleagues who work on cases share the organisation's rows in the database; the pages show hers alone.
    assert seen["ana"] == seen["carla"] == [1, 2, 5]
    assert all(seen[who] == [0, 0, 0] for who in ("irma", "flor", "hilda", "gloria", "julia")), seen
    with house.connect("app") as bare:
        assert bare.execute("SELECT count(*) FROM imports_importrow").fetchone() == (0,)


@pytest.mark.real_commits
def test_two_imports_at_once_make_each_case_once(real_cast: Cast) -> None:
    text = csv_of(HEAD, *many(40))
    first, second = staged(real_cast.ana, text), staged(real_cast.carla, text)
    for player, one in ((real_cast.ana, first), (real_cast.carla, second)):
        with acting(player.scope):
            operations.apply(one.id)
    begin = threading.Barrier(2)
    created: list[int] = []

    def run(player: Player, one: Import) -> None:
        try:
            begin.wait()
            created.append(working.bring(job(player), one.id))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=pair)
        for pair in ((real_cast.ana, first), (real_cast.carla, second))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(created) == 40
    assert cases_of(real_cast.ana) == 40


@pytest.mark.real_commits
def test_reversed_leaves_nothing_and_may_come_again(real_cast: Cast) -> None:
    text = csv_of(HEAD, WHOLE, *many(4))
    one = bring(real_cast.ana, text)
    with acting(real_cast.ana.scope):
        operations.reverse(one.id)
    with signed_as("worker"):
        assert working.reverse(job(real_cast.ana), one.id) == 5
    with house.connect("keeper") as keeper:
        left = {
            table: keeper.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in (
                "cases_case",
                "cases_person",
                "cases_identity",
                "cases_nameentry",
                "cases_note",
                "facts_fact",
            )
        }
        assert set(left.values()) == {(0,)}, left
        assert keeper.execute(
            "SELECT count(*) FROM vault_subjectkey WHERE wrapped IS NOT NULL"
        ).fetchone() == (0,)
    assert again(real_cast.ana, one).state == "reversed"
    bring(real_cast.ana, text)
    assert cases_of(real_cast.ana) == 5


@pytest.mark.real_commits
def test_not_reversed_once_somebody_worked_on_a_case(real_cast: Cast) -> None:
    one = bring(real_cast.ana, csv_of(HEAD, *many(3)))
    with acting(real_cast.ana.scope):
        case = Case.objects.order_by("id").first()
        assert case is not None
        operations.reverse(one.id)
        casework.add_note(case.id, text="Llamó hoy.")  # between the decision and the work
    with signed_as("worker"):
        assert working.reverse(job(real_cast.ana), one.id) == 0
    now = again(real_cast.ana, one)
    assert now.state == "applied"
    assert case.code in now.problem
    assert cases_of(real_cast.ana) == 3
    with acting(real_cast.ana.scope), pytest.raises(DomainError, match=case.code):
        operations.reverse(one.id)


def test_the_table_of_moves_is_the_one_in_the_database(db: None) -> None:
    with house.connect("owner") as owner:
        row = owner.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'imports_importmove_known'"
        ).fetchone()
    assert row is not None
    part = r"\)::text = '(\w*)'"
    values = re.findall(rf"verb{part}.*?from_state{part}.*?to_state{part}", str(row[0]))
    assert sorted(values) == IMPORT.triples()
