"""A case of Ana's, and a referral of it taken to where a test needs it. All persons are invented."""

import dataclasses
import uuid
from collections.abc import Callable, Sequence

from cast import Cast, Player
from contratrata.care.cases import public as cases
from contratrata.care.referrals import operations
from contratrata.care.referrals.models import Referral
from contratrata.ground.base.scope import acting

PARTS = ("identity", "profile", "contact", "needs")
AIMS = ("shelter", "psychosocial")
NAME = "Yolanda Xitumul"
#: What the person permits a receiver that opens a case of its own.
ITS_OWN = cases.NewConsent(purpose="assistance", given_by="person", means="written")
STORY = "La llevaron de Izabal con una oferta falsa"


@dataclasses.dataclass
class Line:
    """One thin line: the cast, Ana's case, a permission to share it with Horizonte, and its acts."""

    cast: Cast
    case_id: uuid.UUID
    consent_id: uuid.UUID

    @property
    def taken(self) -> dict[str, uuid.UUID]:
        """Who accepts says that Elena answers for her."""
        return {"responsible_id": self.cast.elena.user.id}

    def draft(self, parts: Sequence[str] = PARTS, *, urgency: str = "h24", consent: bool = True) -> Referral:
        """A draft that is ready to be sent."""
        with acting(self.cast.ana.scope):
            created = operations.start(
                case_id=self.case_id, receiver_id=self.cast.horizonte.id, aims=AIMS, urgency=urgency
            )
            operations.choose_parts(created.id, parts=parts, note="Viaja con una bebé")
            if consent:
                operations.choose_consent(created.id, consent_id=self.consent_id)
        return created

    def sent(self, parts: Sequence[str] = PARTS, *, urgency: str = "h24") -> Referral:
        """A referral that Ana sent to Horizonte."""
        created = self.draft(parts, urgency=urgency)
        with acting(self.cast.ana.scope):
            return operations.send(created.id)

    def at(self, state: str) -> Referral:
        """A referral that has come to this state by the acts of its two sides (`expired` is the clock's)."""
        if state == "draft":
            return self.draft()
        if state == "discarded":
            created = self.draft()
            return self.by(self.cast.ana, operations.discard, created)
        created = self.sent()
        for verb in PATHS[state]:
            verb(self, created)
        with acting(self.cast.ana.scope):
            return Referral.objects.get(id=created.id)

    def by(
        self, player: Player, verb: Callable[..., object], referral: Referral, **values: object
    ) -> Referral:
        """Let somebody act."""
        with acting(player.scope):
            verb(referral.id, **values)
        with acting(self.cast.ana.scope):
            return Referral.objects.get(id=referral.id)


def _receive(line: Line, referral: Referral) -> None:
    line.by(line.cast.diana, operations.receive, referral)


def _accept(line: Line, referral: Referral) -> None:
    line.by(line.cast.diana, operations.accept, referral, words="La esperamos en la terminal", **line.taken)


def _decline(line: Line, referral: Referral) -> None:
    line.by(line.cast.diana, operations.decline, referral, reason="no_capacity", words="No queda cama")


def _withdraw(line: Line, referral: Referral) -> None:
    line.by(line.cast.ana, operations.withdraw, referral, reason="solved")


def _begin(line: Line, referral: Referral) -> None:
    line.by(line.cast.diana, operations.begin_care, referral)


def _attend(line: Line, referral: Referral) -> None:
    outcomes = dict.fromkeys(AIMS, "provided")
    line.by(line.cast.diana, operations.attend, referral, outcomes=outcomes, words="Durmió aquí")


def _close(line: Line, referral: Referral) -> None:
    line.by(line.cast.diana, operations.close, referral, words="Vuelve a su país", said="Se sintió cuidada")


PATHS: dict[str, list[Callable[[Line, Referral], None]]] = {
    "sent": [],
    "received": [_receive],
    "accepted": [_accept],
    "declined": [_decline],
    "withdrawn": [_withdraw],
    "in_care": [_accept, _begin],
    "attended": [_accept, _attend],
    "closed": [_accept, _attend, _close],
}


def build(cast: Cast) -> Line:
    """Ana's case and its permission, through the operations of the product."""
    with acting(cast.ana.scope):
        case = cases.register_case(
            cases.NewCase(
                values={
                    "sex": "female",
                    "citizenships": ("NIC",),
                    "age_years": 24,
                    "given_names": "Yolanda",
                    "first_surname": "Xitumul",
                    "contact_channel": ("text_message",),
                    "contact_detail": "+502 5555 0134",
                },
                needs=(cases.NewNeed(kind="shelter", urgency="h24"),),
                note=STORY,
            )
        )
        consent = cases.give_consent(
            case.id,
            new=cases.NewConsent(
                purpose="referral",
                recipient_id=cast.horizonte.id,
                aims=AIMS,
                parts=PARTS,
                given_by="person",
                means="written",
            ),
        )
    return Line(cast, case.id, consent.id)
