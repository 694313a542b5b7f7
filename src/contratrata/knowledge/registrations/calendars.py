"""Her sessions as a calendar file: each keeps the key it has in the event's own file, so that a moved one moves."""

from django.conf import settings

from contratrata.knowledge.events.public import CalendarEntry, calendar

from .happenings import Happening


def calendar_of(event: Happening, language: str, *, url: str, is_gone: bool) -> bytes:
    """The sessions of an event, each leading to her page; cancelled once it, or her registration, is."""
    name = event.title(language)
    entries = [
        CalendarEntry(
            key=str(session.session_id),
            title=f"{name}: {session.title.reading(language).text}",
            text=session.aim.reading(language).text,
            begins=session.begins,
            minutes=session.minutes or 0,
            zone=session.zone or event.facts.zone,
            url=settings.SITE_ADDRESS + url,
            sequence=event.copy.version,
            changed_at=session.published_at,
            cancelled=is_gone or event.copy.cancelled_at is not None,
        )
        for session in event.sessions
    ]
    return calendar(name, entries)
