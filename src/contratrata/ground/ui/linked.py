"""What search engines read of a page (schema.org), as it may stand inside a script element that is never run."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString


def linked_data(data: Mapping[str, Any]) -> SafeString:
    """The data as JSON-LD in which no text can end the element. `@context` is added."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return SafeString(text)
