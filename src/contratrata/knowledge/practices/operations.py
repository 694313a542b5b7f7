"""The acts on practices besides those of every noun: to review one of another organisation, and to answer a review."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import Organisation
from contratrata.ground.notices import public as notices
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.things.public import to_row

from . import events  # noqa: F401  (declares the events of this package)
from .models import MOVES, PRACTICES, REVIEWERS, REVIEWS, RUBRIC, Practice, Reply, Review
from .notices import REPLIED, REVIEWED, to_authors
from .rules import may_reply, may_review
from .states import PracticeState


def review(
    practice_id: uuid.UUID, *, values: Values, read_version: int, token: uuid.UUID | None = None
) -> Review:
    """Say what one's organisation thinks of a practice of another, in the version that was read.

    One that asks for changes sends it back; the second that accepts, of another organisation, accepts it when one of
    them is of another country. Raises `DomainError`, `NotAllowed`, `WrongState`.
    """
    checked = check_values(RUBRIC.facts, {fact.name: fact.kind.empty for fact in RUBRIC.facts} | dict(values))
    with transaction.atomic():
        one_at_a_time(str(practice_id))
        practice = PRACTICES.visible_to(required()).filter(id=practice_id).first()
        if practice is None or not may_review(required(), practice):
            raise NotAllowed(_("Revisa otra organización que la que la escribió."))

        def new() -> Review:
            _check_asked(practice, read_version)
            _check_definition(checked)
            country = Organisation.objects.get(id=organisation_id()).country
            row = Review(practice_id=practice_id, practice_version=read_version, once=token,
                         author_organisation_id=practice.organisation_id, country=country)  # fmt: skip
            to_row(RUBRIC.facts, row, checked)
            row.save(force_insert=True)
            audit.record("practice.reviewed", kind="practices", subject=practice_id,
                         verdict=RUBRIC.fact("verdict").words(checked["verdict"]))  # fmt: skip
            _decide(practice, checked["verdict"])
            return row

        return once(token, Review.objects.filter(organisation_id=organisation_id()), new)


def reply(review_id: uuid.UUID, *, words: str, token: uuid.UUID | None = None) -> Reply:
    """Answer a review of a practice of one's own. Raises `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        match = Review.objects.filter(id=review_id).first()
        practice = PRACTICES.rows().filter(id=match.practice_id).first() if match else None
        if match is None or practice is None or not may_reply(
            required(), match, may_edit=PRACTICES.may_edit(required(), practice)
        ):  # fmt: skip
            raise NotAllowed(_("Responde quien escribió la práctica."))
        sentence = texts.required(words, field="words", message=_("Escriba su respuesta."))

        def new() -> Reply:
            row = Reply(
                review_id=match.id, reviewer_organisation_id=match.organisation_id, words=sentence, once=token
            )
            row.save(force_insert=True)
            audit.record("practice.replied", kind="practices", subject=match.practice_id)
            notices.notify(
                REPLIED, organisation_id=match.organisation_id, subject_id=match.practice_id, roles=REVIEWERS
            )
            return row

        return once(token, Reply.objects.filter(organisation_id=organisation_id()), new)


def _check_asked(practice: Practice, read_version: int) -> None:
    """It is in review, as it was read, and the own organisation has not judged this version yet."""
    if MOVES.state(MOVES.of(practice.id).first()) != PracticeState.IN_REVIEW:
        raise WrongState(_("Esta práctica no está en revisión ahora."))
    if practice.version != read_version:
        raise WrongState(_("La práctica cambió mientras usted la leía. Lea primero lo que dice ahora."))
    own = Review.objects.filter(organisation_id=organisation_id(), practice_id=practice.id)
    if own.filter(practice_version=read_version).exists():
        raise WrongState(_("Su organización ya la revisó."))


def _check_definition(values: Values) -> None:
    """Only what is a good practice is proposed as one: tried and applied, for prevention, detection or protection, with
    respect for rights, and naming nobody (domain, §10). Raises `DomainError`."""
    if values["verdict"] != "accept":
        return
    if not (values["tried"] and values["respects"] and (values["identifies"] or values["protects"])):
        raise DomainError(
            _("Según sus respuestas todavía no es una buena práctica: pida cambios y diga cuáles."),
            field="verdict",
        )
    if values["names"]:
        raise DomainError(
            _("Según usted nombra a alguien o dice dónde está un albergue: pida que lo quiten."),
            field="verdict",
        )


def _decide(practice: Practice, verdict: str) -> None:
    if verdict == "changes":
        nouns.judge(PRACTICES, practice, "ask_changes")
        return
    # What others said cannot be read by who judges; that they propose to publish it is a move, which the realm reads.
    sent = MOVES.of(practice.id).filter(verb="submit").values("number")[:1]
    others = MOVES.of(practice.id).filter(verb="endorse", version=practice.version, number__gt=sent)
    judges = {organisation_id(), *others.values_list("organisation_id", flat=True)}
    countries = Organisation.objects.filter(id__in=judges).values_list("country", flat=True)
    author = Organisation.objects.get(id=practice.organisation_id).country
    enough = len(judges) >= REVIEWS and any(country != author for country in countries)
    nouns.judge(PRACTICES, practice, "accept" if enough else "endorse")
    if not enough:
        to_authors(practice, REVIEWED)
