"""A case of Ana's and its permission, rolled back or committed."""

import pytest

from cast import Cast
from referred import Line, build


@pytest.fixture
def line(cast: Cast) -> Line:
    """In a transaction that is rolled back."""
    return build(cast)


@pytest.fixture
def real_line(real_cast: Cast) -> Line:
    """Committed, for leaks and for two at once."""
    return build(real_cast)
