"""The three kinds of rows, each with the protection that its migration gives it and a law that it has it.

`Confidential`: of one organisation, seen by nobody else (`rls.Protect`). `Shared`: of one organisation, which alone
writes it; seen by its realm (`rls.ProtectShared`). `Open`: published, seen by anybody, written by a publish act only
(`rls.ProtectOpen`, `publishing`).
"""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from . import clock, ids, scope

M = TypeVar("M", bound=models.Model)


class ConfidentialManager(models.Manager[M]):
    """The default door to a confidential table: shut without an acting scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        """All rows the database lets the scope see. Raises `NoScope` in development and tests."""
        scope.guard_query()
        return super().get_queryset()


class Confidential(models.Model):
    """A row that belongs to one organisation in one realm; row-level security is forced on its table.

    The organisation is a plain uuid here because the ground below the network does not know organisations;
    the composite key (organisation, realm) is tied to the network's table by `rls.Protect`.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    organisation_id = models.UUIDField(default=scope.organisation_id, editable=False)
    realm = models.SmallIntegerField(default=scope.realm, editable=False)

    objects: ClassVar[ConfidentialManager[Self]] = ConfidentialManager()

    class Meta:
        abstract = True

    def stamp(self) -> dict[str, Any]:
        """Organisation and realm of this row, to give to a row that belongs with it."""
        return {"organisation_id": self.organisation_id, "realm": self.realm}


class Versioned(models.Model):
    """A row that several users edit: `version` counts the edits, `edited_by_id` made the last (`acts.edit`)."""

    version = models.PositiveIntegerField(default=1)
    edited_by_id = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


class Shared(Confidential):
    """A row that its organisation writes and every organisation of the realm reads. No person stands in it."""

    class Meta:
        abstract = True


class Open(models.Model):
    """A published row: a copy made for anybody to read, without a session and without row-level security.

    What it holds has left the house, so nothing of an organisation's own stands in it: no sealed text and no way to
    a confidential row. The database refuses to write it outside `publishing` (`rls.ProtectOpen`), so that no form,
    import or careless save can put a text before everybody: only the act that publishes does.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    published_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
