"""The acts of the conversation: to say, change, report; to hide and to show again."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import locked, one_at_a_time
from contratrata.ground.base.scope import Realm, organisation_id, realm, required
from contratrata.ground.network.public import coordinating_organisations
from contratrata.ground.notices import public as notices
from contratrata.knowledge.practices.public import PRACTICES, standing

from . import events  # noqa: F401  (declares the events of this package)
from .models import Post, Reason, Report, Ruling, Verdict
from .notices import AUTHORS, HIDDEN, POSTED, REPORTED
from .rules import MODERATORS, may_edit, may_moderate, may_post, may_report


def post(practice_id: uuid.UUID, *, words: str, token: uuid.UUID | None = None) -> Post:
    """Say something under a practice that passed its review. Raises `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        practice = standing(required()).filter(id=practice_id).first()
        if practice is None or not may_post(required()):
            raise NotAllowed(_("Aquí escriben los miembros de la red."))
        sentence = _words(words)

        def new() -> Post:
            row = Post(practice_id=practice_id, words=sentence, once=token)
            row.save(force_insert=True)
            audit.record("conversation.posted", kind="practices", subject=practice_id)
            if practice.organisation_id != organisation_id():
                notices.notify(
                    POSTED, organisation_id=practice.organisation_id, subject_id=practice_id, roles=AUTHORS
                )
            return row

        return once(token, Post.objects.filter(organisation_id=organisation_id()), new)


def change(post_id: uuid.UUID, *, words: str, expected_version: int) -> Post:
    """Change what one wrote, while it is young. Raises `Conflict`, `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        own = Post.objects.filter(organisation_id=organisation_id())
        row: Post = locked(own, post_id, _("Esto lo cambia quien lo escribió."))
        if not may_edit(required(), row):
            raise NotAllowed(_("Ya no se puede cambiar: otros lo leyeron. Escriba otro mensaje."))
        edit(row, expected_version)
        row.words, row.edited_at = _words(words), clock.now()
        row.save()
        audit.record("conversation.edited", kind="practices", subject=row.practice_id)
    return row


def report(post_id: uuid.UUID, *, reason: str) -> Report:
    """Tell the moderation of a post of somebody else; once an organisation. Raises `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        row = Post.objects.filter(id=post_id).first()
        if row is None or not may_report(required(), row):
            raise NotAllowed(_("Este mensaje ya no está."))
        why = _reason(reason)
        one_at_a_time(f"{organisation_id()}:{post_id}")
        before = Report.objects.filter(organisation_id=organisation_id(), post_id=post_id).first()
        if before is not None:
            return before
        created = Report(post_id=post_id, practice_id=row.practice_id, reason=why)
        created.save(force_insert=True)
        audit.record(
            "conversation.reported", kind="practices", subject=row.practice_id, reason=str(why.label)
        )
        for one in coordinating_organisations(Realm(realm())):
            notices.notify(REPORTED, organisation_id=one, subject_id=row.practice_id, roles=MODERATORS)
    return created


def hide(post_id: uuid.UUID, *, reason: str) -> Ruling:
    """Hide a post from everybody but the moderation, and say why. Raises `DomainError`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        why = _reason(reason)
        row = _rule(post_id, Verdict.HIDDEN, why)
        audit.record("conversation.hidden", kind="practices", subject=row.practice_id, reason=str(why.label))
        notices.notify(HIDDEN, organisation_id=row.author_id, subject_id=row.practice_id, roles=AUTHORS)
    return row


def show(post_id: uuid.UUID) -> Ruling:
    """Let a post stand: what was reported, or hidden. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _rule(post_id, Verdict.STANDS, None)
        audit.record("conversation.shown", kind="practices", subject=row.practice_id)
    return row


def _rule(post_id: uuid.UUID, verdict: Verdict, reason: Reason | None) -> Ruling:
    if not may_moderate(required()):
        raise NotAllowed(_("Esto lo decide la moderación."))
    one_at_a_time(str(post_id))
    match = Post.objects.filter(id=post_id).first()
    if match is None or not PRACTICES.visible_to(required()).filter(id=match.practice_id).exists():
        raise NotAllowed(_("Este mensaje ya no está."))
    last = Ruling.objects.filter(post_id=post_id).order_by("-number").first()
    if last is not None and last.verdict == verdict:
        if verdict == Verdict.HIDDEN:
            raise WrongState(_("Este mensaje ya está oculto."))
        if not Report.objects.filter(post_id=post_id, at__gt=last.at).exists():
            raise WrongState(_("Este mensaje ya está a la vista."))
    row = Ruling(
        post_id=post_id, practice_id=match.practice_id, number=last.number + 1 if last else 1, verdict=verdict,
        reason=reason or "", author_id=match.organisation_id,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _words(words: str) -> str:
    return texts.required(words, field="words", message=_("Escriba su mensaje."))


def _reason(reason: str) -> Reason:
    if reason not in Reason.values:
        raise DomainError(_("Escoja por qué."), field="reason")
    return Reason(reason)
