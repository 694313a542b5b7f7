"""Forms: label, hint and error are tied to the field, the summary leads there, and markup stays text."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from contratrata.ground.ui.forms import ContraTrataRenderer
from contratrata.ground.ui.parts import Hinted
from contratrata.ground.ui.showcase import ANSWERS, LanguageForm, PartsField
from contratrata.ground.ui.summary import errors_of


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def by_id(self, key: str) -> dict[str, str | None]:
        """The attributes of the one element with this id."""
        (attrs,) = [attrs for _tag, attrs in self.found if attrs.get("id") == key]
        return attrs

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of one kind."""
        return [attrs for name, attrs in self.found if name == tag]


class CaseForm(forms.Form):
    default_renderer = ContraTrataRenderer
    name = forms.CharField(
        label="Nombre",
        help_text="El que ella prefiera.",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    age = forms.IntegerField(label="Edad", required=False, min_value=0)
    kept = forms.ChoiceField(label="¿Documentos retenidos?", choices=ANSWERS, widget=forms.RadioSelect)
    means = forms.MultipleChoiceField(
        label="Medios",
        required=False,
        choices=[("deceit", Hinted("Engaño", "Promesas")), ("force", Hinted("Fuerza"))],
        widget=forms.CheckboxSelectMultiple,
    )
    story = forms.CharField(label="Relato", required=False, max_length=50, widget=forms.Textarea)
    agrees = forms.BooleanField(label="Se lo leí")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _in_spanish():
    with translation.override("es"):
        yield


def bound(**data: str) -> CaseForm:
    return CaseForm({"name": "", "kept": "", **data})


def test_a_field_is_tied_to_its_label_hint_and_error() -> None:
    tags = Tags(str(bound()))
    field = tags.by_id("id_name")
    assert field["aria-describedby"] == "id_name_helptext id_name_error"
    assert field["aria-invalid"] == "true"
    assert field["class"] == "govuk-input govuk-input--width-20 govuk-input--error"
    assert field["autocomplete"] == "off"
    assert {"class": "govuk-label", "for": "id_name"} in tags.all("label")
    tags.by_id("id_name_helptext")
    tags.by_id("id_name_error")


def test_a_field_without_error_has_none_of_it() -> None:
    field = Tags(str(CaseForm())).by_id("id_name")
    assert field["aria-describedby"] == "id_name_helptext"
    assert "aria-invalid" not in field
    assert field["class"] == "govuk-input govuk-input--width-20"


def test_the_server_alone_judges() -> None:
    for _tag, attrs in Tags(str(CaseForm())).found:
        assert attrs.keys() & {"required", "maxlength", "min", "max"} == set()


def test_numbers_are_typed_as_text_with_a_keypad() -> None:
    field = Tags(str(CaseForm())).by_id("id_age")
    assert (field["type"], field["inputmode"]) == ("text", "numeric")


def test_three_answers_stand_in_a_fieldset_that_tells_the_error() -> None:
    tags = Tags(str(bound()["kept"].as_field_group()))
    assert tags.all("fieldset") == [{"class": "govuk-fieldset", "aria-describedby": "id_kept_error"}]
    radios = tags.all("input")
    assert [(one["value"], one["id"]) for one in radios] == [
        ("yes", "id_kept_0"),
        ("no", "id_kept_1"),
        ("unknown", "id_kept_2"),
    ]
    assert all(one["type"] == "radio" and "checked" not in one for one in radios)


def test_what_was_chosen_stays_chosen() -> None:
    tags = Tags(str(bound(name="Ana", kept="unknown")))
    assert [one["id"] for one in tags.all("input") if "checked" in one] == ["id_kept_2"]
    assert tags.by_id("id_name")["value"] == "Ana"


def test_a_choice_may_carry_help() -> None:
    tags = Tags(str(CaseForm()["means"].as_field_group()))
    assert tags.by_id("id_means_0")["aria-describedby"] == "id_means_0_hint"
    assert "aria-describedby" not in tags.by_id("id_means_1")
    tags.by_id("id_means_0_hint")


def test_only_what_is_not_required_is_called_optional() -> None:
    page = str(CaseForm())
    assert page.count("(opcional)") == 3
    quiet = type("Quiet", (CaseForm,), {"hide_optional": True})
    assert "(opcional)" not in str(quiet())


def test_a_long_text_says_how_much_fits_without_scripts() -> None:
    tags = Tags(str(CaseForm()["story"].as_field_group()))
    assert tags.by_id("id_story")["aria-describedby"] == "id_story_count"
    assert tags.by_id("id_story")["data-maxlength"] == "50"
    assert "Hasta 50 caracteres" in str(CaseForm()["story"].as_field_group())


def test_a_partial_date_keeps_each_part_as_typed() -> None:
    class Born(forms.Form):
        default_renderer = ContraTrataRenderer
        born = PartsField(label="Nacimiento", required=False)

    tags = Tags(str(Born({"born_day": "", "born_month": "13", "born_year": "2001"})))
    parts = [(one["name"], one.get("value"), one["inputmode"]) for one in tags.all("input")]
    assert parts == [
        ("born_day", None, "numeric"),
        ("born_month", "13", "numeric"),
        ("born_year", "2001", "numeric"),
    ]
    assert [one["for"] for one in tags.all("label")] == ["id_born_0", "id_born_1", "id_born_2"]


def test_hostile_markup_stays_text() -> None:
    page = str(bound(name='"><script>x</script>', story="</textarea><script>x</script>"))
    assert Tags(page).all("script") == []
    assert Tags(page).by_id("id_name")["value"] == '"><script>x</script>'


def test_the_summary_names_the_field_and_leads_to_it() -> None:
    form = bound(name="Ana", agrees="on")
    form.add_error("age", "La edad no concuerda con la fecha de nacimiento.")
    form.add_error(None, "Otra persona guardó antes.")
    assert [(wrong.text, wrong.target) for wrong in errors_of([form])] == [
        ("Otra persona guardó antes.", ""),
        ("La edad no concuerda con la fecha de nacimiento.", "id_age"),
        ("¿Documentos retenidos? Este campo es obligatorio.", "id_kept_0"),
    ]


def test_the_summary_is_found_in_the_context_and_marks_the_title() -> None:
    page = Template("{% load ct %}{% error_prefix %}|{% error_summary %}")
    with_errors = page.render(Context({"form": bound(name="Ana", kept="no")}))
    assert with_errors.startswith("Error: |")
    assert [one["href"] for one in Tags(with_errors).all("a")] == ["#id_agrees"]
    assert page.render(Context({"form": CaseForm()})).strip() == "|"
    assert page.render(Context()).strip() == "|"


def test_a_formset_is_a_group_each_with_its_own_errors() -> None:
    many = forms.formset_factory(LanguageForm, extra=0)
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-language": "Mam",
        "form-0-level": "well",
        "form-1-language": "",
        "form-1-level": "little",
    }
    formset = many(data, form_kwargs={"renderer": ContraTrataRenderer()})
    formset.renderer = ContraTrataRenderer()
    assert [wrong.target for wrong in errors_of([formset])] == ["id_form-1-language"]
    assert [one["class"] for one in Tags(str(formset)).all("fieldset")] == ["ct-group govuk-fieldset"] * 2


def test_one_question_is_the_pages_heading() -> None:
    page = Template("{% load ct %}{% question form.name %}").render(Context({"form": CaseForm()}))
    assert [tag for tag, _attrs in Tags(page).found][:3] == ["div", "h1", "label"]
