"""The file of a case is data: every question is asked, checked, shown, shared, imported and remembered."""

import ast
import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from page_tools import browser, text
from samples import FULL, full, values_of

from cast import Cast
from contratrata.care.cases import operations, public, sections
from contratrata.care.cases.file.documents import Document, Documents
from contratrata.care.cases.file.questions import FILE, QUESTION_PARTS, ROWS
from contratrata.care.cases.file.values import history, part_lines
from contratrata.care.cases.forms.sections import SectionForm
from contratrata.care.cases.htcds.fields import by_name, field_of
from contratrata.care.cases.models import CaseAnswer, SealedVersion
from contratrata.care.cases.registration import pages
from contratrata.care.cases.sections import Section
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.scope import acting
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds import public as kinds
from contratrata.ground.kinds.public import Fact, Where
from contratrata.ground.vault import public as vault
from downloads import sheet_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
#: Questions that have no line of their own, and the line that says them.
SAID_BY = {"age_years": "Edad", "age_estimated": "Edad"}
#: Sections that the registration leaves for later.
LATER = {"otros"}


def example(fact: Fact, n: int = 0) -> Any:
    """A value of the kind, made of what the vocabularies hold."""
    kind = fact.kind
    if isinstance(kind, kinds.Answers):
        return {vocabulary(kind.vocabulary).all_terms[n].code: True}
    if isinstance(kind, kinds.Code):
        return vocabulary(kind.vocabulary).terms()[n].code
    if isinstance(kind, kinds.Codes):
        return (vocabulary(kind.vocabulary).terms()[n].code,)
    fields: dict[type[Any], list[Any]] = {
        kinds.Text: [f"{fact.name} uno", f"{fact.name} dos"],
        kinds.Place: [Where("GTM", "GT-05"), Where("HND")],
        kinds.Countries: [("NIC",), ("SLV", "NIC")],
        kinds.Day: [dt.date(2026, 11, 2), dt.date(2026, 11, 3)],
        kinds.Number: [25, 26],
        kinds.Flag: [True, True],
        kinds.Partial: [PartialDate.parse("2001"), PartialDate.parse("2002-02")],
        Documents: [(Document("passport", "NIC", "N1"),), (Document("passport", "NIC", "N2"),)],
    }
    return fields[type(kind)][n]


SHOWN = [fact for fact in FILE.facts if fact.name not in SAID_BY]


@pytest.mark.parametrize("fact", SHOWN, ids=[fact.name for fact in SHOWN])
def test_every_question_is_shown_shared_and_remembered(cast: Cast, fact: Fact) -> None:
    """On its page and on paper, in the part it belongs to, in the receiver's own case; and what it said before."""
    section = next(one for one in FILE.sections if fact in one.facts)
    first, then = example(fact), example(fact, 1)
    with acting(cast.ana.scope):
        case = operations.register_case(public.NewCase(values={fact.name: first}))
        assert values_of(case)[fact.name] == first
        operations.edit_file(case.id, section=section.key, values={fact.name: then}, expected_version=1)
        case = public.case_for(cast.ana.scope, case.id)
        assert values_of(case)[fact.name] == then
        past = history(case, vault.open_subject(case.person.subject_id), section.facts)
        assert [(one.title, one.words, one.by_id) for one in past] == [
            (fact.title, fact.words(first), cast.ana.user.id)
        ]
        shared = public.file_sections(case, public.AVAILABLE_PARTS)
        lines = [line for one in shared for line in one.lines]
        assert ((fact.title, fact.words(then)) in lines) is bool(fact.part)
    client = browser(cast.ana)
    pages_of = [client.get(f"/casos/{case.id}/{page}") for page in ("", "elementos/", "imprimir/")]
    words = fact.words(then).split("\n")[0]
    assert any(fact.title in text(page) and words in text(page) for page in pages_of)
    assert words in text(pages_of[2])
    before = text(client.get(f"/casos/{case.id}/cambiar/{section.key}/"))
    assert "¿Qué decía antes?" in before
    assert fact.words(first).split("\n")[0] in before
    if fact.part:
        with acting(cast.elena.scope):
            parts = [Section.from_json(one.to_json()) for one in shared]
            assert values_of(public.open_case_from_parts(parts=parts))[fact.name] == then


def test_every_question_is_asked_when_a_person_is_registered() -> None:
    asked = {
        fact.name
        for page in pages.PAGES
        if isinstance(form := pages.build_form(page, {}), SectionForm)
        for fact in form.facts
    }
    assert {fact.name for fact in FILE.facts} - asked == {
        fact.name for key in LATER for fact in FILE.section(key).facts
    }


