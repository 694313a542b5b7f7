"""The page of the knowledge."""

from django.http import HttpResponse
from django.shortcuts import render

from contratrata.ground.base.request import Request
from contratrata.ground.credentials.public import ISSUERS
from contratrata.ground.network.public import allow
from contratrata.knowledge.practices.public import PRACTICES

from . import reading
from .rules import READERS


@allow(*READERS)
def home(request: Request) -> HttpResponse:
    """What waits for her, and the ways into what the network knows."""
    result = reading.parts(request.scope)
    context = {
        "parts": result,
        "sentence": reading.sentence(result),
        "may_issue": request.scope.has(*ISSUERS),
        "may_write": PRACTICES.may_write(request.scope),
        "new_url": PRACTICES.url("new"),
        "list_url": PRACTICES.url("list"),
    }
    return render(request, "desk/home.html", context)
