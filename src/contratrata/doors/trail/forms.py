"""What to look for in the trail."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import Filters, declared

from .sentences import words


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class TrailForm(forms.Form):
    """Event, person, days. Its names stand in the address."""

    evento = forms.ChoiceField(label=_("Qué se hizo"), required=False)
    persona = forms.ChoiceField(label=_("Quién"), required=False)
    desde = forms.DateField(
        label=_("Desde"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
    )
    hasta = forms.DateField(
        label=_("Hasta"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
    )

    hide_optional = True

    def __init__(self, data: object, staff: Iterable[tuple[uuid.UUID, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        events = sorted(((name, words(name)) for name in declared()), key=lambda pair: pair[1].casefold())
        people = sorted(((str(one), name) for one, name in staff), key=lambda pair: pair[1].casefold())
        self.fields["evento"].choices = [("", _("Todo")), *events]  # type: ignore[attr-defined]
        self.fields["persona"].choices = [("", _("Todas las personas")), *people]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """The days must be in order."""
        super().clean()
        since, until = self.cleaned_data.get("desde"), self.cleaned_data.get("hasta")
        if since and until and until < since:
            self.add_error("hasta", _("Ponga una fecha igual o posterior a «Desde»."))

    def filters(self) -> Filters:
        """What was asked; what is wrong in it is left out."""
        told = self.cleaned_data
        until = told.get("hasta")
        return Filters(
            event=told.get("evento") or "",
            actor_id=uuid.UUID(told["persona"]) if told.get("persona") else None,
            since=_midnight(told["desde"]) if told.get("desde") else None,
            until=_midnight(until + dt.timedelta(days=1)) if until else None,
        )

    def asked(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)
