"""Signals that tell the process to end, for who has a terminal to put in order before it does."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def heeded(end: Callable[[int, object], None]) -> Iterator[None]:
    """Meanwhile, call this for such a signal, unless it is ignored as under nohup."""
    before = {}
    for name in _ENDING:
        number = getattr(signal, name, None)  # Windows has not all
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
