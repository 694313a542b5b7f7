"""The address of a published event: its code, for ever."""

import uuid

from django.urls import register_converter, reverse

from .models import code_of


class EventInAddress:
    """`ev-7kq24rxc`."""

    regex = r"ev-[0-9a-z]{8}"

    def to_python(self, value: str) -> str:
        """The code."""
        return value

    def to_url(self, value: str | uuid.UUID) -> str:
        """The code, or that of an event by its id."""
        return code_of(value) if isinstance(value, uuid.UUID) else value


register_converter(EventInAddress, "event")


def page_url(language: str, event_id: uuid.UUID) -> str:
    """The public page of an event."""
    return reverse("events:page", args=[language, code_of(event_id)])
