"""The sheet: compiled from what `npm ci` brought, light enough, and without what is not ours to use."""

import gzip
import importlib.util
from pathlib import Path

import pages
import pytest

from contratrata.ground.ui.styles import compile as styles

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def sheet() -> str:
    if not (ROOT / "node_modules" / "govuk-frontend").is_dir():
        pytest.skip("GOV.UK Frontend is not here: run make styles")
    styles.compile_styles(ROOT)
    return styles.SHEET.read_text(encoding="utf-8")


def wire(*parts: bytes) -> int:
    return sum(len(gzip.compress(part, 9)) for part in parts)


def test_the_sheet_is_light(sheet: str) -> None:
    assert wire(sheet.encode()) <= 18_000


def test_the_first_page_with_everything_is_light(sheet: str) -> None:
    spec = importlib.util.find_spec("django_htmx")
    assert spec is not None
    assert spec.origin is not None
    htmx = Path(spec.origin).parent / "static/django_htmx/htmx-2.min.js"
    own = styles.SHEET.parent
    parts = [htmx, own / "contratrata.js", own / "favicon.svg"]
    assert wire(sheet.encode(), pages.components().encode(), *(part.read_bytes() for part in parts)) <= 60_000


def test_nothing_is_fetched_and_no_foreign_type_is_named(sheet: str) -> None:
    assert "GDS Transport" not in sheet
    assert "@font-face" not in sheet
    assert "url(" not in sheet.replace('url("data:', "").replace("url(data:", "")


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(styles.StylesError, match="npm ci"):
        styles.compile_styles(tmp_path)


def test_a_fault_leaves_the_older_sheet(sheet: str, tmp_path: Path) -> None:
    (tmp_path / "node_modules/govuk-frontend/dist/govuk").mkdir(parents=True)
    with pytest.raises(styles.StylesError, match="Error"):
        styles.compile_styles(tmp_path)
    assert styles.SHEET.read_text(encoding="utf-8") == sheet
