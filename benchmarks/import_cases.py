"""How many cases a second come in from a file: read, staged, applied – encryption, tokens and trail included.

    python benchmarks/import_cases.py [ROWS]

Target: at least 100 cases a second through the operations, commits included.
"""

import sys
import time

import ground
from contratrata.care.cases.demo import workbook
from contratrata.care.cases.imports.public import CASES
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.imports.public import locked, operations, queries, working
from contratrata.ground.network.public import job_scope


class Watch:
    """Wall and processor time of one part, printed with its rate; other work on the machine shows as the gap."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def told(self, words: str, number: int) -> None:
        """One line of the report; begins anew."""
        wall, processor = time.perf_counter() - self.wall, time.process_time() - self.processor
        ground.told(
            f"{words:20} {wall:7.2f} s  {number / wall:6.0f} a second   (this process {processor:.2f} s of processor)"
        )
        self.__init__()  # type: ignore[misc]


def main(number: int) -> None:
    """Bring a generated workbook of so many rows in, and print what each part took."""
    cast = ground.cast()
    content = workbook.write(workbook.rows("CRI", number, seed="benchmark", today=clock.today()))
    scope = job_scope(cast.ana.membership.organisation, user_id=cast.ana.user.id)
    whole, watch = Watch(), Watch()
    with acting(cast.ana.scope):
        one = operations.receive(
            CASES, name="registro.xlsx", content=[content], responsible_id=cast.ana.user.id
        )
    watch.told("received and sealed", number)
    working.stage(scope, one.id)
    watch.told("read and staged", number)
    with acting(cast.ana.scope):
        operations.apply(one.id, with_asked=True)
    created = working.bring(scope, one.id)
    watch.told("applied", created)
    whole.told("from file to cases", created)
    with acting(cast.ana.scope):
        ground.told(f"{number} rows, {len(content) / 1e6:.1f} MB: {queries.counts(locked(one.id))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
