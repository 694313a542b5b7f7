"""OAI-PMH 2.0: what other catalogues harvest of ours – Dublin Core of each practice, and that one is gone.

The protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html. Sets are the themes. A resumption token is
the place where the next page begins, sealed with what was asked: it stays good while practices come and go.
"""

import contextlib
import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from xml.etree import ElementTree as ET

from django.conf import settings
from django.core import signing
from django.db.models import Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import override

from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import public_read
from contratrata.ground.nouns.public import SEARCH_COLUMNS

from .citing import PUBLISHER, citation_of
from .lasting import languages_of
from .models import QUESTIONS, Lasting, Published, code_of

#: Records on one page.
SIZE = 100
_OAI = "http://www.openarchives.org/OAI/2.0/"
_DC, _OAI_DC = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_STAMP = "%Y-%m-%dT%H:%M:%SZ"
_SALT = "practices.oai"
#: The arguments of each verb: those that are needed, those that may be told.
_VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
for _prefix, _address in (("oai_dc", _OAI_DC), ("dc", _DC), ("xsi", _XSI)):
    ET.register_namespace(_prefix, _address)


class Refused(Exception):
    """A request that the protocol answers with an error of its own."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """What is listed: the question, and after which record (its moment and id)."""

    asked: Mapping[str, str]
    after: tuple[dt.datetime, uuid.UUID] | None = None
    cursor: int = 0


@public_read
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester; errors of the protocol are answers like others (status 200)."""
    typed = request.POST if request.method == "POST" else request.GET
    root = ET.Element("OAI-PMH", {
        "xmlns": _OAI, f"{{{_XSI}}}schemaLocation": f"{_OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    })  # fmt: skip
    _put(root, "responseDate", clock.now().strftime(_STAMP))
    asked_tag = _put(root, "request", _base_url())
    try:
        asked = _asked(typed)
        body = _ANSWERS[asked["verb"]](asked)
        asked_tag.attrib.update(asked)
        root.append(body)
    except Refused as error:
        if error.code not in ("badVerb", "badArgument"):
            asked_tag.attrib.update({name: str(typed[name]) for name in typed})
        _put(root, "error", str(error), code=error.code)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _asked(typed: QueryDict) -> dict[str, str]:
    """The arguments, each once, as the verb takes them."""
    verb = typed.get("verb", "")
    if verb not in _VERBS or len(typed.getlist("verb")) != 1:
        raise Refused("badVerb", "No such verb.")
    needed, may = _VERBS[verb]
    names = set(typed) - {"verb"}
    if any(len(typed.getlist(name)) != 1 for name in names):
        raise Refused("badArgument", "An argument is repeated.")
    values = {name: str(typed[name]) for name in typed}
    if any(not _written(values[name]) for name in names):
        raise Refused("badArgument", "An argument holds what no XML can say.")
    if verb in ("ListIdentifiers", "ListRecords") and names == {"resumptionToken"}:
        return values
    if needed - names or names - needed - may:
        raise Refused("badArgument", "An argument is missing, or is none of this verb.")
    return values


def _written(text: str) -> bool:
    return not re.search(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)


def _identify(_asked: Mapping[str, str]) -> ET.Element:
    body = ET.Element("Identify")
    first = Lasting.objects.aggregate(first=Min("changed_at"))["first"] or clock.now()
    for name, text in (
        ("repositoryName", f"{PUBLISHER}: {QUESTIONS.title.here()}"),
        ("baseURL", _base_url()),
        ("protocolVersion", "2.0"),
        ("adminEmail", settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")),
        ("earliestDatestamp", first.astimezone(dt.UTC).strftime(_STAMP)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        _put(body, name, text)
    return body


def _formats(asked: Mapping[str, str]) -> ET.Element:
    if "identifier" in asked:
        _record(asked["identifier"])
    body = ET.Element("ListMetadataFormats")
    one = _put(body, "metadataFormat")
    _put(one, "metadataPrefix", "oai_dc")
    _put(one, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _put(one, "metadataNamespace", _OAI_DC)
    return body


def _sets(asked: Mapping[str, str]) -> ET.Element:
    if "resumptionToken" in asked:
        raise Refused("badResumptionToken", "The sets stand on one page.")
    body = ET.Element("ListSets")
    for code, words in QUESTIONS.fact("area").kind.options():
        one = _put(body, "set")
        _put(one, "setSpec", code)
        _put(one, "setName", words)
    return body


def _get(asked: Mapping[str, str]) -> ET.Element:
    _check_format(asked["metadataPrefix"])
    lasting = _record(asked["identifier"])
    body = ET.Element("GetRecord")
    _put_record(body, lasting, _copies([lasting]))
    return body


def _list(asked: Mapping[str, str]) -> ET.Element:
    page = _page(asked)
    rows = _rows(page.asked)
    number = rows.count()
    if page.after is not None:
        moment, last_id = page.after
        rows = rows.filter(Q(changed_at__gt=moment) | Q(changed_at=moment, id__gt=last_id))
    shown = list(rows.order_by("changed_at", "id")[: SIZE + 1])
    shown, more = shown[:SIZE], len(shown) > SIZE
    if not shown and page.after is None:
        raise Refused("noRecordsMatch", "Nothing is like this.")
    body = ET.Element(asked["verb"])
    copies = _copies(shown) if asked["verb"] == "ListRecords" else {}
    for lasting in shown:
        if asked["verb"] == "ListRecords":
            _put_record(body, lasting, copies)
        else:
            _put_header(body, lasting)
    if more or page.after is not None:
        token = _token(page, shown) if more else ""
        _put(body, "resumptionToken", token, completeListSize=str(number), cursor=str(page.cursor))
    return body


_ANSWERS: dict[str, Callable[[Mapping[str, str]], ET.Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}


def _page(asked: Mapping[str, str]) -> Page:
    """What is asked for: told anew, or where a former answer ended."""
    if "resumptionToken" not in asked:
        _check_format(asked["metadataPrefix"])
        return Page(asked)
    try:
        verb, former, moment, last_id, cursor = signing.loads(asked["resumptionToken"], salt=_SALT)
        if verb != asked["verb"]:
            raise ValueError(verb)
        return Page(former, (dt.datetime.fromisoformat(moment), uuid.UUID(last_id)), int(cursor))
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("badResumptionToken", "This token is none of ours.") from None


def _token(page: Page, shown: list[Lasting]) -> str:
    last = shown[-1]
    former = {name: text for name, text in page.asked.items() if name != "resumptionToken"}
    place = (former["verb"], former, last.changed_at.isoformat(), str(last.id), page.cursor + len(shown))
    return signing.dumps(place, salt=_SALT, compress=True)


def _rows(asked: Mapping[str, str]) -> QuerySet[Lasting]:
    rows = Lasting.objects.all()
    if "set" in asked:
        rows = rows.filter(area__contains=[asked["set"]])
    first, last = (asked.get(name, "") for name in ("from", "until"))
    if first and last and len(first) != len(last):
        raise Refused("badArgument", "from and until are told as finely as each other.")
    if first:
        rows = rows.filter(changed_at__gte=_moment(first))
    if last:
        until = _moment(last)
        with contextlib.suppress(OverflowError):  # the last day there is: nothing comes after it
            until += dt.timedelta(days=1) if len(last) == 10 else dt.timedelta(seconds=1)
        rows = rows.filter(changed_at__lt=until)
    if first and last and _moment(first) > _moment(last):
        raise Refused("badArgument", "from comes after until.")
    return rows


def _moment(text: str) -> dt.datetime:
    for form, length in (("%Y-%m-%d", 10), (_STAMP, 20)):
        if len(text) == length:
            try:
                return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
            except ValueError:
                break
    raise Refused("badArgument", "A date is told as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def _check_format(prefix: str) -> None:
    if prefix != "oai_dc":
        raise Refused("cannotDisseminateFormat", "Records are told in oai_dc.")


def _identifier(number: int) -> str:
    return f"oai:{settings.SITE_ADDRESS.partition('://')[2].partition(':')[0]}:{code_of(number)}"


def _record(identifier: str) -> Lasting:
    match = re.fullmatch(r".*:bp-([1-9][0-9]{0,8})", identifier)
    if match and identifier == _identifier(int(match[1])):
        lasting = Lasting.objects.filter(number=int(match[1])).first()
        if lasting is not None:
            return lasting
    raise Refused("idDoesNotExist", "No record is called so.")


def _copies(shown: Iterable[Lasting]) -> dict[uuid.UUID, Published]:
    ids = [one.row_id for one in shown if one.gone_at is None]
    return {row.row_id: row for row in Published.objects.defer(*SEARCH_COLUMNS).filter(row_id__in=ids)}


def _put_record(body: ET.Element, lasting: Lasting, copies: Mapping[uuid.UUID, Published]) -> None:
    record = _put(body, "record")
    _put_header(record, lasting)
    if lasting.row_id not in copies:
        return
    core = ET.SubElement(_put(record, "metadata"), f"{{{_OAI_DC}}}dc", {
        f"{{{_XSI}}}schemaLocation": f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    })  # fmt: skip
    copy = copies[lasting.row_id]
    pairs = []
    for language in languages_of(copy):
        with override(language):
            pairs += citation_of(copy, language).dublin_core()
    for name, value in dict.fromkeys(pairs):
        ET.SubElement(core, f"{{{_DC}}}{name}").text = value


def _put_header(body: ET.Element, lasting: Lasting) -> None:
    header = _put(body, "header", **({"status": "deleted"} if lasting.gone_at else {}))
    _put(header, "identifier", _identifier(lasting.number))
    _put(header, "datestamp", lasting.changed_at.astimezone(dt.UTC).strftime(_STAMP))
    for code in lasting.area:
        _put(header, "setSpec", code)


def _put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _base_url() -> str:
    return settings.SITE_ADDRESS + reverse("practices:oai")
