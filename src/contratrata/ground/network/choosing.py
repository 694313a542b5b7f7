"""Organisations to choose from, wherever a form asks for one."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.base.scope import Scope
from contratrata.ground.lists.public import Option, Source, searched

from .agreements import receiving
from .models import Organisation
from .queries import organisations_visible_to


def _others(scope: Scope) -> QuerySet[Organisation]:
    found = organisations_visible_to(scope)
    return found.exclude(pk=scope.organisation_id) if scope.organisation_id is not None else found


def _able(_scope: Scope, found: Sequence[Option]) -> list[Option]:
    """Those that cannot receive say so."""
    able = {str(one) for one in receiving(value for value, _name in found)}
    words = _("%(name)s (no recibe derivaciones)")
    return [(value, name if value in able else words % {"name": name}) for value, name in found]


#: The other organisations of the realm.
OTHERS = searched(Source("organisations", _others))
#: The same, to send a referral to.
RECEIVERS = searched(Source("receivers", _others, labels=_able))
