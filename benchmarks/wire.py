"""How many bytes the pages take over the wire, as production serves them to a telephone that has seen nothing.

Run: `python benchmarks/wire.py`. A real Chromium counts every byte it gets, headers too, from a real web server in
production mode: the first page with styles, scripts and pictures, then pages of the daily work. The limits
(60 kB, then 20 kB) are held by `tests/journeys/test_wire.py`; this prints the sizes.
"""

import tempfile
from pathlib import Path

import ground  # isort: skip  (says where everything is)
from django.test import Client
from playwright.sync_api import sync_playwright
from running import Site
from test_wire import LATER_PAGES, Wire
from visiting import CHROMIUM, FLAGS

from signin import sign_in


def main() -> None:
    """Print the table."""
    cast = ground.cast()
    cookie = sign_in(Client(), cast.ana).cookies["sessionid"].value
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = Site(Path(folder), mode="production")
        try:
            site.collect_static()
            site.start_web()
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
            wire = Wire(context, site.address)
            ground.told(f"{'/entrar/ (first)':28} {wire.open('/entrar/'):7d} bytes")
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.address}])
            for path in LATER_PAGES:
                ground.told(f"{path:28} {wire.open(path):7d} bytes")
            browser.close()
        finally:
            site.stop()


if __name__ == "__main__":
    main()
