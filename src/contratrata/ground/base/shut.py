"""What a process that opens strangers' files does to itself first. Only the standard library: it knows no setting."""

import contextlib
import resource


def shut(memory: int, seconds: int) -> None:
    """From here on: no new file or connection, nothing written to a file, no child, so much memory and time."""
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that sets lower ones or knows them not
            resource.setrlimit(limit, (most, most))
