"""The `contratrata` command: Django's commands under the words a person types."""

import os
import sys

#: Commands whose process needs another login than the web's, unless the environment names one.
_LOGINS = dict.fromkeys(
    ("worker", "import", "reindex-names", "reindex-words", "seal-texts", "note-copied"), "worker"
)


def main() -> None:
    """Run a management command; `import htcds F` and `demo-code` become `import_htcds F` and `demo_code`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contratrata.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in _LOGINS:
        os.environ.setdefault("CONTRATRATA_LOGIN", _LOGINS[command])
    from django.core.management import execute_from_command_line

    argv = list(sys.argv)
    if len(argv) > 2 and argv[1] == "import":
        argv[1:3] = [f"import_{argv[2]}"]
    elif len(argv) > 1 and not argv[1].startswith("-"):
        argv[1] = argv[1].replace("-", "_")
    execute_from_command_line(argv)


if __name__ == "__main__":
    main()
