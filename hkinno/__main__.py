"""`python -m hkinno` is `hkinno`."""

import gc

gc.disable()  # while modules load: they make much that stays; `cli.main` turns it on again

import signal  # noqa: E402
import sys  # noqa: E402
from types import FrameType  # noqa: E402

from hkinno.cli.main import main as run  # noqa: E402


def main() -> None:
    """Run and exit. Told to end (SIGTERM, SIGHUP), it leaves nothing half done behind."""
    gc.set_threshold(100_000, 50, 100)  # what a store brings is gone soon, and has no cycles
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has not all
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores it
            signal.signal(number, _exit)
    sys.exit(run())


def _exit(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)  # the exit code that a shell gives to who dies of a signal


if __name__ == "__main__":
    main()
