"""HTML put together quickly escapes what Django's escapes, and trusts no more."""

from django.utils.functional import lazystr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from contratrata.ground.ui.markup import html, joined


class Said(str):
    """A text of a class of its own, as choices are."""


VALUES = st.one_of(
    st.text(),
    st.integers(),
    st.none(),
    st.text().map(Said),
    st.text(alphabet="<>&\"'ab").map(SafeString),
    st.text(alphabet="<>&\"'ab").map(lazystr),
)


@given(VALUES, VALUES)
def test_it_is_what_django_makes(one: object, other: object) -> None:
    shape = '<a href="{}">{}</a>'
    assert html(shape, one, other) == format_html(shape, one, other)
    assert isinstance(html(shape, one, other), SafeString)
    assert joined([one, other], " ") == format_html_join(" ", "{}", [(one,), (other,)])


def test_what_somebody_wrote_stays_text() -> None:
    assert html("<b>{}</b>", "<script>alert('x')</script>") == (
        "<b>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</b>"
    )
