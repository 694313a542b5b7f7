"""A person was erased. Somebody has the server's whole data folder, WAL and dead rows too, and every key that is left.

Everything is read as bytes, never through SQL. Where overwriting is taken out the same thief opens all of it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from bringing import csv_of, staged

import house
from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import Case
from contratrata.care.referrals import operations as referrals
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import operations as imports
from contratrata.ground.imports import working
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault import slots
from contratrata.ground.vault.jobs import log_erasures
from contratrata.launch.cluster import Cluster
from keeping import signed_as
from referred import STORY, build
from thieves import Places, Thief, sealed_now

pytestmark = [pytest.mark.real_commits]
HEAD = "prs_FirstName;prs_SecondName;x_Sex;prs_Citizenship;case_id"
#: Invented words, each typed in another place.
NAME, DRAFTED, DRAFTED_AGAIN, BEGUN = (
    "Yolanda",
    "La esperan en la Zona Ficticia",
    "Que llame a Hortensia",
    "Petrona-Ficticia",
)
BROUGHT, NOTED = "Escolastica", "Viaja con una bebé"
WORDS = (NAME, STORY, DRAFTED, DRAFTED_AGAIN, BEGUN, BROUGHT, NOTED)
#: The whole data folder of a server that gives up nothing for speed; else this database's part of it.
WHOLE = house.DURABLE


class Disk:
    """What lies in the server's folder: what this test's database wrote, or (`WHOLE`) all of it."""

    def __init__(self) -> None:
        with psycopg.connect(house.admin_dsn(house.database_of_worker()), autocommit=True) as admin:
            self.folder = Path(str(self._ask(admin, "SHOW data_directory")))
            self.own = (
                self.folder
                / "base"
                / str(self._ask(admin, "SELECT oid FROM pg_database WHERE datname = current_database()"))
            )
            self.first = str(self._ask(admin, "SELECT pg_walfile_name(pg_current_wal_lsn())"))

    def _ask(self, admin: "psycopg.Connection[tuple[object, ...]]", query: str) -> object:
        row = admin.execute(query).fetchone()  # type: ignore[call-overload]
        assert row is not None
        return row[0]

    def files(self) -> Iterator[bytes]:
        """Every file, as the server has written it."""
        with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
            admin.execute("CHECKPOINT")
        if WHOLE:
            Cluster(house.HOME, durable=True).stop()
        try:
            for path in sorted(self.folder.rglob("*")):
                log = path.parent.name == "pg_wal" and path.name >= self.first
                if path.is_file() and (WHOLE or log or path.parent == self.own):
                    yield path.read_bytes()
        finally:
            if WHOLE:
                Cluster(house.HOME, durable=True).start()


class Story:
    """All that the house ever held of her, here and at the receiver, and what each piece is bound to."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.hers: Places = {}
        self.others: set[bytes] = set()
        before = set(sealed_now())
        self.line = build(cast)
        with acting(cast.ana.scope):
            began = cases.save_registration(step="who", answers={"given_names": BEGUN})
            cases.save_registration(began.id, step="more", answers={"alias": BEGUN})
        referral = self.line.at("accepted")
        self.remember()
        with acting(cast.ana.scope):
            cases.edit_file(
                self.line.case_id,
                section="nombre",
                values={"alias": "La Seño"},
                expected_version=Case.objects.get(id=self.line.case_id).version,
            )
            referrals.send_update(referral.id, parts=["needs"])
            for words in (DRAFTED, DRAFTED_AGAIN):
                vault.drafts.keep(f"page:/casos/{self.line.case_id}/notas/", {"note": [words]})
            cases.discard_registration(began.id)
        self.remember()
        self.brought()
        # The file's own name and titles stay, sealed for the organisation: they are no person's.
        others = {about for about in self.hers if about in before or about.startswith(b"cases_import|")}
        self.hers = {about: lengths for about, lengths in self.hers.items() if about not in others}
        self.others = others

    def brought(self) -> None:
        """Another person came by a file: she is hers to erase as well."""
        ana = self.cast.ana
        one = staged(ana, csv_of(HEAD, f"{BROUGHT};Ficticia;Female;NIC;A-1"))
        self.remember()
        with acting(ana.scope):
            imports.apply(one.id)
        working.bring(job_scope(ana.membership.organisation, user_id=ana.user.id), one.id)
        with acting(ana.scope):
            self.brought_id = Case.objects.get(source="htcds").id

    def remember(self) -> None:
        """What is sealed now will be looked for."""
        for about, lengths in sealed_now().items():
            if about in self.others:
                continue
            self.hers.setdefault(about, set()).update(lengths)

    def erased(self) -> None:
        """Both are erased by their supervision, and the worker has done what it was asked for."""
        self.remember()
        with acting(self.cast.beatriz.scope):
            for case_id in (self.line.case_id, self.brought_id):
                cases.erase_person(case_id, reason="asked_by_person")
        with signed_as("worker"):
            log_erasures(str(self.cast.refugio.id), 1)


def read(cast: Cast) -> Thief:
    disk = Disk()
    story = Story(cast)
    story.erased()
    thief = Thief(disk.files(), story.hers)
    thief.read()
    return thief


def words_in(thief: Thief) -> set[str]:
    return {
        word for word in WORDS for texts in thief.texts.values() for text in texts if word.encode() in text
    }


def test_nothing_on_the_disk_leads_to_her(real_cast: Cast, own_keys: Path) -> None:
    thief = read(real_cast)
    assert words_in(thief) == set()
    assert thief.texts == {}
    # The remnants are there, and all that keeps her is the secret that was overwritten.
    kinds = {about.split(b"|")[0] for about in thief.kept if b"|" in about}
    assert {b"cases_nameentry", b"cases_registration", b"vault_typeddraft", b"cases_importrow"} <= kinds
    assert sum(len(about) == 16 for about in thief.kept) >= 3  # the keys of two persons, and of a sharing


def test_the_same_thief_reads_it_all_where_nothing_is_overwritten(
    real_cast: Cast, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "spend", lambda _numbers, _database=None: None)
    thief = read(real_cast)
    assert words_in(thief) == set(WORDS)
    assert any(about.startswith(b"cases_nameentry") for about in thief.texts)


@pytest.mark.proof
def test_whole_on_a_server_that_gives_up_nothing_for_speed(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CONTRATRATA_TEST_HOME": str(tmp_path / "home"),
        "CONTRATRATA_TEST_DURABLE": "1",
        "PYTEST_ADDOPTS": "",
    }
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_XDIST")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not proof", __file__]
    done = subprocess.run(
        command, env=environment, cwd=house.ROOT, capture_output=True, text=True, check=False
    )
    Cluster(tmp_path / "home").stop()
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
