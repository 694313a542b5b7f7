"""Somebody at a screen: what she sees is looked at, by axe and by the eye, at both widths, on every page."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, Response

from cast import PASSWORD, Player
from telephone import shown_by

CHROMIUM = os.environ.get("CONTRATRATA_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {360: 740, 1280: 800}
#: Where screenshots go; without it none are made.
SHOTS = os.environ.get("CONTRATRATA_SCREENSHOTS", "")


class Visitor:
    """One person in one browser. `faults` collects what is wrong on any page; `close` asks for none."""

    def __init__(self, browser: Browser, address: str, *, name: str = "", scripts: bool = True) -> None:
        self.context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 1280, "height": 800}, locale="es-GT"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.address, self.name, self.scripts = address, name, scripts
        self.faults: list[str] = []
        self.pages = 0
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._said)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "about:", "blob:")):
            self.faults.append(f"asked {request.url}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 500:
            self.faults.append(f"{answer.url}: {answer.status}")

    def _said(self, message: object) -> None:
        text = getattr(message, "text", "")
        if getattr(message, "type", "") == "error" and "Content Security Policy" in text:
            self.faults.append(f"{self.page.url}: {text}")

    def go(self, path: str) -> None:
        """Open an address and look at it."""
        answer = self.page.goto(self.address + path)
        if answer is not None and answer.status >= 400:
            self.faults.append(f"{path}: {answer.status}")
        self.look()

    def press(self, words: str) -> None:
        """Press the button, or follow the link, with these words, and look at where that leads."""
        rows = self.page.locator("main a:visible, main button:visible").filter(has_text=words)
        with self.page.expect_navigation():
            rows.first.click()
        self.look()

    def look(self) -> None:
        """Axe and the width of the page at 360 and 1280 px, and a screenshot of each when they are wanted."""
        self.pages += 1
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            where = f"{width} {urlsplit(self.page.url).path}"
            over = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if over > 0:
                self.faults.append(f"{where}: {over} px too wide")
            # Axe is a script itself: without scripts the same pages were looked at by the other journeys.
            axe = Axe().run(self.page).response["violations"] if self.scripts else []
            for one in axe:
                places = [node["target"] for node in one["nodes"][:3]]
                self.faults.append(f"{where}: {one['id']} {places}")
            if SHOTS:
                path = re.sub(r"[0-9a-f-]{30,}", "id", urlsplit(self.page.url).path).strip("/") or "inicio"
                title = f"{self.name}-{self.pages:02d}-{path.replace('/', '_')[:60]}-{width}.png"
                Path(SHOTS).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=str(Path(SHOTS) / title), full_page=True)

    def sign_in(self, player: Player, *, step: int = 0) -> None:
        """With address, password and the code of the telephone, as everybody.

        A code serves once: who signs in again within its half minute takes the next one (`step` 1).
        """
        self.name = self.name or player.user.email.partition("@")[0]
        self.go("/entrar/")
        self.page.locator("[name=login]").fill(player.user.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("form [type=submit], form button:not([type=button])").first.click()
        self.page.wait_for_url("**/entrar/segundo-paso/**")
        self.look()
        self.page.locator("[name=code]").fill(shown_by(player.user, step))
        self.page.locator("form [type=submit], form button:not([type=button])").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*/entrar/)"))
        self.look()

    def _place(self, selector: str) -> Locator:
        """The field, on a page where it is seen: what is folded away is opened first, as a person would."""
        result = self.page.locator(selector).first
        for _ in range(2):
            if result.is_visible():
                break
            folded = self.page.locator("details:not([open])").filter(has=self.page.locator(selector))
            folded.first.locator("summary").first.click()
        return result

    def write(self, name: str, text: str) -> None:
        """Type into a field."""
        self._place(f"main [name='{name}']").fill(text)

    def tick(self, name: str, value: str) -> None:
        """Tick a box or a choice; `name` may be the beginning of the field's name."""
        self._place(f"main input[name^='{name}'][value='{value}']").check()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self.page.locator(f"main select[name='{name}']").select_option(value)

    def text(self) -> str:
        """What can be read on the page now."""
        return self.page.locator("body").inner_text()

    def close(self) -> None:
        """Leave, with nothing wrong seen on the way."""
        self.context.close()
        assert self.faults == [], self.faults


#: `visit()` is one more person in a browser of her own.
Visiting = Callable[..., Visitor]
