"""The laws of every noun: found, not listed, so that a new one is held to them by itself."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.text import slugify

from cast import Cast, Player, another
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.files.public import Attached
from contratrata.ground.imports import operations as imports
from contratrata.ground.imports import queries, working
from contratrata.ground.imports.models import Import
from contratrata.ground.imports.moving import locked
from contratrata.ground.kinds.public import TranslatedText
from contratrata.ground.network.public import Organisation, Role, job_scope
from contratrata.ground.nouns.importing import importer_for
from contratrata.ground.nouns.models import PastValue
from contratrata.ground.nouns.public import Noun, operations
from contratrata.ground.things.public import from_row
from downloads import sheet_content
from nouns import every_noun, make_ready, said_why, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
NOUNS = every_noun()
AnyNoun = Noun[Any, Any]
#: Those that are published, and those in which something is said in several languages.
PUBLISHED = sorted(key for key, noun in NOUNS.items() if noun.copy is not None)
#: Those that others are tied to, each after those that it is tied to itself.
FIRST = ("lessons", "training_themes", "training_courses", "training_plans", "training_offerings")
#: Those that its coordination alone publishes, without a review.
BY_COORDINATION = [key for key in PUBLISHED if NOUNS[key].moves is None]
TRANSLATED = sorted(
    key for key, noun in NOUNS.items() if any(isinstance(fact.kind, TranslatedText) for fact in noun.facts)
)


@pytest.fixture(params=sorted(NOUNS))
def noun(request: pytest.FixtureRequest) -> AnyNoun:
    """Each in turn."""
    return NOUNS[request.param]


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def written(noun: AnyNoun, player: Player, word: str = "Faro") -> Any:
    with acting(player.scope):
        return operations.write(noun, values=values_for(noun, word))


def fields_of(noun: AnyNoun, word: str) -> dict[str, Any]:
    """What the form of a noun sends for `values_for`."""
    values = values_for(noun, word)
    sent: dict[str, Any] = {}
    for fact in noun.facts:
        form_fields = fact.kind.fields(fact)
        for name, value in fact.kind.to_fields(fact, values[fact.name]).items():
            if hasattr(form_fields[name].widget, "decompress"):
                widget = form_fields[name].widget
                parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
                sent |= {f"{name}{part}": "" if box is None else box for part, box in parts}
            elif isinstance(value, Attached):
                assert value.pending is not None
                sent[name] = SimpleUploadedFile(value.name, value.pending.content)
            else:
                sent[name] = value
    return sent


def words_of(noun: AnyNoun, row: Any) -> dict[str, str]:
    """What a row says, fact by fact."""
    values = from_row(noun.facts, row)
    return {fact.name: fact.words(values[fact.name]) for fact in noun.facts}


def words(noun: AnyNoun, word: str) -> dict[str, str]:
    """What a row of `values_for` has to say."""
    values = values_for(noun, word)
    return {fact.name: fact.words(values[fact.name]) for fact in noun.facts}


def traces(cast: Cast, noun: AnyNoun) -> list[str]:
    with acting(cast.hilda.scope):
        return list(
            Trace.objects.filter(event__startswith=f"{noun.key}.")
            .order_by("at")
            .values_list("event", flat=True)
        )


def test_every_fact_is_kept_shown_and_in_the_sheet(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    values = values_for(noun, "Faro")
    with acting(cast.flor.scope):
        assert words_of(noun, noun.row.objects.get(id=row.id)) == words(noun, "Faro")
    page = browser(cast.diana).get(noun.url("row", row)).content.decode()
    for fact in noun.facts:
        assert fact.title in page, fact.name
        assert fact.words(values[fact.name]) in page, fact.name
    assert {fact.name for fact in noun.facts} <= {column.name for column in noun.list.columns if column.sheet}
    assert traces(cast, noun) == [f"{noun.key}.written"]


def test_the_same_sending_twice_writes_once(noun: AnyNoun, cast: Cast) -> None:
    flor, token = browser(cast.flor), str(uuid.uuid4())
    for _again in range(2):
        answer = flor.post(noun.url("new"), {**fields_of(noun, "Faro"), "once": token})
        assert answer.status_code == 302, answer.content.decode()
    with acting(cast.flor.scope):
        assert [words_of(noun, one) for one in noun.row.objects.all()] == [words(noun, "Faro")]


def test_the_second_editor_sees_both_texts(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    flor, url = browser(cast.flor), noun.url("edit", row)
    assert flor.get(url).status_code == 200
    assert flor.post(url, {**fields_of(noun, "Puerto"), "version": "1"}).status_code == 302
    second = flor.post(url, {**fields_of(noun, "Muelle"), "version": "1"})
    assert second.status_code == 200
    assert "Puerto" in second.content.decode()
    assert "Muelle" in second.content.decode()
    with acting(cast.flor.scope), pytest.raises(Conflict):
        operations.change(noun, row.id, values=values_for(noun, "Muelle"), expected_version=1)
    assert flor.post(url, {**fields_of(noun, "Muelle"), "version": "2"}).status_code == 302


def test_what_a_fact_said_before_is_shown(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor, "Faro")
    with acting(cast.flor.scope):
        values = values_for(noun, "Puerto")
        operations.change(noun, row.id, values=values, expected_version=1)
        operations.change(noun, row.id, values=values, expected_version=2)
        changed = PastValue.objects.filter(row_id=row.id)
        assert changed.count() >= 1
        assert {one.fact for one in changed} == {
            name
            for name, value in values_for(noun, "Faro").items()
            if value != values_for(noun, "Puerto")[name]
        }
    page = browser(cast.flor).get(noun.url("row", row)).content.decode()
    assert "Faro" in page
    assert cast.flor.user.name in page
    assert traces(cast, noun) == [f"{noun.key}.written", f"{noun.key}.edited"]
    assert browser(cast.julia).get(noun.url("row", row)).status_code == 404  # another realm


def test_only_its_organisation_changes_or_removes_it(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    for player in (cast.diana, cast.gloria, cast.ana):
        with acting(player.scope):
            with pytest.raises(NotAllowed):
                operations.change(noun, row.id, values=values_for(noun, "Otro"), expected_version=1)
            with pytest.raises(NotAllowed):
                operations.remove(noun, row.id, expected_version=1)
        assert browser(player).post(noun.url("edit", row), fields_of(noun, "Otro")).status_code == 404
    with acting(cast.ana.scope), pytest.raises(NotAllowed):
        operations.write(noun, values=values_for(noun, "Otro"))
    with acting(cast.flor.scope):
        assert words_of(noun, noun.row.objects.get(id=row.id)) == words(noun, "Faro")
        with pytest.raises(Conflict):
            operations.remove(noun, row.id, expected_version=7)
    assert browser(cast.flor).post(noun.url("remove", row), {"version": "1"}).status_code == 302
    with acting(cast.flor.scope):
        assert not noun.row.objects.exists()
        assert not PastValue.objects.exists()
    assert traces(cast, noun) == [f"{noun.key}.written", f"{noun.key}.removed"]


@pytest.mark.parametrize("noun", [NOUNS[key] for key in PUBLISHED], ids=PUBLISHED)
def test_only_the_act_that_publishes_puts_it_before_anybody(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    assert noun.copy is not None
    publisher, other = (cast.flor, cast.gloria) if noun.publishes_own else (cast.gloria, cast.flor)
    for player in (other, cast.diana, cast.ana):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.publish(noun, row.id, expected_version=1)
        assert browser(player).post(noun.url("publish", row), {"version": "1"}).status_code == 404
    make_ready(noun, row.id, cast)
    publishes = browser(publisher)
    assert publishes.get(noun.url("publish", row)).status_code == 200
    assert publishes.post(noun.url("publish", row), {"version": "1"}).status_code == 302
    with acting(cast.flor.scope):
        operations.change(noun, row.id, values=values_for(noun, "Puerto"), expected_version=1)
        with pytest.raises(WrongState):
            operations.remove(noun, row.id, expected_version=2)
    copy = noun.copy.objects.get(row_id=row.id)
    assert (copy.version, words_of(noun, copy)) == (1, words(noun, "Faro"))
    refused = publishes.post(noun.url("publish", row), {"version": "1"})  # a text that she did not see
    assert refused.status_code == 200
    assert noun.copy.objects.get(row_id=row.id).version == 1
    make_ready(noun, row.id, cast)
    with acting(publisher.scope):
        operations.publish(noun, row.id, expected_version=2)
        assert words_of(noun, noun.copy.objects.get(row_id=row.id)) == words(noun, "Puerto")
    with acting(cast.gloria.scope):
        operations.take_back(noun, row.id, **said_why(noun))
        with pytest.raises(DomainError):
            operations.take_back(noun, row.id, **said_why(noun))
    assert not noun.copy.objects.exists()


def test_nothing_of_training_is_published(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    with acting(cast.julia.scope):
        assert not noun.row.objects.filter(id=row.id).exists()
    if noun.copy is not None:
        with acting(cast.julia.scope), pytest.raises(DomainError):
            operations.publish(noun, row.id, expected_version=1)


@pytest.mark.parametrize("real", ["an organisation", "production"])
@pytest.mark.parametrize("noun", [NOUNS[key] for key in BY_COORDINATION], ids=BY_COORDINATION)
def test_where_anything_is_real_training_is_never_published(
    noun: AnyNoun, cast: Cast, settings: Any, real: str
) -> None:
    nuria = another(cast.escuela, "Nuria", Role.COORDINATION)
    with acting(nuria.scope):
        row = operations.write(noun, values=values_for(noun, "Faro"))
        operations.publish(noun, row.id, expected_version=1)  # everything here is invented: a demonstration
        operations.take_back(noun, row.id)
    if real == "production":
        settings.PRODUCTION = True
    else:
        Organisation.objects.filter(id=cast.refugio.id).update(fictitious=False)
    with acting(nuria.scope), pytest.raises(WrongState):
        operations.publish(noun, row.id, expected_version=1)


def test_a_list_narrows_by_each_of_its_filters(noun: AnyNoun, cast: Cast) -> None:
    written(noun, cast.flor)
    values = values_for(noun, "Faro")
    ana = browser(cast.ana)
    named = noun.questions.fact(noun.named_by)
    title = named.words(values[named.name])
    for one in noun.list.filters:
        if one.name == "publicada":
            cases = [("no", True), ("si", False)]
        elif one.name == "estado":
            assert noun.moves is not None
            cases = [(state, state == noun.moves.born) for state in noun.moves.states.values]
        elif one.typed:
            cases = [("FÁROS", True), ("acordeón", False)]
        else:
            fact = next(f for f in noun.facts if slugify(f.title) == one.name)
            options = fact.kind.options() or [("GTM", ""), ("HND", "")]
            stated = values[fact.name]
            cases = [
                (code, code in stated if isinstance(stated, tuple) else code == stated)
                for code, _words in options
            ]
        for value, there in cases:
            assert (title in ana.get(noun.url("list"), {one.name: value}).content.decode()) is there, (
                one.name,
                value,
            )


def test_what_is_missing_is_refused_beside_its_field(noun: AnyNoun, cast: Cast) -> None:
    for fact in noun.facts:
        if not fact.required:
            continue
        with acting(cast.flor.scope), pytest.raises(DomainError) as refused:
            operations.write(noun, values=values_for(noun, "Faro") | {fact.name: fact.kind.empty})
        assert refused.value.field == fact.name
    with acting(cast.flor.scope), pytest.raises(DomainError):
        operations.write(noun, values={})


@pytest.mark.parametrize("noun", [NOUNS[key] for key in TRANSLATED], ids=TRANSLATED)
def test_old_originals_are_told_from_new_ones(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    fact = next(fact for fact in noun.facts if isinstance(fact.kind, TranslatedText))
    sent = {**fields_of(noun, "Faro"), f"{fact.name}_es": "Puerto nuevo (ficticio)", "version": "1"}
    assert browser(cast.flor).post(noun.url("edit", row), sent).status_code == 302
    with acting(cast.flor.scope):
        now = from_row(noun.facts, noun.row.objects.get(id=row.id))[fact.name]
    assert now.text("es") == "Puerto nuevo (ficticio)"
    assert now.reading("en").note


def test_its_examples_are_written_once(noun: AnyNoun, cast: Cast) -> None:
    with acting(cast.gloria.scope):
        for key in FIRST:  # what others may be tied to
            if key != noun.key:
                operations.demonstrate(NOUNS[key])
            elif key != "lessons":
                break  # what may be tied to it comes after it
        assert operations.demonstrate(noun) == operations.demonstrate(noun) == noun.row.objects.count() > 0


def sheet_of(noun: AnyNoun, player: Player) -> bytes:
    """The sheet that its list gives."""
    return sheet_content(browser(player), noun.url("list"))


def bring(noun: AnyNoun, player: Player, content: bytes) -> Import:
    """A sheet as the jobs leave it, with every row that may come in."""
    with acting(player.scope):
        one = imports.receive(importer_for(noun), name="hoja.csv", content=[content])
    job = job_scope(player.membership.organisation, user_id=player.user.id)
    working.stage(job, one.id)
    with acting(player.scope):
        if queries.counts(locked(one.id))["understood"]:
            imports.apply(one.id)
    working.bring(job, one.id)
    with acting(player.scope):
        return locked(one.id)


def test_its_own_sheet_comes_in_once_and_is_taken_back(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    sheet = sheet_of(noun, cast.flor)
    with acting(cast.flor.scope):
        operations.remove(noun, row.id, expected_version=1)
    first = bring(noun, cast.flor, sheet)
    with acting(cast.flor.scope):
        (created,) = noun.row.objects.all()
        no_files = {fact.name: "" for fact in noun.facts if not fact.kind.headings(fact)}
        assert words_of(noun, created) == words(noun, "Faro") | no_files
        assert created.edited_by_id in (None, cast.flor.user.id)
    again = bring(noun, cast.flor, sheet)
    with acting(cast.flor.scope):
        assert queries.counts(again)["duplicate"] == 1
        assert noun.row.objects.count() == 1
        imports.reverse(first.id)
    job = job_scope(cast.flor.membership.organisation, user_id=cast.flor.user.id)
    assert working.reverse(job, first.id) == 1
    with acting(cast.flor.scope):
        assert not noun.row.objects.exists()


def test_what_somebody_changed_is_not_taken_back(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    sheet = sheet_of(noun, cast.flor)
    with acting(cast.flor.scope):
        operations.remove(noun, row.id, expected_version=1)
    one = bring(noun, cast.flor, sheet)
    with acting(cast.flor.scope):
        (created,) = noun.row.objects.all()
        operations.change(noun, created.id, values=values_for(noun, "Puerto"), expected_version=1)
        with pytest.raises(DomainError, match="Puerto"):
            imports.reverse(one.id)
        with pytest.raises(WrongState):
            importer_for(noun).reverse([created.id])
        assert noun.row.objects.count() == 1


def test_who_may_not_write_brings_no_sheet(noun: AnyNoun, cast: Cast) -> None:
    for player in (cast.ana, cast.irma):
        assert browser(player).get(noun.url("import:list")).status_code == 404
        with acting(player.scope), pytest.raises(NotAllowed):
            imports.receive(importer_for(noun), name="hoja.csv", content=[b"x;y\n"])
    page = browser(cast.flor).get(noun.url("import:list")).content.decode()
    for fact in noun.facts:
        assert fact.title in page
    assert "Traer de una hoja" in browser(cast.flor).get(noun.url("list")).content.decode()
