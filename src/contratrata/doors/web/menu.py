"""The frame around a page for whoever acts: menu, account, who she acts for."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.care.referrals import public as referrals
from contratrata.ground.accounts.public import User
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.network.public import Role
from contratrata.ground.ui.frame import Frame
from contratrata.ground.ui.parts import NavItem

Entry = tuple[str | Promise, str]

TODAY: Entry = (_l("Hoy"), "web:today")
CASES: Entry = (_l("Casos"), "cases:list")
SENT: Entry = (_l("Derivaciones"), "referrals:outbox")
INBOX: Entry = (_l("Bandeja"), "referrals:inbox")
HELPERS: Entry = (_l("Quién puede ayudar"), "directory:who_can_help")
SERVICES: Entry = (_l("Servicios"), "directory:services")
STAFF: Entry = (_l("Personal"), "network:staff")
SETTINGS: Entry = (_l("Ajustes"), "network:settings")
AGREEMENTS: Entry = (_l("Acuerdos"), "network:agreements")
NETWORK: Entry = (_l("Red"), "web:network")
ORGANISATIONS: Entry = (_l("Organizaciones"), "network:organisations")
TRAIL: Entry = (_l("Rastro"), "trail:list")
VERIFICATION: Entry = (_l("Verificación"), "trail:verification")

#: What each role sees, in the order of the roles when a person has several (screens: navigation).
MENUS: Sequence[tuple[Role, Sequence[Entry]]] = (
    (Role.CASEWORKER, (TODAY, CASES, INBOX, SENT, HELPERS)),
    (Role.SUPERVISOR, (TODAY, CASES, INBOX, SENT, HELPERS, TRAIL)),
    (Role.FOCAL_POINT, (TODAY, INBOX, SERVICES, STAFF, AGREEMENTS)),
    (Role.ORG_ADMIN, (STAFF, SETTINGS, AGREEMENTS, SERVICES)),
    (Role.COORDINATION, (NETWORK, ORGANISATIONS, HELPERS)),
    (Role.NATIONAL_FOCAL_POINT, (TODAY, INBOX, HELPERS, ORGANISATIONS)),
    (Role.FACILITATOR, (ORGANISATIONS,)),
    (Role.PARTICIPANT, (ORGANISATIONS,)),
    (Role.AUDITOR, (TRAIL, VERIFICATION)),
    (Role.PLATFORM_ADMIN, (ORGANISATIONS,)),
)
MOST = 6


def entries(scope: Scope) -> list[Entry]:
    """The entries of all her roles, in order, each once; from the seventh on they stand in the account menu."""
    seen: list[Entry] = []
    for role, menu in MENUS:
        if role.value in scope.roles:
            seen += [entry for entry in menu if entry not in seen]
    return seen


def home_name(scope: Scope) -> str:
    """The URL name of the first page of whoever acts."""
    found = entries(scope)
    return found[0][1] if found else "account:home"


def _item(entry: Entry, here: str, counts: dict[str, int]) -> NavItem:
    label, name = entry
    return NavItem(str(label), reverse(name), current=name == here, count=counts.get(name, 0))


def _here(request: Request, menu: Sequence[Entry]) -> str:
    """The entry this page is of: the one the page names, else the one whose address goes furthest into its own."""
    stands_in: str = getattr(request, "stands_in", "")
    within = [(len(url), name) for _label, name in menu if request.path.startswith(url := reverse(name))]
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
    counts = _counts(scope)
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


def _counts(scope: Scope) -> dict[str, int]:
    return referrals.counts(scope) if scope.referrals else {}


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
