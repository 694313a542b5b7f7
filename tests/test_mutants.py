"""Tests that no fault could fail prove nothing: each fault of this table is put in, and some test must fail.

A fault is one small change of operations, rules and deadlines, or what mended an attack taken out, in a copy of the
tree. Where the text of a row no longer stands in its file, the row is out of date and fails too.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contratrata.launch.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
BOUNDS = "tests/care/test_bounds.py"
OPEN = "tests/ground/base/test_publishing.py"
TRACED = "tests/test_every_act_is_traced.py"
EXCHANGED = "tests/attacks/test_exchanged_keys.py"
STOLEN = "tests/attacks/test_stolen_keys.py"
APART = "tests/launch/test_apart.py::"
GRAVE = "tests/test_grave_acts.py::"
ROOMS = "tests/knowledge/rooms/test_rooms.py"
CERTIFYING = "tests/knowledge/attendance/test_certifying.py"


def _attack(test: str) -> str:
    """The tests of an attack, or one of them."""
    file, _, name = test.partition("::")
    return f"tests/attacks/test_{file}.py" + (f"::test_{name}" if name else "")


def _strangers(package: str, test: str) -> str:
    """A test of what a stranger learns of a package of knowledge."""
    return f"tests/knowledge/{package}/test_strangers.py::test_{test}"


COLUMNS = _attack(
    "identity_past_consent::columns_nobody_knows_are_asked_about_kept_apart_and_shared_by_no_part"
)

TALLIED = "tests/care/cases/test_tally.py"
HANDED = "tests/care/referrals/test_handed_over.py"
COEDITED = "tests/knowledge/practices/test_coediting.py::test_"
ASKED_IN = "tests/knowledge/systematisations/test_asked_in.py"

#: File below `src/contratrata`, what stands there once, what stands there wrongly, the tests that must notice.
FAULTS: tuple[tuple[str, str, str, str], ...] = (
    # Deadlines.
    ("care/referrals/deadlines.py", "max(LEAST_GRACE, GRACE", "min(LEAST_GRACE, GRACE", BOUNDS),
    ("care/referrals/deadlines.py", "days=3)", "days=2)", BOUNDS),
    ("care/referrals/deadlines.py", "GRACE = 3\n", "GRACE = 2\n", BOUNDS),
    ("care/referrals/deadlines.py", "now < due_at", "now <= due_at", BOUNDS),
    ("care/referrals/deadlines.py", "now >= network_told_from", "now > network_told_from", BOUNDS),
    ("care/referrals/deadlines.py", "return due_at + time_to_answer", "return due_at - time_to_answer", BOUNDS),
    # Figures.
    ("care/cases/operations/editing.py", "by_kind=row.decided_by_kind)\n        counting.correct(keys, case)",
     "by_kind=row.decided_by_kind)", BOUNDS),
    ("care/cases/counting.py", "years - _full_years(", "years + _full_years(", BOUNDS),
    ("care/cases/counting.py", "<= years <=", "< years <=", BOUNDS),
    # Who may, asked again.
    ("ground/imports/working.py", "allowed = rules.still_works_here(one)", "allowed = True", BOUNDS),
    ("ground/imports/rules.py", "user_id=one.by_id, ended_at__isnull=True", "user_id=one.by_id", BOUNDS),
    # Traces.
    ("care/referrals/operations/ending.py", '_moving.audited("referral.feedback_seen", referral)', "pass", BOUNDS),
    ("care/referrals/operations/ending.py", "if referral.feedback_seen_at is None:", "if True:", BOUNDS),
    ("care/cases/operations/_common.py", 'audit.record(name, kind="case"', 'dict(name=name, kind="case"', TRACED),
    ("ground/network/house.py", 'audit.record("agreement.signed"', 'dict(event="agreement.signed"', TRACED),
    ("care/cases/operations/registering.py", "audit.record_many(traces)", "pass", TRACED),
    ("doors/web/views.py", 'audit.record("day.viewed", rows=day.named)', "pass", TRACED),
    # Bounds of what is asked.
    ("care/cases/operations/planning.py", "due_at > clock.now() + _LATEST", "due_at < clock.now() - _LATEST", BOUNDS),
    ("care/cases/operations/planning.py", "due_at > clock.now() + _LATEST", "due_at >= clock.now() + _LATEST", BOUNDS),
    ("care/cases/operations/planning.py", "days=5 * 366", "days=5 * 365", BOUNDS),
    # Keys.
    ("ground/vault/public_keys.py", 'return organisation_id.bytes + b"|public"', 'return b"|public"', EXCHANGED),
    ("ground/vault/public_keys.py", "elif sealed is not None:", "elif False:", EXCHANGED),
    ("care/cases/furniture.py", '"answers"), NameEntries())', '"answers"),)', STOLEN),
    ("ground/vault/resealing.py", "if self.renews and sealing.renew:", "if False:", STOLEN),
    ("ground/vault/sharings.py", "more = keysets.promoted(keysets.with_new(handle, SUBJECT))", "more = handle", STOLEN),
    ("doors/console/turning.py", "        while waited_for:\n", "        while False:\n", STOLEN),
    ("doors/console/turning.py", "if work.sealed.broken and not leave_unreadable:", "if False:", STOLEN),
    # Services.
    ("care/directory/operations.py", "service.changed_at = service.assured_at = clock.now()",
     "service.changed_at = clock.now()", BOUNDS),
    ("care/directory/operations.py",
     "= clock.now()\n        service.assured_by_id = required().user_id\n        service.save()",
     "= clock.now()\n        service.save()", BOUNDS),
    # The rows of three kinds.
    ("ground/base/publishing.py", "cursor.execute(_SET, [tables])", "pass", OPEN),
    ("ground/base/publishing.py", "cursor.execute(_SET, [former])", "pass", OPEN),
    ("ground/base/rls.py", "IF NOT TG_TABLE_NAME = ANY", "IF FALSE AND NOT TG_TABLE_NAME = ANY", OPEN),
    ("ground/base/rls.py", "super().__init__(table, read=REALM, write=own(write_needs))",
     "super().__init__(table, read=REALM, write=REALM)", "tests/test_consistency.py"),
    # What was attacked behind the web, each mend taken out. A dump names nobody.
    ("ground/vault/keys.py", 'return text.ljust(length, b"\\x00")', "return text",
     _attack("names_in_a_dump::the_length_of_what_is_sealed_tells_no_name")),
    ("care/cases/names_index.py", "beside(keys.cipher, slot).encrypt(clear, _about(person_id))", "clear",
     _attack("names_in_a_dump::no_two_rows_of_any_table_hold_the_same_bytes")),
    ("ground/facts/public.py", "sorted(facts, key=lambda one: one.pseudonym)", "list(facts)",
     _attack("names_in_a_dump::no_figure_stands_beside_the_person_it_counts")),
    # Nobody is let in by SQL alone.
    ("ground/accounts/seals.py", 'f"mfa|{factor.user_id}|{factor.pk}|{factor.type}".encode()', 'b"mfa"',
     _attack("seals::a_secret_opens_in_its_own_row_only")),
    ("ground/accounts/seals.py", "except tink.TinkError:\n        return False",
     "except tink.TinkError:\n        return True", _attack("seals::a_role_given_by_sql_is_none")),
    # A credential a process, and no root.
    ("launch/logins.py", '{**result, "logins": {role: login}}', "{**result}",
     f"{APART}test_a_credential_a_process_with_one_login_in_it"),
    ("doors/web/protected.py", "if os.geteuid() == 0 and", "if False and",
     f"{APART}test_the_web_does_not_serve_as_root"),
    # A consent taken back reaches the receiver's own case.
    ("care/cases/operations/revoking.py", "marked = case.revoked_at is None and not stands(case)", "marked = False",
     _attack("after_a_withdrawal::the_own_case_is_closed_to_colleagues_and_its_responsible_is_told")),
    ("care/cases/operations/revoking.py", "write_identity(identity, sealer, before, empty)", "pass",
     _attack("after_a_withdrawal::who_leads_the_case_has_it_removed_at_once_and_nobody_else")),
    # A referral is read by who answers for it: the rule, and the database behind it.
    ("care/referrals/rules.py", "return looked(scope, referral)", "return cares(scope, referral)",
     _attack("who_reads_a_referral::nobody_of_the_house_reads_who_she_is_before_it_is_taken")),
    ("care/referrals/rules.py", "in ONGOING and answers_for(scope, referral)",
     "in ONGOING and receives(scope, referral)",
     _attack("who_reads_a_referral::once_taken_who_answers_reads_and_who_looked_before_reads_no_more")),
    ("care/referrals/migrations/0009_protect_who_reads.py", 'seen("referrals_part", SEE_PART, FORMER_PART)',
     'seen("referrals_part", FORMER_PART, FORMER_PART)',
     _attack("who_reads_a_referral::the_database_keeps_it_against_raw_sql_of_the_web")),
    # Connections that drip hold no thread (a minute: the honest request waits in vain).
    ("launch/run.py", 'WORKER_CLASS = "contratrata.doors.web.serving.BufferingWorker"', 'WORKER_CLASS = "gthread"',
     _attack("dripping::two_hundred_dripping_connections_stop_nobody")),
    # The trail and the protections are looked at.
    ("ground/base/protection.py", "        if must != is_there:\n            values",
     "        if False:\n            values", _attack("protections_off::what_the_owner_takes_away_is_named")),
    ("ground/audit/anchors.py", "if whole and not line.follows:", "if False:",
     _attack("anchors::a_line_taken_from_the_middle_is_named")),
    ("ground/audit/anchors.py", "if self.last is not None and at - self.last > SILENCE:", "if False:",
     _attack("anchors::a_tail_cut_with_its_anchors_while_nobody_worked_is_a_silence")),
    ("ground/audit/migrations/0006_own_name.py", "AND actor_id IS NOT DISTINCT FROM (SELECT scope_user())", "",
     _attack("in_anothers_name")),
    # Erasing reaches the disk.
    ("ground/vault/slots.py", "_write(out, _SPENT if last else os.urandom(SIZE), HEAD + number * SIZE)", "pass",
     _attack("erased_from_the_disk::nothing_on_the_disk_leads_to_her")),
    # Guessing, and locking out by guessing.
    ("ground/accounts/guessing.py", "if count % STEP == 0:", "if False:",
     _attack("guessing::with_the_password_a_day_holds_few_codes")),
    ("ground/accounts/guessing.py", ":{device_of(request, user)}", ":",
     _attack("guessing::a_thief_of_the_password_does_not_lock_her_browser")),
    # Grave acts ask a fresh proof and a reason.
    ("ground/accounts/proofs.py", "if fresh(request) or not needed(request, *args, **kwargs):", "if True:",
     f"{GRAVE}test_handing_over_a_second_case_asks"),
    ("ground/network/staffing.py", "checked = why(PERSON, reason, words)", "checked = Why(reason, words)",
     f"{GRAVE}test_an_invitation_takes_a_reason_and_it_stands"),
    ("ground/network/house.py", "why(ORGANISATION, reason, words)", "Why(reason, words)",
     f"{GRAVE}test_letting_an_organisation_in_and_asking_it_again_take_a_reason_and_it_stands"),
    ("ground/network/house.py", "why(AGAIN, reason, words)", "Why(reason, words)",
     f"{GRAVE}test_letting_an_organisation_in_and_asking_it_again_take_a_reason_and_it_stands"),
    # The address of a shelter.
    ("care/directory/operations.py", "if piece := address_in(text):", 'if piece := "":',
     _attack("shelter_address::every_text_of_a_shelter_is_asked_about")),
    ("ground/base/disclosing.py", "if address := address_in(text):", 'if address := "":',
     _attack("given_away::every_text_of_every_noun_is_asked_about_when_it_is_written_and_changed")),
    # A session ends; a log names nobody.
    ("ground/accounts/lock.py", "return float(since() - began - LASTS)", "return -1.0",
     "tests/ground/accounts/test_session_end.py::test_used_all_day_it_ends_all_the_same"),
    ("ground/base/logs.py", "return masked(super().format(record))", "return super().format(record)",
     _attack("logs::a_fault_is_told_without_the_row_that_the_database_quotes")),
    ("ground/accounts/sessions.py", "response.delete_cookie(", "(lambda *_a, **_k: None)(",
     "tests/ground/accounts/test_session_end.py::test_signing_out_takes_the_token_of_the_forms"),
    ("ground/vault/drafts.py", "if number > MOST or total > LARGEST_SUM:", "if False:",
     _attack("too_large::drafts_are_limited_in_sum_and_say_what_gave_way")),
    # Two organisations in two tabs.
    ("doors/web/elsewhere.py", "if not made_for or made_for ==", "if True or made_for ==",
     "tests/doors/web/test_two_organisations.py::test_a_first_contact_typed_for_one_is_not_stored_in_the_other"),
    # Who leaves, and what closes, leaves nothing without an answer.
    ("ground/network/staffing.py", "acts.settle(left_open(membership.user_id), answers or {})", "pass",
     "tests/care/cases/test_leaving.py::test_the_act_itself_leaves_nothing_without_an_answer"),
    ("care/cases/operations/closing.py", ", *hooks.open_of_case(case, reason)]", "]",
     "tests/care/cases/test_closing.py::test_every_kind_is_listed_and_done_as_it_was_answered"),
    # What the database keeps by itself: who answers for a case stands on its steps, its tally and its referrals.
    ("care/cases/migrations/0030_who_answers.py", "COALESCE(NEW.assigned_to_id, NEW.responsible_id);",
     "NEW.responsible_id;", TALLIED),
    ("care/cases/migrations/0030_who_answers.py", "SET responsible_id = NEW.responsible_id\n  WHERE",
     "SET responsible_id = NEW.responsible_id\n  WHERE FALSE AND", TALLIED),
    ("care/cases/migrations/0030_who_answers.py",
     "WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.responsible_id IS DISTINCT FROM NEW.responsible_id)",
     "WHEN (OLD.state IS DISTINCT FROM NEW.state)", TALLIED),
    ("care/referrals/migrations/0020_who_answers.py", "SET answers_id = NEW.responsible_id\n  WHERE",
     "SET answers_id = NEW.responsible_id\n  WHERE FALSE AND", HANDED),
    ("care/referrals/migrations/0020_who_answers.py",
     "SELECT responsible_id INTO NEW.answers_id FROM cases_case WHERE id = NEW.case_id FOR SHARE;", "NULL;", HANDED),
    ("care/referrals/migrations/0020_who_answers.py",
     "ELSIF NEW.organisation_id IS NOT DISTINCT FROM scope_organisation() THEN", "ELSIF TRUE THEN", HANDED),
    # Who writes with others takes nothing, ends once, and judges nothing of it; who left is listed no more.
    ("knowledge/practices/migrations/0006_written_together.py", "IF OLD.ended_at IS NOT NULL OR (NEW.id", "IF (NEW.id",
     f"{COEDITED}an_end_is_not_taken_back"),
    ("knowledge/practices/migrations/0003_coediting.py", "IF (NEW.id, NEW.organisation_id, NEW.realm) <>",
     "IF FALSE AND (NEW.id, NEW.organisation_id, NEW.realm) <>",
     f"{COEDITED}the_database_lets_it_change_that_row_and_nothing_else"),
    ("knowledge/practices/migrations/0006_written_together.py", "c.editor_organisation_id = NEW.organisation_id) THEN",
     "c.editor_organisation_id = NEW.organisation_id AND FALSE) THEN",
     f"{COEDITED}who_writes_or_wrote_it_judges_nothing_of_it"),
    ("knowledge/systematisations/migrations/0001_initial.py", "IF (NEW.id, NEW.organisation_id, NEW.realm) <>",
     "IF FALSE AND (NEW.id, NEW.organisation_id, NEW.realm) <>", ASKED_IN),
    ("knowledge/systematisations/migrations/0003_written_together.py", "IF OLD.ended_at IS NOT NULL OR (NEW.id",
     "IF (NEW.id", ASKED_IN),
    ("knowledge/roster/migrations/0001_initial.py", "AND user_id = NEW.user_id AND withdrawn_at IS NULL;",
     "AND user_id = NEW.user_id AND FALSE;",
     "tests/knowledge/roster/test_roster.py::test_who_works_there_no_more_is_listed_no_more"),
    ("knowledge/adoption/migrations/0001_initial.py", 'Protect("adoption_answer", read=ANSWER, write=ASKED',
     'Protect("adoption_answer", read=ANSWER, write=OWN',
     "tests/knowledge/adoption/test_adoption.py::test_who_is_near_is_asked_first_and_only_who_does_it"),
    ("knowledge/adoption/migrations/0001_initial.py", 'ProtectOpen("adoption_adopted"),', "",
     "tests/knowledge/adoption/test_open.py::test_open_rows_are_written_by_the_acts_that_publish_only"),
    # Identity past consent.
    ("care/referrals/own_words.py", "    if words:\n", "    if False:\n",
     _attack("identity_past_consent::a_text_that_says_who_she_is_is_asked_about")),
    ("care/cases/htcds/interpret.py", "if _may_identify(header, plain(raw)):", "if False:", COLUMNS),
    ("care/cases/operations/registering.py", "rows.add(Unmapped(case=case, at=at).seal(",
     'rows.add(Note(case=case, at=at, kind="note").seal(', COLUMNS),
    # Whoever may no longer be named, and who has a link without an account.
    ("knowledge/registrations/operations/erasing.py", "        hooks.erased(row, reason)\n", "",
     _strangers("attendance", "what_a_report_called_somebody_goes_with_her_when_she_is_erased")),
    ("knowledge/attendance/operations/forgetting.py",
     "state=ReportState.ASKED\n            ).delete()", "state=ReportState.ASKED\n            ).count()",
     _strangers("attendance", "a_report_that_nobody_explained_does_not_keep_its_names")),
    ("knowledge/attendance/views.py", "import secret_page\n",
     "import public_act\nsecret_page = lambda reads, acts=(60, 60): public_act(most=acts[0], seconds=acts[1])\n",
     _attack("links_without_account::no_cache_engine_or_next_page_learns_a_link")),
    ("knowledge/events/consents.py", "    if sessions:\n", "    if False:\n",
     _strangers("events", "a_recording_of_a_whole_event_asks_everybody_who_had_a_part")),
    ("knowledge/events/parts.py", "            _hide_unwilling(row)\n", "            pass\n",
     _strangers("events", "who_is_known_later_to_be_in_a_recorded_session_is_not_shown_without_her_yes")),
    ("knowledge/events/consents.py", "cancelled_too=True", "cancelled_too=False",
     _strangers("events", "who_takes_her_yes_back_of_a_cancelled_event_is_heard_too")),
    ("knowledge/systematisations/validating.py", "if known.isdisjoint(some)]", "if some[0] not in known]",
     _strangers("systematisations", "who_was_asked_before_a_key_was_turned_is_not_asked_again")),
    # Who is let into a room, who is certified, who is reminded.
    ("knowledge/rooms/own.py", "        and row.confirmed_at is not None\n", "", ROOMS),
    ("knowledge/rooms/rules.py", "< until + LATE", "<= until + LATE", ROOMS),
    ("knowledge/rooms/signing.py", "{call}{query}{server.secret}", "{query}{server.secret}", ROOMS),
    ("knowledge/rooms/signing.py", '"owner" if is_host', '"owner" if name', ROOMS),
    ("knowledge/attendance/certificates.py", "one.confirmed and one.id not in certified", "one.id not in certified",
     CERTIFYING),
    ("knowledge/attendance/certificates.py", "row.sessions >= needed", "row.sessions > needed", CERTIFYING),
    ("knowledge/registrations/mails.py", "quiet_at=None, state__in=LIVING", "quiet_at=None",
     "tests/knowledge/registrations/test_telling.py"),
)  # fmt: skip


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """The tree, copied to where the database may reach it, with a home of its own; its tests pass as it stands."""
    place = Path(os.environ["CONTRATRATA_HOME"]) / "mutants"
    cluster = Cluster(place / ".test-home")
    if place.exists():
        cluster.stop()
        shutil.rmtree(place)
    for name in ("src", "tests", "tools", "docs"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.in", "README.md", "Makefile"):
        shutil.copy(ROOT / name, place / name)
    every = sorted({tests for *_fault, tests in FAULTS})
    assert run(place, every) == 0, "the tests of the table do not pass as it stands"
    yield place
    cluster.stop()
    shutil.rmtree(place)


@pytest.fixture
def restored(copy: Path) -> Iterator[Path]:
    """The copy, made whole again afterwards."""
    yield copy
    shutil.copytree(
        ROOT / "src", copy / "src", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )


def run(place: Path, tests: list[str]) -> int:
    """The exit status of these tests of the copy."""
    stored = {k: v for k, v in os.environ.items() if not k.startswith(("CONTRATRATA_", "PYTEST_", "DJANGO_"))}
    stored |= {
        "PYTHONDONTWRITEBYTECODE": "1",
        "CONTRATRATA_MODE": "test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not proof", *tests]
    return subprocess.run(command, cwd=place, env=stored, capture_output=True, check=False).returncode


@pytest.mark.proof
@pytest.mark.parametrize(
    ("file", "stands", "wrong", "tests"),
    FAULTS,
    ids=[f"{at}-{Path(f[0]).stem}" for at, f in enumerate(FAULTS)],
)
def test_a_fault_is_noticed(restored: Path, file: str, stands: str, wrong: str, tests: str) -> None:
    path = restored / "src" / "contratrata" / file
    text = path.read_text()
    assert text.count(stands) == 1, f"{file} has changed: {stands!r} stands {text.count(stands)} times"
    path.write_text(text.replace(stands, wrong))
    assert run(restored, [tests]) == 1
