"""What anybody reads of systematisations: the list, one of them, and that one is gone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import Announcement, Block
from contratrata.ground.nouns.public import ties
from contratrata.ground.things.public import from_row
from contratrata.ground.ui.linked import linked_data

from .models import ENDS, QUESTIONS, Lasting, Published
from .parts import facts_of, values_of
from .published import open_document, page_url

#: So many stand on the public home, and in the list: the newest.
ON_HOME, MOST = 2, 200


def _line(copy: Any, language: str) -> Announcement:
    name = copy.name.reading()
    summary: dict[str, str] = next((one["texts"] for one in copy.parts if one["kind"] == "summary"), {})
    lead = facts_of("summary")[0].words(values_of("summary", summary)["lead"])
    meta = (QUESTIONS.fact("sort").words(copy.sort), copy.period.reading().text)
    return Announcement(
        name.text, page_url(language, copy.number), lead, tuple(word for word in meta if word), name.language
    )


def _lines(language: str, most: int) -> list[Announcement]:
    return [_line(copy, language) for copy in Published.objects.order_by("-published_at", "id")[:most]]


@public_page
def every(request: HttpRequest, language: str) -> HttpResponse:
    """What was published, the newest first."""
    context = {
        "lines": _lines(language, MOST), "title": QUESTIONS.title.here(), "lead": QUESTIONS.words["lead"].here(),
        "language": language,
    }  # fmt: skip
    return render(request, "systematisations/every.html", context)


@public_page
def page(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One, as it was published; of one that was taken back, that it is gone and why."""
    copy: Any = Published.objects.filter(number=number).first()
    if copy is None:
        lasting = get_object_or_404(Lasting, number=number)
        why = str(dict(ENDS).get(lasting.why, ""))
        context = {"name": lasting.name.reading(), "row": lasting, "why": why, "language": language}
        return render(request, "systematisations/gone.html", context)
    document = open_document(copy)
    description = document.summary["lead"] or document.text("subtitle")
    name = document.text("name")
    data = {
        "@type": "Report", "headline": name, "description": description, "inLanguage": name.language,
        "datePublished": copy.published_at.date().isoformat(),
        "isAccessibleForFree": True,
    }  # fmt: skip
    tie = from_row((QUESTIONS.fact("tie"),), copy)["tie"]
    context = {
        "document": document,
        "name": name,
        "description": description,
        "linked_data": linked_data(data),
        "tie": QUESTIONS.fact("tie").words(tie),
        "tie_url": ties.page_of(tie, language) if tie else "",
        "pdf_url": reverse("systematisations:open_pdf", args=[language, number]),
        "word_url": reverse("systematisations:open_word", args=[language, number]),
        "member_url": reverse("systematisations:row", args=[copy.row_id]),
        "uses_url": reverse("lesson_uses:new"),
        "language": language,
    }
    return render(request, "systematisations/page.html", context)


def addresses(language: str) -> list[str]:
    """Every public page in one language."""
    numbers = Published.objects.order_by("number").values_list("number", flat=True)
    return [reverse("systematisations:every", args=[language]), *(page_url(language, one) for one in numbers)]


def home_block(language: str) -> Block | None:
    """The newest of them; None while there are none."""
    lines = tuple(_lines(language, ON_HOME))
    if not lines:
        return None
    return Block(
        title=QUESTIONS.title.here(),
        lead=QUESTIONS.words["lead"].here(),
        items=lines,
        more=_("Todas las sistematizaciones"),
        url=reverse("systematisations:every", args=[language]),
    )
