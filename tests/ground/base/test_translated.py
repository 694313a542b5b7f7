"""Texts in several languages: what a change of the original does to its translations, in value, column and form."""

import datetime as dt

import pytest
from django import forms
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template
from django.utils import translation

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.translated import Translated, TranslatedField, UnreadableTranslation
from contratrata.ground.base.translated_fields import TranslatedFormField

FIRST = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
LATER = FIRST + dt.timedelta(days=3)
BOTH = {"es": "Llame al 110.", "en": "Call 110."}


def _text() -> Translated:
    return Translated.of(BOTH, original="es", at=FIRST)


def test_a_changed_original_leaves_its_translation_older_until_it_is_changed_or_confirmed() -> None:
    text = _text()
    assert not text.older_than_original("en")
    changed = text.edited({"es": "Llame al 1510."}, at=LATER)
    assert changed.older_than_original("en")
    assert not changed.older_than_original("es")
    assert (changed.versions["es"].changed_at, changed.versions["en"].changed_at) == (LATER, FIRST)
    assert changed.versions["es"].revision == 2
    assert changed.versions["en"].revision == 1
    assert not changed.edited({"en": "Call 1510."}, at=LATER).older_than_original("en")
    confirmed = changed.edited({}, confirmed={"en"}, at=LATER)
    assert not confirmed.older_than_original("en")
    assert confirmed.versions["en"].changed_at == FIRST


def test_what_did_not_change_is_no_new_revision() -> None:
    assert _text().edited(BOTH, at=LATER) == _text()
    both = _text().edited({"es": "Otra cosa.", "en": "Another thing."}, at=LATER)
    assert not both.older_than_original("en")


def test_a_text_without_its_original_is_refused_and_an_empty_one_is_nothing() -> None:
    with pytest.raises(DomainError) as caught:
        _text().edited({"es": ""})
    assert caught.value.field == "es"
    assert not _text().edited({"es": "", "en": ""})
    assert _text().edited({"en": ""}).text("en") == ""
    assert Translated.of({"es": "", "en": "Only English."}, original="es").original == "en"


def test_who_reads_another_language_gets_the_original_and_is_told() -> None:
    only = Translated.of({"es": "Llame al 110."}, at=FIRST)
    reading = only.reading("en")
    assert (reading.text, reading.language, reading.untranslated) == ("Llame al 110.", "es", True)
    with translation.override("en"):
        assert str(_text()) == "Call 110."
        page = Template("{% translated text %}").render(Context({"text": only}))
        assert 'lang="es"' in page
        assert "the original is shown" in page
        older = _text().edited({"es": "Llame al 1510."}, at=LATER)
        page = Template("{% translated text %}").render(Context({"text": older}))
        assert "Call 110." in page
        assert "older than the original" in page
        assert "Llame al 1510." in page
    with translation.override("es"):
        page = Template("{% translated text %}").render(Context({"text": older}))
        assert "older" not in page
        assert "anterior" not in page
    assert Template("{% translated text %}").render(Context({"text": Translated()})).strip() == ""


def test_it_is_stored_and_read_again_and_nonsense_is_refused() -> None:
    text = _text().edited({"es": "Otra cosa."}, at=LATER)
    assert Translated.from_json(text.as_json()) == text
    assert Translated.from_json({}) == Translated()
    for wrong in ({"original": "es"}, {"original": "fr", "texts": text.as_json()["texts"]}, ["es"], "es"):
        with pytest.raises(UnreadableTranslation):
            Translated.from_json(wrong)


def test_the_database_checks_the_column_too(db: None) -> None:
    column = TranslatedField()
    column.set_attributes_from_name("words")
    check = column.db_check(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE translated_words (words jsonb CHECK ({check}))")
        for good in (Translated(), _text()):
            stored = column.get_db_prep_value(good, connection)
            cursor.execute("INSERT INTO translated_words VALUES (%s) RETURNING words", [stored])
            (read,) = cursor.fetchone() or ()
            assert column.from_db_value(read, None, connection) == good
        for bad in ('{"original": "es"}', '{"original": "fr", "texts": {"es": {"text": "x"}}}', "[]", '"x"'):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute("INSERT INTO translated_words VALUES (%s)", [bad])


class _Form(forms.Form):
    words = TranslatedFormField(label="Ruta", lines=True, most=40)


def _form(data: dict[str, str] | None, initial: Translated | None = None) -> _Form:
    return _Form(data, initial={"words": initial} if initial else {})


def test_a_form_takes_what_was_typed_as_an_edit_of_what_stood_there() -> None:
    before = _text()
    form = _form({"words_es": "Llame al\u202e 1510. ", "words_en": "Call 110."}, before)
    assert form.is_valid(), form.errors
    after = form.cleaned_data["words"]
    assert after.text("es") == "Llame al 1510."
    assert after.older_than_original("en")
    assert form.has_changed()
    again = _form({"words_es": "Llame al 1510.", "words_en": "Call 110.", "words_en_confirmed": "1"}, after)
    assert again.is_valid()
    assert not again.cleaned_data["words"].older_than_original("en")
    same = _form({"words_es": "Llame al 1510.", "words_en": "Call 110."}, after)
    assert not same.has_changed()
    assert same.is_valid()
    assert same.cleaned_data["words"] == after


def test_a_new_text_has_the_language_of_the_page_as_its_original() -> None:
    for page, original in (("en", "en"), ("es", "es")):
        with translation.override(page):
            form = _form({"words_es": "Uno", "words_en": "One"})
            assert form.is_valid()
            assert form.cleaned_data["words"].original == original


def test_a_form_says_what_is_missing_or_too_long_and_keeps_what_was_typed() -> None:
    for data, words in (
        ({"words_es": " ", "words_en": ""}, "al menos en un idioma"),
        ({"words_es": "x" * 41, "words_en": ""}, "Español: Escriba 40 caracteres o menos"),
        ({"words_es": "", "words_en": "Call 110 now."}, "el texto original (Español)"),
    ):
        form = _form(data, _text())
        assert not form.is_valid()
        assert words in str(form.errors["words"])
        assert ("Call 110 now." in str(form)) == ("now" in data["words_en"])
    assert _form({"words_es": "x" * 40, "words_en": ""}).is_valid()


def test_the_form_shows_a_part_a_language_with_the_original_beside_the_older_translation() -> None:
    page = str(_form(None, _text().edited({"es": "Llame al 1510."}, at=LATER)))
    assert page.count('class="govuk-fieldset ct-translation"') == 2
    assert 'lang="en"' in page
    assert "Traducción anterior al original" in page
    assert 'name="words_en_confirmed"' in page
    assert "words_es_confirmed" not in page
    fresh = str(_form(None, _text()))
    assert "Traducción anterior" not in fresh
    assert "words_en_confirmed" not in fresh
