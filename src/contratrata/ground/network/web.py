"""What the Scoped middleware put on a request, with its type; and what an operation refused, on its form."""

from typing import cast

from django.forms import Form

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request

from .models import Membership


def membership_of(request: Request) -> Membership:
    """The acting membership, its organisation loaded. Only in views whose roles ask for one."""
    return cast(Membership, request.membership)


def put_error(form: Form, error: DomainError) -> None:
    """Say what an operation refused beside its field, or over the form when the form has no such field."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