def test_what_has_no_line_of_its_own_is_said_by_another(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(public.NewCase(values={"age_years": 30, "age_estimated": True}))
        lines = part_lines("profile", values_of(case), case.person)
    assert [title for title, _words in lines] == ["Edad"]
    assert {fact.name for fact in FILE.facts if not fact.shown} == set(SAID_BY)


def test_no_code_of_ours_lists_the_questions() -> None:
    """What is kept in rows is named by the data alone, but for the few that something is computed from."""
    computed = {
        "act", "means", "purpose", "type_of_exploitation", "method_of_control", "method_of_recruitment",
        "sexual_exploitation_type", "recruitment", "exploitation", "exploited_from", "exploited_until", "platform",
    }  # fmt: skip
    source = Path(sections.__file__).parent
    words = {
        node.value
        for path in source.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {fact.name for fact in ROWS} & words <= computed


def test_every_question_with_rows_has_a_column_in_sheets() -> None:
    """Those of HTCDS by its field, the others by their words."""
    without = {
        fact.name
        for fact in ROWS
        for heading in (
            [fact.standards["htcds"]] if "htcds" in fact.standards else [fact.label.es, fact.label.en]
        )
        if field_of(heading) is None
    }
    assert without == set()


def exported(client: Client, **asked: str) -> list[dict[str, str]]:
    """The rows of the exported list of cases."""
    content = sheet_content(client, "/casos/", **asked).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_every_question_is_a_column_of_the_sheet_and_what_names_leaves_by_right(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contratrata.ground.accounts.proofs.fresh", lambda _request: True)
    values = {fact.name: example(fact) for fact in SHOWN}
    with acting(cast.ana.scope):
        operations.register_case(public.NewCase(values=values))
    beatriz = browser(cast.beatriz)
    [plain] = exported(beatriz)
    assert not {str(fact.label) for fact in ROWS} & set(plain)
    [row] = exported(beatriz, more="on", identities="on")
    for fact in SHOWN:
        assert str(row[str(fact.label)]) == str(fact.kind.cell(values[fact.name])), fact.name
    [without] = exported(beatriz, more="on")
    [of_ana] = exported(browser(cast.ana), more="on", identities="on")  # she may not take names along
    for fact in SHOWN:
        names = fact.sealed or fact.store == "identity"
        assert (str(fact.label) in without) is (str(fact.label) in of_ana) is not names, fact.name
    assert exported(browser(cast.irma), more="on", identities="on") == []


def test_a_sheet_that_we_wrote_is_understood_by_the_words_of_its_questions() -> None:
    for fact in FILE.facts:
        if fact.standards.get("htcds") in by_name():
            for words in filter(None, (fact.label, fact.said)):
                assert field_of(words.es) is not None, fact.name
                assert field_of(words.en) is not None, fact.name


def test_every_part_of_questions_is_a_part_of_the_file() -> None:
    known = vocabulary("file_part")
    assert all(known.has(part) for part in QUESTION_PARTS)


def test_two_who_edit_one_section_both_see_what_the_other_wrote(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(full())
    ana, beatriz = browser(cast.ana), browser(cast.beatriz)
    url = f"/casos/{case.id}/cambiar/contacto/"
    assert ana.post(url, {"version": "1", "contact_detail": "lo de Ana"}).status_code == 302
    second = beatriz.post(url, {"version": "1", "contact_detail": "lo de Beatriz"})
    assert second.status_code == 200
    assert "Ana Ejemplo" in text(second)
    assert "lo de Ana" in text(second)
    assert "lo de Beatriz" in text(second)
    assert beatriz.post(url, {"version": "2", "contact_detail": "lo de Beatriz"}).status_code == 302


def test_what_was_sealed_before_the_questions_were_data_is_taken_up(cast: Cast) -> None:
    old = [
        Section("identity", "Identidad", (), {"given_names": "Rosa", "documents": "passport|NIC|N1",
                                             "birth_date": "2001"}),
        Section("profile", "Perfil", (), {"sex": "female", "citizenships": ["NIC", "HND"], "age_years": 25,
                                          "age_on": "2026-11-01", "age_estimated": True}),
        Section("contact", "Contacto", (), {"contact_channel": "whatsapp\nsignal", "contact_detail": "5550"}),
        Section("trafficking", "Trata", (), {
            "answers": {"act": {"recruitment": True, "transfer": False}},
            "where": {"recruitment_country": "NIC", "exploitation_country": "GTM", "exploitation_area": "GT-05",
                      "exploited_from": "2026-03", "industries": ["manufacturing"], "transit_countries": ["HND"]},
            "assertion": {"status": "possible_victim", "decided_by_kind": "ngo", "decided_by": "", "decided_on": ""},
        }),
    ]  # fmt: skip
    with acting(cast.elena.scope):
        case = public.open_case_from_parts(parts=old)
        values = values_of(case)
        assert case.assertions.get().status == "possible_victim"
    assert values | {"arrived_on": None} == {
        **{fact.name: fact.kind.empty for fact in FILE.facts},
        "given_names": "Rosa",
        "documents": (Document("passport", "NIC", "N1"),),
        "birth_date": PartialDate.parse("2001"),
        "sex": "female",
        "citizenships": ("NIC", "HND"),
        "contact_channel": ("whatsapp", "signal"),
        "contact_detail": "5550",
        "act": {"recruitment": True, "transfer": False},
        "recruitment": Where("NIC"),
        "exploitation": Where("GTM", "GT-05"),
        "exploited_from": PartialDate.parse("2026-03"),
        "industries": ("manufacturing",),
        "transit_countries": ("HND",),
        "arrival_channel": "network_referral",
        "age_estimated": None,
    }


def test_an_edit_leaves_old_words_sealed_only(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(full())
        operations.edit_file(case.id, section="nombre", values={"alias": "Otra"}, expected_version=1)
        stored = SealedVersion.objects.get(row=case.id)
        assert bytes(stored.text).find(str(FULL["alias"]).encode()) == -1
        assert not CaseAnswer.objects.filter(case=case, value__contains="Xiomara").exists()
