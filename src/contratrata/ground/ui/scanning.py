"""What a telephone reads from a page."""

import segno
from django.utils.safestring import SafeString


def scannable(text: str) -> SafeString:
    """An address or a code as a drawing, dark on white in both looks; its size is said by the page's style."""
    return SafeString(
        segno.make(text, micro=False, error="m").svg_inline(border=2, omitsize=True, light="#fff")
    )
