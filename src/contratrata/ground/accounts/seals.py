"""Keyed seals over what lets somebody in: SQL alone can change a row, never make its seal.

A seal is made by the master keyset, which is outside the database, over the fields declared here and a version that
only grows. Each save of such a row looks first whether the former seal holds, so that an act of the house never
seals what somebody changed behind it, and writes the new one in the same transaction. Making or looking costs some
10 µs besides its query. Which rows: docs/decisions/0044.
"""

import base64
import contextlib
import datetime as dt
import json
import logging
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import tink
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.signals import post_delete, post_init, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import beats
from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.vault.public import master

from . import events  # noqa: F401  (declares the events of this package)
from .models import Seal, User

LOG = logging.getLogger("contratrata.seals")
#: What a seal covers, by model: the kind, and the columns.
_COVERED: dict[type[Model], tuple[str, tuple[str, ...]]] = {}
ACCOUNT = "account"
#: Fields of a factor that are secrets of their own, sealed for this very row.
SECRETS = ("secret", "seed")
#: What a secret is sealed for while its owner has not shown yet that her telephone has it.
WAITING = b"mfa|waiting"


class SealBroken(DomainError):
    """What the database says of an account, a membership or an invitation was changed behind the platform."""

    def __init__(self) -> None:
        super().__init__(
            _("Esta cuenta quedó cerrada por seguridad. Hable con la administración de la plataforma.")
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, uuid.UUID) else value


def _text(kind: str, row_id: uuid.UUID, version: int, values: Sequence[Any]) -> bytes:
    """What the seal is made over: one text for one state of the row."""
    lines = [kind, str(row_id), version, *(_plain(value) for value in values)]
    return json.dumps(lines, sort_keys=True, separators=(",", ":")).encode()


def compute(kind: str, row_id: uuid.UUID, version: int, values: Sequence[Any]) -> bytes:
    """The seal of this state. Raises `MasterKeyMissing`."""
    sealed: bytes = master.master().encrypt(b"", _text(kind, row_id, version, values))
    return sealed


def genuine(
    kind: str, row_id: uuid.UUID, version: int | None, mac: bytes | None, values: Sequence[Any]
) -> bool:
    """Whether the seal was made over this state. No seal is none. Raises `MasterKeyMissing`."""
    if version is None or mac is None:
        return False
    try:
        master.master().decrypt(bytes(mac), _text(kind, row_id, version, values))
    except tink.TinkError:
        return False
    return True


def _seal(rows: QuerySet[Seal]) -> tuple[int | None, bytes | None]:
    row = rows.values_list("version", "mac").first()
    return (row[0], bytes(row[1])) if row else (None, None)


def alarm(kind: str, row_id: uuid.UUID) -> None:
    """Say it where it is seen: the platform's trail, its page, the log (which names nobody)."""
    LOG.error("A seal does not hold: %s. Somebody changed the database behind the platform.", kind)
    with contextlib.suppress(OSError):
        beats.beat("seal_broken")
    with acting(Scope()):
        audit.record_refused("account.seal_broken", kind=kind, subject=row_id)


# The account: the user's row and all her factors.


def _account(user_id: uuid.UUID) -> list[Any]:
    """What is sealed of an account, as the database says it now; two queries."""
    row = User.objects.filter(pk=user_id).values_list("email", "password", "is_active").first()
    factors = Authenticator.objects.filter(user_id=user_id).order_by("pk")
    return [*(row or ()), [list(one) for one in factors.values_list("pk", "type", "data")]]


#: Seal, account and factors as `_account` gives them, read together: signing in looks at each of its steps.
_WHOLE = """
SELECT s.version, s.mac, u.email, u.password, u.is_active,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(f.id, f.type, f.data) ORDER BY f.id), '[]')
   FROM mfa_authenticator f WHERE f.user_id = u.id)::text
FROM accounts_user u LEFT JOIN accounts_seal s ON s.row_id = u.id WHERE u.id = %s
"""


