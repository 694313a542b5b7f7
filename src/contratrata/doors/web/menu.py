"""The frame around a page for whoever acts: its area, the menu of that area, the door to the other, the account."""

from collections.abc import Mapping, Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import User
from contratrata.ground.base import package
from contratrata.ground.base.anonymous import is_public
from contratrata.ground.base.areas import Area
from contratrata.ground.base.package import Entry
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.network.public import Role, is_demonstration
from contratrata.ground.ui.frame import Door, Frame
from contratrata.ground.ui.parts import NavItem


def entries(scope: Scope) -> list[Entry]:
    """What her roles give her, area after area; a page that two roles have stands in the first area only."""
    mine: dict[str, Entry] = {}
    for area in Area:
        for entry in package.menu():
            if entry.area == area and entry.serves(scope):
                mine.setdefault(entry.name, entry)
    return list(mine.values())


def _home(scope: Scope, mine: Sequence[Entry]) -> Entry | None:
    """The entry she begins with: that of the first of her roles that says so, else her first."""
    own = [entry for role in Role if role in scope.roles for entry in mine if role in entry.home]
    return next(iter([*own, *mine]), None)


def home_name(scope: Scope) -> str:
    """The URL name of the first page of whoever acts."""
    result = _home(scope, entries(scope))
    return result.name if result else "account:home"


def _item(entry: Entry, here: Entry | None, counts: Mapping[str, int]) -> NavItem:
    count = sum(counts.get(name, 0) for name in entry.names)
    return NavItem(str(entry.label), path_of(entry.name), current=entry is here, count=count)


def _here(request: Request, mine: Sequence[Entry]) -> Entry | None:
    """The entry this page is of: the one the page names, else the one whose address goes furthest into its own."""
    named: str = getattr(request, "stands_in", "")
    within = [
        (name == named, len(path), entry)
        for entry in mine
        for name in entry.names
        if request.path.startswith(path := path_of(name)) or name == named
    ]
    return max(within, key=lambda one: one[:2])[2] if within else None


def _doors(mine: Sequence[Entry], area: str) -> list[Door]:
    """One door to each other area she has, to its first entry."""
    first: dict[str, str] = {}
    for entry in mine:
        first.setdefault(entry.area, entry.name)
    return [Door(Area(other), path_of(name)) for other, name in first.items() if other != area]


def frame(request: Request) -> Frame:
    """The frame of this request; an empty one for somebody who has not signed in."""
    scope: Scope | None = getattr(request, "scope", None)
    if request.resolver_match and is_public(request.resolver_match.func):
        return _public_frame(request)
    if scope is None or scope.user_id is None:
        return Frame()
    membership = getattr(request, "membership", None)
    person = request.user.get_full_name() if isinstance(request.user, User) else ""
    account = [NavItem(_("Mi cuenta"), _url("account:home")), NavItem(_("Avisos"), _url("noticeboard:list"))]
    if scope.has(Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION):
        account.append(NavItem(_("Ayuda de acceso"), _url("entry:helps")))
    if membership is None:
        out = _url("account_logout")
        return Frame(area=Area.NETWORK, account=account, sign_out_url=out, person=person)
    organisation = membership.organisation
    mine = entries(scope)
    here = _here(request, mine)
    standing = here or _home(scope, mine)  # what is of no entry (her account, help) stands where she begins
    area = standing.area if standing else ""
    counts = package.counts(request, area)
    roles = ", ".join(str(Role(role).label) for role in membership.roles)
    return Frame(
        area=Area(area) if area else None,
        doors=_doors(mine, area),
        organisation=organisation.name,
        role=roles,
        person=person,
        training=organisation.realm == Realm.TRAINING,
        navigation=[_item(entry, here, counts) for entry in mine if entry.area == area],
        account=[*account, NavItem(_("Cambiar de organización"), _url("network:choose"))],
        home_url="/",
        help_url=_url("web:help"),
        sign_out_url=_url("account_logout"),
        lock_url=_url("account:lock"),
        draft_url=f"{_url('vault:draft')}?de={membership.id}",
        idle_seconds=organisation.idle_minutes * 60,
    )


def _public_frame(request: Request) -> Frame:
    """The frame of a public page: the same for everybody, in the language of its address."""
    language = get_language()
    urls = [
        (entry, reverse(entry.name, args=[language])) for entry in package.menu() if entry.area == "public"
    ]
    home = reverse("public:home", args=[language])
    within = [url for _entry, url in urls if request.path.startswith(url) and url != home]
    here = max(within, key=len, default=request.path)  # home is above every page, and is that of itself alone
    return Frame(
        area=Area.PUBLIC,
        demonstration=is_demonstration(),
        home_url=home,
        navigation=[NavItem(str(entry.label), url, current=url == here) for entry, url in urls],
    )


def _url(name: str) -> str:
    try:
        return path_of(name)
    except NoReverseMatch:
        return ""
