"""The frame around a page for whoever acts: menu, account, who she acts for."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import User
from contratrata.ground.base import package
from contratrata.ground.base.package import Entry
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.network.public import Role
from contratrata.ground.ui.frame import Frame
from contratrata.ground.ui.parts import NavItem

MOST = 6


def entries(scope: Scope) -> list[Entry]:
    """What her roles give her, in order; from the seventh on they stand in the account menu."""
    return [entry for entry in package.menu() if entry.serves(scope)]


def home_name(scope: Scope) -> str:
    """The URL name of the first page of whoever acts."""
    mine = entries(scope)
    return mine[0].name if mine else "account:home"


def _item(entry: Entry, here: str, counts: dict[str, int]) -> NavItem:
    current = here == entry.name or here in entry.also
    return NavItem(str(entry.label), reverse(entry.name), current=current, count=counts.get(entry.name, 0))


def _here(request: Request, menu: Sequence[Entry]) -> str:
    """The entry this page is of: the one the page names, else the one whose address goes furthest into its own."""
    stands_in: str = getattr(request, "stands_in", "")
    within = [
        (len(url), name)
        for entry in menu
        for name in (entry.name, *entry.also)
        if request.path.startswith(url := reverse(name))
    ]
    return stands_in or max(within, default=(0, ""))[1]


def frame(request: Request) -> Frame:
    """The frame of this request; an empty one for somebody who has not signed in."""
    scope: Scope | None = getattr(request, "scope", None)
    if scope is None or scope.user_id is None:
        return Frame()
    membership = getattr(request, "membership", None)
    person = request.user.get_full_name() if isinstance(request.user, User) else ""
    account = [NavItem(_("Mi cuenta"), _url("account:home")), NavItem(_("Avisos"), _url("noticeboard:list"))]
    if scope.has(Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION):
        account.append(NavItem(_("Ayuda de acceso"), _url("entry:helps")))
    if membership is None:
        return Frame(account=account, sign_out_url=_url("account_logout"), person=person)
    organisation = membership.organisation
    counts = package.counts(scope)
    menu = entries(scope)
    here = _here(request, menu)
    items = [_item(entry, here, counts) for entry in menu]
    roles = ", ".join(str(Role(role).label) for role in membership.roles)
    return Frame(
        organisation=organisation.name,
        role=roles,
        person=person,
        training=organisation.realm == Realm.TRAINING,
        navigation=items[:MOST],
        account=[*items[MOST:], *account, NavItem(_("Cambiar de organización"), _url("network:choose"))],
        home_url="/",
        help_url=_url("web:help"),
        sign_out_url=_url("account_logout"),
        lock_url=_url("account:lock"),
        draft_url=_url("vault:draft"),
        idle_seconds=organisation.idle_minutes * 60,
    )


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
