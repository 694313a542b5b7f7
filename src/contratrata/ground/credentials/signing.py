"""The work of signing: batch by batch, each one transaction; who is cut off goes on with the next one."""

import json
import secrets
import uuid
from collections.abc import Callable, Sequence

from django.db.models import Count
from django.urls import reverse

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import Scope, acting, organisation_id
from contratrata.ground.network.public import organisation_names
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from . import badges, capabilities, copies, events, keyring, proofs  # noqa: F401  (declares the events)
from .bits import PLACES
from .mails import READY
from .models import Award, Credential, Door, Issued

BATCH = 50
#: A list is left when so many places are taken, so that chance still finds one.
_FULL = PLACES * 3 // 4
_SIGNED = ("code", "document", "signed_at", "public", "list_id", "place", "link_id")
Tell = Callable[[int, int], None]


def sign(scope: Scope, award_id: uuid.UUID, tell: Tell = lambda _done, _total: None) -> int:
    """Sign what of an award waits, and send each holder her link. Returns how many."""
    number = 0
    while True:
        with acting(scope):
            award = Award.objects.select_for_update().get(organisation_id=organisation_id(), id=award_id)
            rows = list(award.credentials.filter(signed_at=None, revoked_at=None).order_by("id")[:BATCH])
            if not rows:
                return number
            sign_rows(award, rows)
            award.done += len(rows)
            award.problem = ""
            award.save(update_fields=["done", "problem"])
            audit.record("credential.signed", kind="award", subject=award.id, number=len(rows))
        number += len(rows)
        tell(award.done, award.total)


def sign_rows(award: Award, rows: Sequence[Credential]) -> None:
    """Sign these credentials of an award, for the first time or anew. Part of an act that traces it."""
    sealers = vault.open_subjects(row.subject_id for row in rows)
    key = keyring.signer()
    issuer = organisation_names([award.organisation_id])[award.organisation_id]
    places = iter(_free_places(sum(row.place is None for row in rows)))
    issued, doors, mails = [], [], []
    for row in rows:
        sealer = sealers.get(row.subject_id)
        if sealer is None:  # erased before it was signed
            row.revoked_at = clock.now()
            continue
        if row.place is None:
            row.list_id, row.place = next(places)
        document, email = _sign(award, row, sealer, key, issuer)
        issued.append(Issued(digest=proofs.digest(document), public=key.public))
        if row.link_id is None:
            token, door = link_to(row)
            doors.append(door)
            mails.append((email, row.language, token))
    with publishing(Issued, Door):
        Issued.objects.bulk_create(issued)
        Door.objects.bulk_create(doors)
    Credential.objects.bulk_update(rows, [*_SIGNED, "revoked_at"])
    for email, language, token in mails:
        if email:
            outbox.send(READY, outbox.To(address=email, language=language), link=path_of(language, token))


def _sign(
    award: Award, row: Credential, sealer: Sealer, key: keyring.Signer, issuer: str
) -> tuple[proofs.Document, str]:
    """Sign one (unsaved); the document and where its holder is written to."""
    texts = row.open(sealer, "name", "email", "evidence", "code")
    code = texts["code"] or capabilities.new_code()
    holder = badges.Holder(texts["name"], texts["email"], row.language, texts["evidence"])
    assert row.list_id is not None and row.place is not None  # noqa: S101, PT018  (for the type)
    document = key.sign(
        badges.document(award, holder, issuer=issuer, code=code, list_id=row.list_id, place=row.place)
    )
    row.seal(sealer, code=code, document=json.dumps(document))
    row.signed_at, row.public = clock.now(), key.public
    return document, texts["email"]


def link_to(row: Credential) -> tuple[str, Door]:
    """A new link for the holder (unsaved): its secret, and the row behind it."""
    token = capabilities.new_token()
    door = capabilities.sealed(
        capabilities.place_of(token), {"organisation": str(row.organisation_id), "credential": str(row.id)}
    )
    row.link_id = door.id
    return token, door


def path_of(language: str, token: str) -> str:
    """The holder's own page."""
    return reverse("credentials:held", args=[language, token])


def _free_places(number: int) -> list[tuple[uuid.UUID, int]]:
    """Places of chance in the list in use, so that neighbours in it tell nothing."""
    if not number:
        return []
    mine = Credential.objects.filter(organisation_id=organisation_id(), list_id__isnull=False)
    lists = mine.values("list_id").annotate(taken=Count("id")).filter(taken__lt=_FULL - number)
    row = lists.order_by("-taken", "list_id").first()
    list_id = uuid.UUID(str(row["list_id"])) if row else keyring.new_list()
    taken = set(mine.filter(list_id=list_id).values_list("place", flat=True))
    result: list[tuple[uuid.UUID, int]] = []
    while len(result) < number:
        place = secrets.randbelow(PLACES)
        if place not in taken:
            taken.add(place)
            result.append((list_id, place))
    return result


def sign_again(scope: Scope, public: str) -> int:
    """Sign anew, with the key in use, whatever a stolen key signed and nobody revoked. Returns how many."""
    number = 0
    while True:
        with acting(scope):
            mine = Credential.objects.select_for_update(of=("self",)).select_related("award")
            waiting = mine.filter(organisation_id=organisation_id(), public=public, revoked_at=None)
            rows = list(waiting.order_by("award_id", "id")[:BATCH])
            if not rows:
                return number
            rows = [row for row in rows if row.award_id == rows[0].award_id]
            sign_rows(rows[0].award, rows)
            sealers = vault.open_subjects(row.subject_id for row in rows if row.shown)
            for row in rows:
                if row.subject_id in sealers:
                    copies.renew(row, sealers[row.subject_id])
            audit.record("credential.signed_again", kind="award", subject=rows[0].award_id, number=len(rows))
        number += len(rows)
