"""The matrix for what is sent. A file of its own, so that it is walked beside the other half, not after it."""

import pytest

from test_matrix import Walk, walk, wrong_answers  # noqa: F401

pytestmark = pytest.mark.django_db


def test_what_is_not_allowed_is_not_done(walk: Walk) -> None:  # noqa: F811
    values = wrong_answers(walk, "POST")
    assert not values, values
