"""What answers of a file must agree on with each other. Raises `DomainError` with the field to mend."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.partial import Age, PartialDate, age_range
from contratrata.ground.kinds.public import Values

#: Who estimates an age may be wrong by some years.
GRACE = 3


def age_agrees(values: Values) -> None:
    """The age that was told can be that of the birth date today."""
    born, years = values.get("birth_date"), values.get("age_years")
    if born is None or years is None:
        return
    grace = GRACE if values.get("age_estimated") else 0
    age = age_range(born, clock.today())
    if age and not Age(max(0, age.low - grace), age.high + grace).may_be(Age(years, years)):
        raise _age_error(years)


def dates_agree(registered: dt.date | None) -> Callable[[Values], None]:
    """The rule that exploitation begins before it ends, and not after the day the case was registered."""

    def rule(values: Values) -> None:
        began, ended = values.get("exploited_from"), values.get("exploited_until")
        if began and ended and ended.surely_before(began):
            raise DomainError(
                _("La explotación no puede terminar antes de empezar."), field="exploited_until"
            )
        if began and registered and began.earliest() > registered:
            words = _("La explotación no puede empezar después del día en que se registró el caso.")
            raise DomainError(words, field="exploited_from")

    return rule


def rules_for(registered: dt.date | None) -> tuple[Callable[[Values], None], ...]:
    """All rules over a file; a rule whose questions are not asked says nothing."""
    return (age_agrees, dates_agree(registered))


def counted_age(
    values: Values, on: dt.date, *, known_on: dt.date | None = None
) -> tuple[int | None, dt.date | None, bool]:
    """Age in years, the day it holds for, whether estimated: as `Person` keeps it. `on`: the day of registration.

    A birth date wins; one known to the year or month gives the lower age, marked as estimated. `known_on`: the
    day `age_years` was told for. Raises `DomainError` when the age told cannot be that of the birth date.
    """
    birth: PartialDate | None = values.get("birth_date")
    years, estimated = values.get("age_years"), bool(values.get("age_estimated"))
    born = age_range(birth, on) if birth else None
    if years is None:
        return (born.low, on, born.low != born.high) if born else (None, None, False)
    since = known_on or on
    if born is None:
        return years, since, estimated
    then = age_range(birth, since)
    grace = GRACE if estimated else 0
    if then is None or not then.low - grace <= years <= then.high + grace:
        raise _age_error(years)
    if born.low != born.high and not estimated:
        return years, since, False
    return born.low, on, born.low != born.high


def _age_error(years: int) -> DomainError:
    words = _("La edad (%(age)d) no corresponde a la fecha de nacimiento: revise una de las dos.")
    return DomainError(words % {"age": years}, field="age_years")
