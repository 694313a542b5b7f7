"""What a PDF says, for tests that compare it with a page."""

import io
import re
from functools import lru_cache

from pypdf import PdfReader


def reader(content: bytes) -> PdfReader:
    """The document."""
    return PdfReader(io.BytesIO(content))


def squeezed(text: str) -> str:
    """A text without spaces, breaks and hyphens of lines: letters in their order."""
    return re.sub(r"[\s\u200b\u00ad\u00a0]+", "", text)


@lru_cache(maxsize=8)
def words_of(content: bytes) -> str:
    """Every letter of the document, in its order."""
    return squeezed("".join(page.extract_text() for page in reader(content).pages))


def says(content: bytes, text: str) -> bool:
    """Whether the document says this, however its lines break."""
    return squeezed(text) in words_of(content)
