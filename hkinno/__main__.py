"""`python -m hkinno` is `hkinno`."""

import signal
import sys
from types import FrameType

from hkinno.cli.main import main as run


def main() -> None:
    """Run and exit. Told to end (SIGTERM, SIGHUP), it leaves nothing half done behind."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has not all
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores it
            signal.signal(number, _end)
    sys.exit(run())


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)  # the exit code that a shell gives to who dies of a signal


if __name__ == "__main__":
    main()
