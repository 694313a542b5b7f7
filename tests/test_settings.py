"""Every setting is read by somebody, and every variable that a place may set is written about."""

import re
from pathlib import Path

import django

from contratrata import settings as module

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "contratrata"
LIBRARIES = Path(django.__file__).parents[1]
#: Names that the settings have for themselves, and what only the tests' or the tools' surroundings set.
OWN = frozenset({"ROOT"})
UNWRITTEN = frozenset({"CONTRATRATA_DATABASE", "CONTRATRATA_LOGIN_PREFIX"})
#: Read by what we put in the place of the library's own code: the setting says nothing any more.
DEAD = frozenset({"ACCOUNT_EMAIL_NOTIFICATIONS", "WSGI_APPLICATION"})


def _text(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def test_every_setting_is_read() -> None:
    ours = _text(*(path for path in SOURCE.rglob("*.py") if path.name != "settings.py"))
    own = _text(SOURCE / "settings.py")
    django_says = _text(
        LIBRARIES / "django/conf/global_settings.py", *(LIBRARIES / "django/core/mail").rglob("*.py")
    )
    packages = ("allauth", "csp", "whitenoise", "procrastinate", "django_htmx")
    theirs = _text(*(path for name in packages for path in (LIBRARIES / name).rglob("*.py")))
    dead = []
    for name in (one for one in dir(module) if one.isupper() and one not in OWN):
        short = re.sub(r"^(ACCOUNT|MFA|USERSESSIONS|ALLAUTH|WHITENOISE|PROCRASTINATE)_", "", name)
        read = (
            re.search(rf"settings\.{name}\b|\"{name}\"", ours)
            or len(re.findall(rf"\b{name}\b", own)) > 1
            or re.search(rf"\b{name}\b", django_says)
            or re.search(rf"\b{name}\b|[\"']{short}[\"']|\b{short}\b", theirs)
        )
        if not read or name in DEAD:
            dead.append(name)
    assert dead == []


def test_every_variable_is_written_about() -> None:
    sources = [SOURCE / "settings.py", SOURCE / "cli.py", *(SOURCE / "launch").glob("*.py")]
    read = set(re.findall(r"\bCONTRATRATA_[A-Z0-9_]+", _text(*sources)))
    written = set(
        re.findall(r"\bCONTRATRATA_[A-Z0-9_]+", _text(ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
    )
    assert sorted(read - written - UNWRITTEN) == []
