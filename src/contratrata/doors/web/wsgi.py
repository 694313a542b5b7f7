"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contratrata.settings")
application = get_wsgi_application()

from . import protected  # noqa: E402  (the settings come first)

protected.not_by_root()
protected.take_the_key()
protected.or_end()
