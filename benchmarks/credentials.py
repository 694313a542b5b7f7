"""500 certificates: written by the act, then signed by the job; and one signature beside a bare Ed25519.

    python benchmarks/credentials.py [certificates]

Everything that happens in the house is in it: names sealed, places in the status list, links, mails, traces, commits.
"""

import statistics
import sys
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import ground
import house
from cast import assemble
from certified import WHAT
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import badges, operations, proofs, signing
from contratrata.ground.credentials.badges import Holder
from contratrata.ground.credentials.models import Award
from contratrata.ground.network.public import job_scope


def signatures(award: Award, rounds: int = 200) -> None:
    """Our signature beside a bare one over bytes of the same length, turn by turn."""
    key, ours, least = Ed25519PrivateKey.generate(), [], []
    document = badges.document(
        award,
        Holder("Persona (ficticia)"),
        issuer="Casa (ficticia)",
        code="CT-2222-2222-2222",
        list_id=award.id,
        place=7,
    )
    content = proofs.canonical(document)
    for _round in range(rounds):
        begin = time.perf_counter()
        proofs.signed(document, key, "did:web:example#key", clock.now())
        middle = time.perf_counter()
        key.sign(content)
        ours.append(middle - begin)
        least.append(time.perf_counter() - middle)
    one, bare = (statistics.median(values) * 1000 for values in (ours, least))
    ground.told(f"a signature {one:.2f} ms, a bare Ed25519 one {bare:.3f} ms: {one / bare:.0f} times")


def main() -> None:
    """Fill, measure, empty."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    house.empty()
    cast = assemble()
    scope = job_scope(cast.refugio)
    holders = [Holder(f"Persona {n} (ficticia)", f"p{n}@persona.example") for n in range(number)]
    begin = time.perf_counter()
    with acting(scope):
        award = operations.award(holders, **WHAT)
    middle = time.perf_counter()
    signing.sign(scope, award.id)
    end = time.perf_counter()
    unsigned, signed, both = number / (middle - begin), number / (end - middle), number / (end - begin)
    ground.told(
        f"{number} written {unsigned:.0f} a second, signed {signed:.0f} a second, both {both:.0f} a second"
    )
    with acting(scope):
        signatures(award)
    house.empty()


if __name__ == "__main__":
    main()
