"""«Cambiar»: one page for each small group of what a file says; two editors never overwrite each other."""

import dataclasses
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow

from .. import given, operations
from ..forms.base import EditForm
from ..forms.facts import EditAnswers, EditFacts, vocabularies_of
from ..forms.person import (
    EditAge,
    EditArrival,
    EditContact,
    EditDocuments,
    EditName,
    EditOrigin,
)
from ..models import Answered, Trafficking
from .page import File, ask_on, case_url, open_file, writable

Values = Callable[[File], dict[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One group: its title, its form, what the form starts with, what else it takes, and how it is saved."""

    title: Any
    form: type[EditForm]
    start: Values
    save: Callable[[File, Any, int], object]
    options: Values = lambda _file: {}
    back: str = "detail"


def facts_of(file: File) -> given.PersonFacts:
    """The general facts as they stand. With a birth date the age is left out: the date tells it."""
    row = file.case.person
    known = not file.texts.get("birth_date")
    return given.PersonFacts(
        sex=row.sex,
        gender=row.gender,
        citizenships=tuple(row.citizenships),
        languages=tuple(row.languages),
        age_years=row.age_years if known else None,
        age_on=row.age_on if known else None,
        age_estimated=row.age_estimated if known else False,
        marital_status=row.marital_status,
        education=row.education,
    )


def _identity(file: File, **changed: str) -> given.IdentityTexts:
    names = [field.name for field in dataclasses.fields(given.IdentityTexts)]
    return given.IdentityTexts(**{name: file.texts.get(name, "") for name in names} | changed)


def _save_names(file: File, form: EditName, version: int) -> None:
    operations.edit_identity(file.case.id, identity=_identity(file, **form.told()), expected_version=version)


def _save_documents(file: File, form: EditDocuments, version: int) -> None:
    lines = file.texts.get("documents", "").split("\n")[3:]
    documents = "\n".join(filter(None, [form.told(), *lines]))
    operations.edit_identity(
        file.case.id, identity=_identity(file, documents=documents), expected_version=version
    )


def _start_age(file: File) -> dict[str, Any]:
    told = facts_of(file)
    return {
        "birth_date": file.texts.get("birth_date", ""),
        "age_years": told.age_years,
        "age_estimated": told.age_estimated,
        "sex": told.sex,
        "gender": told.gender,
    }


def _save_age(file: File, form: EditAge, version: int) -> None:
    told = form.told()
    birth_date = told.pop("birth_date")
    now = facts_of(file)
    same = told["age_years"] == now.age_years and now.age_on is not None
    person = dataclasses.replace(now, **told, age_on=now.age_on if same else clock.today())
    if birth_date:
        person = dataclasses.replace(person, age_years=None, age_on=None, age_estimated=False)
    operations.edit_identity(
        file.case.id, identity=_identity(file, birth_date=birth_date), person=person, expected_version=version
    )


def _start_origin(file: File) -> dict[str, Any]:
    row = file.case.person
    pairs = EditOrigin.start(row.citizenships, row.languages)
    return {**pairs, "education": row.education, "marital_status": row.marital_status}


def _save_origin(file: File, form: EditOrigin, version: int) -> None:
    person = dataclasses.replace(facts_of(file), **form.told())
    operations.edit_person(file.case.id, person=person, expected_version=version)


def _start_contact(file: File) -> dict[str, Any]:
    return {**file.texts, "channels": file.texts.get("contact_channel", "").split()}


def _start_arrival(file: File) -> dict[str, Any]:
    case = file.case
    return EditArrival.start(
        given.Arrival(
            arrival_channel=case.arrival_channel,
            arrived_on=case.arrived_on,
            country=case.country,
            area=case.area,
        )
    )


def _where(file: File) -> given.TraffickingFacts:
    row = Trafficking.objects.filter(case=file.case).first()
    if row is None:
        return given.TraffickingFacts()
    names = [field.name for field in dataclasses.fields(given.TraffickingFacts)]
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    found = {name: tuple(one) if isinstance(one, list) else one for name, one in found.items()}
    return given.TraffickingFacts(**found)


def _answers(which: str) -> Values:
    def start(file: File) -> dict[str, Any]:
        rows = Answered.objects.filter(case=file.case, vocabulary__in=vocabularies_of(which))
        told: dict[str, dict[str, bool]] = {}
        for key, code, yes in rows.values_list("vocabulary", "code", "yes"):
            told.setdefault(key, {})[code] = yes
        return dict(EditAnswers.start(told))

    return start


def _save_answers(file: File, form: EditAnswers, version: int) -> None:
    operations.answer_elements(file.case.id, answers=form.answers(), expected_version=version)


def _of_answers(which: str, title: Any) -> Page:
    return Page(
        title, EditAnswers, _answers(which), _save_answers, lambda _file: {"which": which}, back="elements"
    )


PAGES: Mapping[str, Page] = {
    "nombre": Page(_l("Nombre"), EditName, lambda file: dict(file.texts), _save_names),
    "edad": Page(_l("Edad y sexo"), EditAge, _start_age, _save_age),
    "origen": Page(
        _l("Nacionalidad, idiomas y estudios"),
        EditOrigin,
        _start_origin,
        _save_origin,
        lambda file: {
            "kept": {"citizenships": file.case.person.citizenships, "languages": file.case.person.languages}
        },
    ),
    "documentos": Page(
        _l("Documentos"),
        EditDocuments,
        lambda file: dict(EditDocuments.start(file.texts.get("documents", ""))),
        _save_documents,
        lambda file: {"country": next(iter(file.case.person.citizenships), None)},
    ),
    "contacto": Page(
        _l("Contacto seguro"),
        EditContact,
        _start_contact,
        lambda file, form, version: operations.edit_contact(
            file.case.id, contact=form.told(), expected_version=version
        ),
    ),
    "llegada": Page(
        _l("Cómo llegó"),
        EditArrival,
        _start_arrival,
        lambda file, form, version: operations.edit_arrival(
            file.case.id, arrival=form.told(), expected_version=version
        ),
    ),
    "hechos": Page(
        _l("Dónde y cuándo ocurrió"),
        EditFacts,
        lambda file: EditFacts.start(_where(file)),
        lambda file, form, version: operations.edit_trafficking(
            file.case.id, trafficking=form.told(), expected_version=version
        ),
        lambda file: {
            "registered": clock.day_of(file.case.registered_at), "kept": list(_where(file).transit_countries),
        },
    ),
    "acto": _of_answers("acto", _l("Acto: qué le hicieron")),
    "medio": _of_answers("medio", _l("Medio: cómo lo lograron")),
    "fin": _of_answers("fin", _l("Fin: para qué")),
    "otros": _of_answers("otros", _l("Otros datos de los hechos")),
}  # fmt: skip


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def edit(request: Request, case_id: uuid.UUID, what: str) -> HttpResponse:
    """Change one group. On a conflict the second editor is told who was first; what was typed stays."""
    page = PAGES.get(what)
    if page is None:
        raise Http404
    file = writable(open_file(request, case_id, f"edit_{what}"), "edit")
    return ask_on(
        request,
        file,
        title=page.title,
        form=lambda data: _form(page, file, data),
        now=lambda: _form(page, open_file(request, case_id), None),
        act=lambda form: page.save(file, form, form.cleaned_data["version"]),
        back=case_url(case_id, page.back),
    )


def _form(page: Page, file: File, data: QueryDict | None) -> EditForm:
    initial = {**page.start(file), "version": file.case.version}
    return page.form(data, initial=initial, **page.options(file))
