"""Equipo: who answers for the case, who else works on it; sharing, ending that, handing over."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contratrata.ground.accounts.public import fresh_proof_when
from contratrata.ground.acts.public import Undo
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow, user_names

from .. import operations, queries
from ..forms.work import TeamForm
from ..models import Case, CaseShare
from .page import ask_on, case_url, frame, open_file, writable


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def team(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Who works on the case."""
    file = open_file(request, case_id, "team")
    shares = list(CaseShare.objects.filter(case=file.case).order_by("at", "id"))
    handed = queries.hand_overs(file.case, file.sealer)
    names = user_names(
        [
            file.case.responsible_id,
            *(share.user_id for share in shares),
            *(one for row, _why in handed for one in (row.from_id, row.to_id)),
        ]
    )
    return render(
        request,
        "cases/team.html",
        frame(file, "team")
        | {
            "responsible": names.get(file.case.responsible_id, "") if file.case.responsible_id else "",
            "is_me": file.case.responsible_id == file.scope.user_id,
            "shares": [(share, names.get(share.user_id, "")) for share in shares],
            "handed": [
                (row, names.get(row.from_id, "") if row.from_id else "", names.get(row.to_id, ""), why)
                for row, why in handed
            ],
        },
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def share(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Let a colleague work on it too."""
    file = writable(open_file(request, case_id), "share")
    return ask_on(
        request,
        file,
        title=_("Compartir con alguien del equipo"),
        lead=_("Verá y podrá escribir todo lo que hay en este caso, hasta que usted deje de compartirlo."),
        button=_("Compartir"),
        form=lambda data: TeamForm(data, key="share_with", responsible_id=file.case.responsible_id),
        act=lambda form: operations.share_with(case_id, user_id=form.values["user_id"]),
        done=_("Su colega ya ve el caso. Se le avisó."),
        undo=lambda row: Undo(reverse("cases:unshare", args=[case_id, row.user_id])),
        back=case_url(case_id, "team"),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def unshare(request: Request, case_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """End a colleague's access, after asking."""
    file = writable(open_file(request, case_id), "unshare")
    get_object_or_404(CaseShare, case=file.case, user_id=user_id)
    return ask_on(
        request,
        file,
        title=_("Dejar de compartir"),
        question=_("¿Dejar de compartir con %s?") % user_names([user_id]).get(user_id, ""),
        text=_("Desde su próximo clic no verá este caso. Lo que escribió se queda."),
        button=_("Sí, dejar de compartir"),
        grave=True,
        act=lambda: operations.unshare(case_id, user_id=user_id),
        done=_("Ya no lo ve."),
        undo=lambda _none: Undo(case_url(case_id, "share"), fields={"user_id": str(user_id)}),
        back=case_url(case_id, "team"),
    )


def _another(request: Request, case_id: uuid.UUID) -> bool:
    return operations.hands_over_many()


@allow(Role.CASEWORKER, Role.SUPERVISOR)
@fresh_proof_when(_another)
def hand_over(request: Request, case_id: uuid.UUID) -> HttpResponseBase:
    """Give the case to another responsible person; one case asks nothing, several a fresh second factor and why."""
    file = writable(open_file(request, case_id), "hand_over")
    former, many = file.case.responsible_id, operations.hands_over_many()

    def give(form: TeamForm) -> Case:
        values = form.values
        return operations.hand_over(
            case_id,
            to_user_id=values["user_id"],
            expected_responsible_id=former,
            reason=values.get("reason", ""),
            words=values.get("words", ""),
        )

    return ask_on(
        request,
        file,
        title=_("Entregar el caso"),
        lead=_("Desde ese momento responde otra persona. Si usted ya no lo verá, compártalo antes."),
        button=_("Entregar"),
        form=lambda data: TeamForm(
            data, key="hand_over_many" if many else "hand_over", responsible_id=former
        ),
        act=give,
        names={"to_user_id": "user_id"},
        done=lambda case: _("El caso %s ya es responsabilidad de otra persona. Se le avisó.") % case.code,
        back=case_url(case_id, "team"),
        to=lambda _case: (
            case_url(case_id, "team")
            if queries.visible_to(file.scope).filter(id=case_id).exists()
            else reverse("cases:list")
        ),
    )
