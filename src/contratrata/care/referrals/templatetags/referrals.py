"""Codes of a referral in words, for its pages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from contratrata.care.referrals import listing
from contratrata.ground.codes.public import UnknownCode, country_name, vocabulary

register = template.Library()


@register.filter
def aims_words(aims: Iterable[str]) -> str:
    """«Alojamiento, atención psicosocial»."""
    return listing.asked_words(list(aims)) or _("sin servicio dicho")


@register.filter
def urgency_words(code: str) -> str:
    """«en 24 horas», inside a sentence."""
    known = vocabulary("urgency")
    words = known.label(code) if known.has(code) else _("sin plazo")
    return words[:1].lower() + words[1:]


@register.filter
def country_words(alpha3: str) -> str:
    """The name of a country; the code when it is not known."""
    try:
        return country_name(alpha3)
    except UnknownCode:
        return alpha3
