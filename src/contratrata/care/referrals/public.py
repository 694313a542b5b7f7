"""What other packages may use of the referrals: Hoy, the menu, the board, the demonstration."""

from .jobs import expire_and_escalate_all
from .models import Referral
from .operations import (
    accept,
    attend,
    begin_care,
    choose_consent,
    choose_parts,
    close,
    decline,
    receive,
    send,
    start,
    withdraw,
)
from .queries import able_to_answer, of_case, visible_to
from .states import ReferralState
from .taken_before import Noted, note_copied_in
from .work import (
    NetworkRow,
    Time,
    Waiting,
    counts,
    lines,
    network_waiting,
    times_for_me,
    times_on_others,
    waiting_by_person,
)
