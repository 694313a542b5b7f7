"""What other packages may use of the accounts: the user, her factors and sessions, mails to her, the gates."""

from typing import TYPE_CHECKING

from contratrata.ground.base.late import late

from . import helped, mails, seals, sessions
from .models import FactorHelp, User

if TYPE_CHECKING:
    from . import factors, gates, lock
    from .demo import DEMO_PASSWORD, demo_code, enrol_demo, only_fictitious
    from .forms import JoinForm
    from .proofs import fresh_proof_required, fresh_proof_when
    from .views.paths import next_of
else:
    # These bring allauth's forms and WebAuthn with them.
    __getattr__ = late(
        __package__,
        {
            "factors": "",
            "gates": "",
            "lock": "",
            "DEMO_PASSWORD": "demo",
            "demo_code": "demo",
            "enrol_demo": "demo",
            "only_fictitious": "demo",
            "JoinForm": "forms",
            "fresh_proof_required": "proofs",
            "fresh_proof_when": "proofs",
            "next_of": "views.paths",
        },
    )
