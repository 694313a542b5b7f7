"""Entries of country pages: what members write, and the copy that anybody reads."""

import dataclasses
import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base import clock
from contratrata.ground.base.models import Open, Shared, Versioned
from contratrata.ground.base.translated import Translated, TranslatedField
from contratrata.ground.kinds import public as kinds
from contratrata.ground.things.public import fact, facts_of


class Kind(models.TextChoices):
    """What an entry is, in the order of the page."""

    HOTLINE = "hotline", _("Línea de ayuda")
    CONTACT = "contact", _("Contacto de la red en el país")
    INSTITUTION = "institution", _("Institución")
    ROUTE = "route", _("Paso de la ruta de atención")
    LAW = "law", _("Ley")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is told of an entry. Nothing of it names a person: everybody may read it one day."""

    kind: str = fact(kinds.Choice(tuple(Kind.choices)), _("¿Qué es?"), said=_("Tipo"), required=True)
    country: str = fact(kinds.Country(none="—"), _("País"), required=True)
    name: Translated = fact(kinds.TranslatedText(), _("Nombre"), required=True)
    text: Translated = fact(
        kinds.TranslatedText(most=4_000, rows=5), _("Qué hace y cómo se llega"),
        help=_("Con palabras sencillas. Nunca la dirección de un albergue."),
    )  # fmt: skip
    phone: str = fact(kinds.Phone(), _("Teléfono"), help=_("Un número corto, o con el código del país."))
    hours: str = fact(kinds.Text(), _("Horario"), help=_("Por ejemplo: todos los días, las 24 horas."))
    languages: tuple[str, ...] = fact(
        kinds.Codes(vocabulary="language", boxes=2), _("Idiomas en que atiende")
    )
    free: bool | None = fact(kinds.YesNo(), _("¿Es gratis?"), said=_("Gratis"))
    link: str = fact(kinds.Link(), _("Enlace"), help=_("El sitio oficial o el texto de la ley."))
    checked_on: dt.date | None = fact(
        kinds.Day(), _("¿Cuándo se comprobó por última vez?"), said=_("Comprobado")
    )


FACTS = facts_of(About)


class _Columns(models.Model):
    """The columns of the facts, of an entry and of its published copy alike."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    country = models.CharField(max_length=3)
    name = TranslatedField()
    text = TranslatedField()
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    free = models.BooleanField(null=True)
    link = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Entry(_Columns, Shared, Versioned):
    """What a member writes; the realm reads it. `published`: the version that anybody reads (None: none)."""

    changed_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "kind", "id"], name="countries_page"),
            models.Index(fields=["realm", "-changed_at", "id"], name="countries_changed"),
        ]


class Published(_Columns, Open):
    """The copy that anybody reads, of one version of an entry; written by `operations.publish` alone."""

    entry_id = models.UUIDField(unique=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["country", "kind", "id"], name="countries_open")]
