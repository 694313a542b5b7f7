"""The form field of a text: what does not show is taken out, and nothing is cut in silence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from . import texts
from .errors import DomainError


class TextField(forms.CharField):
    """A line, or several where its widget is a text area. Cleaned by `texts.clean`, as every text of ours.

    The length is judged on the cleaned text: marks that nobody sees do not count.
    """

    def __init__(self, *, max_length: int = texts.LINE, **kwargs: Any) -> None:
        self.longest = max_length
        super().__init__(strip=True, **kwargs)
        if isinstance(self.widget, forms.Textarea):
            self.widget.attrs.setdefault("maxlength", str(max_length))  # a text counts its characters

    def to_python(self, value: Any) -> str:
        """The cleaned text."""
        lines = isinstance(self.widget, forms.Textarea)
        try:
            return texts.clean(str(value or ""), field="", most=self.longest, lines=lines)
        except DomainError as error:
            raise ValidationError(error.message, code="max_length") from None
