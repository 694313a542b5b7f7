"""Who is typing in a practice now: each draft that is kept of its page is a sign of life, good for two minutes."""

import datetime as dt
import re
import uuid

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from contratrata.ground.base import clock, scope
from contratrata.ground.network.public import organisation_names
from contratrata.ground.vault.public import drafts

from .models import PRACTICES, Writing

#: Who kept no draft for so long is not writing any more.
FRESH = dt.timedelta(minutes=2)
_PREFIX = "page:/practicas/"
_PAGE = re.compile(rf"{_PREFIX}([0-9a-f-]{{36}})/cambiar/")


def heard(key: str, stored: bool) -> None:
    """A draft of the page that changes a practice was kept, or went because it was saved."""
    match, acting = _PAGE.fullmatch(key), scope.required()
    if match is None or acting.user_id is None:
        return
    practice_id = uuid.UUID(match[1])
    Writing.objects.filter(organisation_id=scope.organisation_id(), at__lt=clock.now() - FRESH).delete()
    if not stored:
        Writing.objects.filter(practice_id=practice_id, user_id=acting.user_id).delete()
        return
    row = PRACTICES.visible_to(acting).filter(id=practice_id).first()
    if row is not None and PRACTICES.may_edit(acting, row):
        Writing.objects.bulk_create(
            [Writing(practice_id=practice_id, user_id=acting.user_id)],
            update_conflicts=True,
            unique_fields=["organisation_id", "practice_id", "user_id"],
            update_fields=["at"],
        )


def writing_now(practice_id: uuid.UUID) -> str:
    """«Está escribiendo ahora: …»: the others who type in it, each with her organisation; else nothing."""
    fresh = Writing.objects.filter(realm=scope.realm(), practice_id=practice_id, at__gte=clock.now() - FRESH)
    rows = [one for one in fresh.order_by("-at") if one.user_id != scope.user_id()]
    if not rows:
        return ""
    users = get_user_model()._default_manager.filter(pk__in=[one.user_id for one in rows])
    names = dict(users.values_list("pk", "name"))
    houses = organisation_names(one.organisation_id for one in rows)
    words = (f"{names.get(one.user_id, '')} ({houses.get(one.organisation_id, '')})" for one in rows)
    return _("Está escribiendo ahora: %s.") % ", ".join(words)


drafts.listen(_PREFIX, heard)
