"""The pages of this folder stand alone: their addresses are only those that the frame itself asks for."""

import pytest


@pytest.fixture(autouse=True)
def _alone(settings):
    settings.ROOT_URLCONF = "pages"
    settings.COMPONENT_PAGE = True
