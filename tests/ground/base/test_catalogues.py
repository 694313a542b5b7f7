"""One table of texts for each language says what Django's many say."""

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from contratrata.ground.base.catalogues import Catalogue


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_it_says_what_the_catalogues_one_after_the_other_say(language: str) -> None:
    merged = trans_real.translation(language)._catalog
    assert isinstance(merged, Catalogue), "the catalogues are read as Django reads them"
    plain = Catalogue.__mro__[1]
    assert set(merged.keys()) > {""}
    for key in [*merged.keys(), "no such text", ("no such text", 1)]:
        assert merged.get(key) == plain.get(merged, key)
        assert (key in merged) == plain.__contains__(merged, key)


def test_a_text_set_by_hand_is_found() -> None:
    one = Catalogue()
    one["text"] = "texto"
    assert one["text"] == one.get("text") == "texto"
    assert one.get("other", "nothing") == "nothing"
