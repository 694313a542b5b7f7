"""A systematisation of Casa Refugio, written, read by two who took part, validated and published. Invented."""

import datetime as dt
from typing import Any

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.outbox.sending import Content
from contratrata.knowledge.systematisations import parts, validating
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Systematisation
from postbox import messages

ADDRESSES = ("una@ejemplo.example", "dos@ejemplo.example")


def both(es: str, en: str = "") -> Translated:
    """A text in both languages."""
    return Translated.of({"es": es, "en": en or f"{es} (en)"})


def part_values(kind: str, word: str) -> dict[str, Any]:
    """What a part of a kind says; invented."""
    text = both(f"{word} (ficticia)", f"{word} (fictitious)")
    values: dict[str, dict[str, Any]] = {
        "summary": {"lead": text, "words": both(f"{word} nació.\n\n- uno\n- dos"), "was": text},
        "experience": {
            "name": text, "summary": text, "country": "GTM", "is_practice": True, "area": ("prevention",),
            "problem": text, "how": text,
        },
        "lesson": {"lesson": text, "why": text, "evidence": text},
        "recommendation": {"action": text, "whom": text, "due": dt.date(2030, 1, 31), "priority": "high"},
        "message": {"message": text, "audience": ("communities",), "channel": ("radio",)},
        "agreement": {"agreement": text, "parties": text},
    }  # fmt: skip
    return values[kind]


def begun(cast: Cast, **more: Any) -> Systematisation:
    """One with its summary alone."""
    values = {"name": both("Ciclo (ficticio)", "Cycle (fictitious)"), "sort": "cycle"} | more
    with acting(cast.flor.scope):
        row = nouns.write(SYSTEMATISATIONS, values=values)
        parts.add(row.id, "summary", values=part_values("summary", "Resumen"))
    return row


def whole(cast: Cast, **more: Any) -> Systematisation:
    """One with a part of every kind."""
    row = begun(cast, **more)
    with acting(cast.flor.scope):
        for section in parts.kinds()[1:]:
            parts.add(row.id, section.key, values=part_values(section.key, section.key.title()))
    return row


def sent(cast: Cast, row: Systematisation, *addresses: str) -> list[str]:
    """Give it to those who took part; returns the paths of their links, as the mails carry them."""
    before = {one.id for one in messages()}
    with acting(cast.flor.scope):
        validating.send(
            row.id, until=clock.today() + dt.timedelta(days=7), addresses=addresses or ADDRESSES,
            expected_version=SYSTEMATISATIONS.rows().get(id=row.id).version,
        )  # fmt: skip
    new = [Content.of(one) for one in messages() if one.id not in before]
    return [one.link for one in new if one.link.startswith("/es/sistematizaciones/leer/")]


def token_of(link: str) -> str:
    """The secret of a link."""
    return link.rstrip("/").rpartition("/")[2]


def validated(cast: Cast, row: Systematisation) -> None:
    """Let one reader validate it, and its organisation say so."""
    opened = validating.find(token_of(sent(cast, row)[0]))
    assert opened is not None
    validating.validate_by_link(opened)
    with acting(cast.flor.scope):
        version = SYSTEMATISATIONS.rows().get(id=row.id).version
        nouns.move(SYSTEMATISATIONS, row.id, "collect", expected_version=version)
        validating.validate(row.id, expected_version=version)


def published(cast: Cast, **more: Any) -> Systematisation:
    """One that anybody reads."""
    row = whole(cast, **more)
    validated(cast, row)
    with acting(cast.gloria.scope):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
    return row
