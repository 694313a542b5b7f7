"""The address of a published practice: its code, for ever; with words behind it, or by its id, it leads there."""

import uuid

from django.urls import register_converter, reverse

from .models import code_of

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class PracticeInAddress:
    """`bp-12`, `bp-12-whatever-it-was-called`, or the id of its row, as other packages know it."""

    regex = rf"bp-[1-9][0-9]{{0,8}}(?:-[a-z0-9-]{{0,200}})?|{_UUID}"

    def to_python(self, value: str) -> int | uuid.UUID:
        """Its number, or the id of its row."""
        return int(value.split("-")[1]) if value.startswith("bp-") else uuid.UUID(value)

    def to_url(self, value: object) -> str:
        """A number by its code; an id or a code as it is."""
        return code_of(value) if isinstance(value, int) else str(value)


register_converter(PracticeInAddress, "practice")


def page_url(language: str, number: int) -> str:
    """The page of a published practice."""
    return reverse("practices:page", args=[language, number])
