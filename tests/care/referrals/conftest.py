"""A case of Ana's and its permission, rolled back or committed."""

import pytest
from referred import Line, build

from cast import Cast


@pytest.fixture
def line(cast: Cast) -> Line:
    """In a transaction that is rolled back."""
    return build(cast)


@pytest.fixture
def real_line(real_cast: Cast) -> Line:
    """Committed, for leaks and for two at once."""
    return build(real_cast)
