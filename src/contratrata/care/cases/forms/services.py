"""Kinds of service in forms that declare no questions, group by group (`file/services.py`)."""

from contratrata.ground.kinds.public import Fact

from ..file.services import Services
from .base import CaseForm, Fold

#: The fields are called `services_0`, `services_1` …
SERVICES = "services_"


def _asked(question: str = "", without: frozenset[str] = frozenset()) -> tuple[Services, Fact]:
    kind = Services(without=tuple(without))
    return kind, Fact(name="services", kind=kind, label=question)


def add_services(form: CaseForm, question: str, *, without: frozenset[str] = frozenset()) -> None:
    """Give a form the fields of the groups; `without` are codes that are there already."""
    kind, fact = _asked(question, without)
    form.fields |= kind.fields(fact)
    first = f"{SERVICES}0"
    form.folds = (*(Fold(title, (name,), first) for name, title in kind.folds(fact).items()), *form.folds)


def services_of(form: CaseForm) -> tuple[str, ...]:
    """What was ticked, over all groups."""
    kind, fact = _asked()
    return kind.from_fields(fact, form.cleaned_data, ())


def start_services(data: list[str]) -> dict[str, list[str]]:
    """Initial values of the groups."""
    kind, fact = _asked()
    return kind.to_fields(fact, tuple(data))
