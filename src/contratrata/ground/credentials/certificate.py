"""The certificate as its holder takes it along: on paper with a QR code, as a signed file, inside a picture."""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from contratrata.ground.network.public import organisation_names
from contratrata.ground.paper import public as paper

from . import badges, baking, capabilities
from .models import Credential
from .proofs import Document


class Certificate(NamedTuple):
    """An opened credential."""

    row: Credential
    name: str
    code: str
    document: Document


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """A form it is taken along in."""

    content_type: str
    content: Callable[[Certificate], bytes]


def pdf(one: Certificate) -> bytes:
    """PDF/UA-1 in the language of its holder. Raises `PaperError`."""
    language = one.row.language
    with translation.override(language):
        return paper.render("ground/paper/certificate.typ", _words(one), language=language)


def _words(one: Certificate) -> dict[str, Any]:
    award, url = one.row.award, badges.address("code", one.row.language, one.code)
    day = badges.day_words(award.on)
    until = _("vence el %(day)s") % {"day": badges.day_words(award.until)} if award.until else ""
    accredits = _("Acredita: %(who)s") % {"who": badges.accreditation(award)} if award.accredited_by else ""
    extent = badges.extent(award)
    return {
        "title": _("Certificado %(code)s: %(what)s") % {"code": one.code, "what": award.name},
        "programme": _programme(one),
        "name": one.name,
        "did": _("completó %(extent)s, de") % {"extent": extent} if extent else _("participó en"),
        "what": str(award.name),
        "topics": " · ".join(filter(None, str(award.topics).splitlines())),
        "signers": award.signers[:2],
        "foot": "\n".join(filter(None, (", ".join(filter(None, (award.place, day))), until, accredits))),
        "code": one.code,
        "url": url,
        "qr": {"svg": paper.qr(url)},
        "words": {
            "certificate": _("Certificado"),
            "states": _("Se hace constar que"),
            "qr": _("Código QR para comprobar este certificado"),
            "check": _("Compruebe con el código"),
        },
    }  # fmt: skip


def _programme(one: Certificate) -> str:
    issuer = one.row.organisation_id
    return one.row.award.programme or organisation_names([issuer])[issuer]


def _picture(one: Certificate, form: Literal["png", "svg"]) -> bytes:
    language = one.row.language
    with translation.override(language):
        values = {
            "title": str(one.row.award.name),
            "what": str(one.row.award.name),
            "programme": _programme(one),
            "words": {"certificate": _("Certificado")},
        }
        return paper.render("ground/paper/badge.typ", values, language=language, form=form)


def _drawing(one: Certificate) -> str:
    """The picture as SVG, to a hundredth of a point: so it may be brought to the page that verifies."""
    return re.sub(r"(\.\d{2})\d+", r"\1", _picture(one, "svg").decode())


def _text(one: Certificate) -> str:
    return json.dumps(one.document, ensure_ascii=False)


FORMS: Mapping[str, Form] = {
    "pdf": Form("application/pdf", pdf),
    "json": Form("application/vc+json", lambda one: _text(one).encode()),
    "png": Form("image/png", lambda one: baking.into_png(_picture(one, "png"), _text(one))),
    "svg": Form("image/svg+xml", lambda one: baking.into_svg(_drawing(one), _text(one)).encode()),
}


def code_of(content: bytes) -> str:
    """The code in the title of a certificate's PDF, or ""."""
    return capabilities.code_in(content.decode("latin-1"))