def account_holds(user_id: uuid.UUID) -> bool:
    """Whether her account is as the platform left it; alarms when not. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, [user_id])
        row = cursor.fetchone()
    if row is not None:
        version, mac, *account, factors = row
        if genuine(ACCOUNT, user_id, version, mac, [*account, json.loads(factors)]):
            return True
    alarm(ACCOUNT, user_id)
    return False


def _values(model: type[Model], row_id: uuid.UUID) -> list[Any] | None:
    if model is User:
        return _account(row_id)
    row = model._base_manager.filter(pk=row_id).values_list(*_COVERED[model][1]).first()
    return None if row is None else list(row)


# Writing, with every save.


def _check(model: type[Model], row_id: uuid.UUID) -> None:
    """Before a row changes: its seal holds. Others that change it wait. Raises `SealBroken`."""
    kind, _columns = _COVERED[model]
    seals = Seal.objects.filter(row_id=row_id)
    if connection.in_atomic_block:
        seals = seals.select_for_update()
    version, mac = _seal(seals)
    values = _values(model, row_id)
    if values is not None and not genuine(kind, row_id, version, mac, values):
        alarm(kind, row_id)
        raise SealBroken


def _write(model: type[Model], row_id: uuid.UUID, values: Sequence[Any] | None = None) -> None:
    """Seal the row as it stands now. Raises `Conflict` when somebody else just did."""
    kind, _columns = _COVERED[model]
    values = _values(model, row_id) if values is None else values
    if values is None:
        return
    version = Seal.objects.filter(row_id=row_id).values_list("version", flat=True).first()
    if version is None:
        Seal.objects.bulk_create([Seal(row_id=row_id, kind=kind, mac=compute(kind, row_id, 1, values))])
        return
    mac = compute(kind, row_id, version + 1, values)
    if not Seal.objects.filter(row_id=row_id, version=version).update(version=version + 1, mac=mac):
        raise Conflict(_("Otra persona cambió lo mismo en este momento. Inténtelo otra vez."))


def _touches(model: type[Model], update_fields: Iterable[str] | None) -> bool:
    if update_fields is None:
        return True
    columns = set(_COVERED[model][1])
    return any(name in columns or f"{name}_id" in columns for name in update_fields)


def _before(
    sender: type[Model], instance: Model, update_fields: Iterable[str] | None = None, **_more: Any
) -> None:
    if not instance._state.adding and _touches(sender, update_fields):
        _check(sender, instance.pk)


def _after(
    sender: type[Model],
    instance: Model,
    created: bool,
    update_fields: Iterable[str] | None = None,
    **_more: Any,
) -> None:
    if created:
        values = [getattr(instance, name) for name in _COVERED[sender][1]]
        made_over = [*values, []] if sender is User else values
        kind = _COVERED[sender][0]
        mac = compute(kind, instance.pk, 1, made_over)
        Seal.objects.bulk_create([Seal(row_id=instance.pk, kind=kind, mac=mac)])
    elif _touches(sender, update_fields):
        _write(sender, instance.pk)


def cover(model: type[Model], kind: str, *columns: str) -> None:
    """Seal these columns of a model with each save. A row that is changed in another way is locked."""
    _COVERED[model] = (kind, columns)
    pre_save.connect(_before, sender=model)
    post_save.connect(_after, sender=model)


def covered() -> dict[type[Model], tuple[str, tuple[str, ...]]]:
    """What is sealed, by model."""
    return dict(_COVERED)


def annotated(*, row: str = "pk") -> tuple[Subquery, Subquery]:
    """Version and seal of the rows of a query set, for `genuine`: no query of its own."""
    seal = Seal.objects.filter(row_id=OuterRef(row))
    return Subquery(seal.values("version")), Subquery(seal.values("mac"))


def holds(row: Model) -> bool:
    """Whether a row that was read whole is as the platform left it; alarms when not. One query."""
    return holds_with(row, *_seal(Seal.objects.filter(row_id=row.pk)))


def holds_with(row: Model, version: int | None, mac: bytes | None) -> bool:
    """The same with the seal that was read beside it (`annotated`); no query."""
    kind, columns = _COVERED[type(row)]
    if genuine(kind, row.pk, version, mac, [getattr(row, name) for name in columns]):
        return True
    alarm(kind, row.pk)
    return False


# A factor is part of its account, and its secret is bound to its row.


class BoundSecret(str):
    """A sealed secret that knows whose and which row's it is: opened nowhere else (`adapters.MFAAdapter`)."""

    about: bytes


def about(factor: Authenticator) -> bytes:
    """What the secret of this factor is sealed for: its user and its row."""
    return f"mfa|{factor.user_id}|{factor.pk}|{factor.type}".encode()


def _bound(text: str, factor: Authenticator) -> BoundSecret:
    bound_secret = BoundSecret(text)
    bound_secret.about = about(factor)
    return bound_secret


def reseal_secret(text: str, former: bytes, factor: Authenticator) -> BoundSecret:
    """A secret that was sealed for something else, sealed for this factor's row."""
    clear = master.master().decrypt(base64.b64decode(text), former)
    sealed = master.master().encrypt(clear, about(factor))
    return _bound(base64.b64encode(sealed).decode(), factor)


def _row_for(factor: Authenticator) -> None:
    """Give a new factor the number of its row before it is written: its secret is sealed for that row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('mfa_authenticator', 'id'))")
        factor.pk = cursor.fetchone()[0]


def _factor_before(
    sender: type[Authenticator],
    instance: Authenticator,
    update_fields: Iterable[str] | None = None,
    **_more: Any,
) -> None:
    if update_fields is not None and not {"data", "type", "user"} & set(update_fields):
        return
    _check(User, instance.user_id)
    if instance.pk is None:
        _row_for(instance)
    for name in SECRETS:
        text = instance.data.get(name)
        if text is not None and not isinstance(text, BoundSecret):
            instance.data[name] = reseal_secret(text, WAITING, instance)


def _factor_after(
    sender: type[Authenticator],
    instance: Authenticator,
    update_fields: Iterable[str] | None = None,
    **_more: Any,
) -> None:
    if update_fields is None or {"data", "type", "user"} & set(update_fields):
        _write(User, instance.user_id)


def _factor_read(sender: type[Authenticator], instance: Authenticator, **_more: Any) -> None:
    """What comes from the database is a secret of the row it stands in, or opens nothing."""
    data = instance.__dict__.get("data")
    if instance.pk is None or not isinstance(data, dict):  # a new one has no number yet
        return
    for name in SECRETS:
        if isinstance(data.get(name), str):
            data[name] = _bound(data[name], instance)


def _factor_going(sender: type[Authenticator], instance: Authenticator, **_more: Any) -> None:
    _check(User, instance.user_id)


def _factor_gone(sender: type[Authenticator], instance: Authenticator, **_more: Any) -> None:
    _write(User, instance.user_id)


def connect() -> None:
    """Listen to the saves of users and factors (once, when the package is ready)."""
    cover(User, ACCOUNT, "email", "password", "is_active")
    pre_save.connect(_factor_before, sender=Authenticator)
    post_save.connect(_factor_after, sender=Authenticator)
    pre_delete.connect(_factor_going, sender=Authenticator)
    post_delete.connect(_factor_gone, sender=Authenticator)
    post_init.connect(_factor_read, sender=Authenticator)
