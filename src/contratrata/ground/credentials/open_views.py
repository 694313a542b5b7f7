"""What anybody opens: the page that verifies, by code or by file, and what other verifiers read."""

import json
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from contratrata.ground.base.anonymous import public_act, public_page, secret_page

from . import badges, capabilities, certificate, checking, copies, presenting
from .forms import CodeForm, FileForm
from .models import PublicKey, StatusList

#: So often from one place in an hour: an office that hires many gets through, a machine that guesses does not.
OFTEN = (60, 3600)
_MOST_BYTES = 64 * 1024


@public_act(most=OFTEN[0], seconds=OFTEN[1])
def verify(request: HttpRequest, language: str) -> HttpResponse:
    """The form for a code, and the one for a file."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        if capabilities.opened(code) is not None:
            return redirect("credentials:code", language, code)
        return _page(request, language, {"form": form, "unknown": True})
    return _page(request, language, {"form": form})


@public_act(most=OFTEN[0], seconds=OFTEN[1])
def verify_file(request: HttpRequest, language: str) -> HttpResponse:
    """What a file is; it is read and forgotten."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not (form.is_bound and form.is_valid()):
        return _page(request, language, {"file_form": form})
    content = form.cleaned_data["file"].read(_MOST_BYTES + 1)
    if content.startswith(b"%PDF-"):
        code = certificate.code_of(content)
        if code and capabilities.opened(code) is not None:
            return redirect("credentials:code", language, code)
        return _page(request, language, {"unknown": True, "file_form": form})
    checked = checking.check_file(content)
    name = form.cleaned_data["name"]
    matches = badges.is_of(checked.document, name) if checked.document and name else None
    return _result(request, language, presenting.of_file(checked, matches))


@secret_page(reads=OFTEN)
def code(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """What the holder agreed to show to who has the code. Where she did not, the code does not exist."""
    values, checked = _checked(code)
    return _result(request, language, presenting.of_copy(checked, values, code))


@secret_page(reads=OFTEN)
def code_file(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The signed document, where she agreed."""
    values, _result = _checked(code)
    if values["document"] is None:
        raise Http404
    return _json(values["document"], f"{code}.json")


def _checked(code: str) -> tuple[dict[str, Any], checking.Checked]:
    values = capabilities.opened(code) if capabilities.code_in(code) == code else None
    if values is None or not copies.is_ours(values):
        raise Http404
    return values, checking.check(checking.mark_of_copy(values))


def _page(request: HttpRequest, language: str, context: dict[str, Any]) -> HttpResponse:
    forms = {"form": CodeForm(), "file_form": FileForm(), "language": language}
    return render(request, "credentials/verify.html", forms | context)


def _result(request: HttpRequest, language: str, result: presenting.Result) -> HttpResponse:
    return render(
        request, "credentials/result.html", {"result": result, "form": CodeForm(), "language": language}
    )


@public_page
def status(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """The signed list of what an issuer revoked, for other verifiers."""
    row = get_object_or_404(StatusList, id=list_id)
    return _open(HttpResponse(row.document, content_type="application/vc+json"))


@public_page
def keys(request: HttpRequest, issuer_id: uuid.UUID) -> HttpResponse:
    """The public keys of an issuer (did:web), former ones too; those that were stolen assert nothing any more."""
    rows = PublicKey.objects.filter(issuer_id=issuer_id).order_by("published_at", "id")
    if not rows:
        raise Http404
    name = badges.did(issuer_id)
    document = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": name,
        "verificationMethod": [
            {
                "id": f"{name}#{row.public}",
                "type": "Multikey",
                "controller": name,
                "publicKeyMultibase": row.public,
                **({"revoked": f"{row.stolen_since}T00:00:00Z"} if row.stolen_since else {}),
            }
            for row in rows
        ],
        "assertionMethod": [f"{name}#{row.public}" for row in rows if row.stolen_since is None],
    }
    return _open(HttpResponse(json.dumps(document), content_type="application/did+json"))


def _json(document: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1), content_type="application/vc+json"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"  # a verifier may run in a browser
    return response
