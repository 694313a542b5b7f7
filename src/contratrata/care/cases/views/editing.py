"""«Cambiar»: one page for each section of the file; two editors never overwrite each other."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict

from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow, user_names
from contratrata.ground.questions.public import Section

from .. import operations
from ..file.questions import FILE
from ..file.values import Past, history
from ..forms.sections import EditSectionForm
from .page import File, ask_on, case_url, open_file, writable


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def edit(request: Request, case_id: uuid.UUID, what: str) -> HttpResponse:
    """Change one section; what its answers said before stands below."""
    try:
        section = FILE.section(what)
    except KeyError:
        raise Http404 from None
    file = writable(open_file(request, case_id, f"edit_{what}"), "edit")
    return ask_on(
        request,
        file,
        title=section.title,
        form=lambda data: _form(file, section, data),
        now=lambda: _form(open_file(request, case_id), section, None),
        act=lambda form: operations.edit_file(
            case_id, section=what, values=form.values, expected_version=form.cleaned_data["version"]
        ),
        back=case_url(case_id, _back(section)),
        template="cases/edit.html",
        context={"past": _past(file, section)},
    )


def _back(section: Section) -> str:
    """The page that shows what the section asks."""
    return "elements" if all(fact.part == "trafficking" for fact in section.facts) else "detail"


def _form(file: File, section: Section, data: QueryDict | None) -> EditSectionForm:
    return EditSectionForm(
        data,
        section=section,
        registered=clock.day_of(file.case.registered_at),
        initial_values={fact.name: file.values[fact.name] for fact in section.facts},
        initial={"version": file.case.version},
    )


def _past(file: File, section: Section) -> list[tuple[Past, Any]]:
    """What the answers of this section said, and who changed them."""
    past = history(file.case, file.sealer, section.facts)
    names = user_names(one.by_id for one in past)
    return [(one, names.get(one.by_id, "") if one.by_id else "") for one in past]
