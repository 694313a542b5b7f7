"""An act of several pages, as data: each page is saved by itself, can be left, and leads to the next that is shown."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from django.http import HttpResponse

from contratrata.ground.base.request import Request

from .asking import Ask, ask

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)


class WizardPage(Protocol[S_contra]):
    """A page of a wizard over what is known so far (`S`): its name in the address, its step, its title."""

    @property
    def slug(self) -> str: ...

    @property
    def step(self) -> int: ...

    @property
    def title(self) -> Any: ...

    @property
    def lead(self) -> Any: ...

    def shown(self, state: S_contra, /) -> bool:
        """Whether it is asked at all."""

    def done(self, state: S_contra, /) -> bool:
        """Whether pages after it may be opened."""


class Wizard(Generic[S]):
    """The pages in their order; `end` is the slug of what follows the last, `total` how many steps are counted."""

    def __init__(self, pages: Sequence[WizardPage[S]], *, total: int, end: str) -> None:
        self.pages, self.total, self.end = tuple(pages), total, end

    def after(self, slug: str, state: S) -> str:
        """The slug of the next page that is shown; the end after the last."""
        here = self._place(slug)
        return next((page.slug for page in self.pages[here + 1 :] if page.shown(state)), self.end)

    def before(self, slug: str, state: S) -> str:
        """The slug of the page before; "" at the first."""
        here = self._place(slug)
        return next((page.slug for page in reversed(self.pages[:here]) if page.shown(state)), "")

    def gap(self, slug: str, state: S) -> str:
        """The first page before this one that has to be done before; "" when all is done."""
        here = self._place(slug)
        return next((page.slug for page in self.pages[:here] if not page.done(state)), "")

    def part(self, slug: str, state: S) -> tuple[int, int]:
        """Which page of its step this is, and how many the step has."""
        step = self.pages[self._place(slug)].step
        slugs = [page.slug for page in self.pages if page.step == step and page.shown(state)]
        return slugs.index(slug) + 1, len(slugs)

    def ask(
        self, request: Request, slug: str, state: S, *, url: Callable[[str], str], start: str, **asked: Any
    ) -> HttpResponse:
        """Ask one page (`acts.Ask`). Its `act` returns what is known then, and so says which page follows.

        `url`: the address of a page by its slug; `start`: where the first page came from.
        """
        page, earlier = self.pages[self._place(slug)], self.before(slug, state)
        part, parts = self.part(slug, state)
        words: dict[str, Any] = {
            "title": page.title,
            "lead": page.lead,
            "to": lambda known: url(self.after(slug, known)),
            "done": "",
            "back": url(earlier) if earlier else start,
            "template": "acts/wizard.html",
        } | asked
        step = {"step": page.step, "total": self.total, "part": part, "parts": parts}
        words["context"] = step | dict(words.get("context", {}))
        return ask(request, Ask(**words))

    def _place(self, slug: str) -> int:
        return next((n for n, page in enumerate(self.pages) if page.slug == slug), len(self.pages))
