"""What members say under a practice, who reports it, and what the moderation decides."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Shared, Versioned

#: So long may who wrote a post change it: after that others have read it and answered.
EDIT_MINUTES = 30
#: How many posts stand on one page of a conversation.
SIZE = 30


class Reason(models.TextChoices):
    """Why a post is reported, or hidden. A closed list, so that a report repeats nothing of what it is about."""

    NAMES = "names", _l("Nombra a una persona o permite reconocerla")
    PLACE = "place", _l("Dice dónde está un albergue u otro lugar reservado")
    DISRESPECT = "disrespect", _l("Falta al respeto")
    WRONG = "wrong", _l("Dice algo que no es cierto")
    OTHER = "other", _l("No tiene que ver con la práctica")


class Verdict(models.TextChoices):
    """What the moderation decided of a post."""

    HIDDEN = "hidden", _l("oculto")
    STANDS = "stands", _l("a la vista")


class Post(Shared, Versioned):
    """What a member's organisation says under a practice. The realm reads it until the moderation hides it.

    Hidden, the database gives it to the coordination alone: what must not be read is not only left out of pages.
    """

    practice_id = models.UUIDField()
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    edited_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "-at", "id"], name="conversation_posts")
        ]


class Ruling(Shared):
    """What the moderation decided of a post, the `number`-th time; the last one holds. A row that stays."""

    post_id = models.UUIDField()
    practice_id = models.UUIDField()
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    #: The organisation of the post: it reads why, although it reads the post no more.
    author_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "post_id", "number"], name="conversation_ruling_last")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "-at", "id"], name="conversation_rulings")
        ]


class Report(Confidential):
    """That a member's organisation finds a post wrong; read by it and by the coordination. One an organisation."""

    post_id = models.UUIDField()
    practice_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=Reason)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "post_id"], name="conversation_report_one")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "post_id", "-at"], name="conversation_reports")
        ]
