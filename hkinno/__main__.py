"""`python -m hkinno` is `hkinno`."""

import os


def _leave(number: int, _: object) -> None:
    os._exit(128 + number)


# Ctrl-C from the first instant: nothing is begun, so there is nothing to tidy up.
try:
    import _signal  # type: ignore[import-not-found]  # `signal` itself takes a while to load

    _HEEDED = _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler  # as nohup has not
    if _HEEDED:
        _signal.signal(_signal.SIGINT, _leave)
except KeyboardInterrupt:
    os._exit(130)

import _thread  # noqa: E402
import gc  # noqa: E402

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
    sys.unraisablehook = _come_again
    code = _run()
    # CPython notes Ctrl-C within an `exec`, as of a dataclass that loads, until the next one, and
    # would die of the signal now instead of leaving with this code.
    exec("")
    sys.exit(code)


def _run() -> int:
    """The exit code; Ctrl-C is heeded as an exception only while there is who takes it."""
    try:
        _on_interrupt(signal.default_int_handler)
        code = run()
        _on_interrupt(signal.SIG_IGN)  # all is done, but for taking the process down
        return code
    except KeyboardInterrupt:
        _on_interrupt(signal.SIG_IGN)
        return 128 + signal.SIGINT


def _on_interrupt(handler: "signal._HANDLER") -> None:
    if _HEEDED:
        signal.signal(signal.SIGINT, handler)


def _exit(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)  # the exit code that a shell gives to who dies of a signal


def _come_again(lost: "sys.UnraisableHookArgs") -> None:
    """A signal was heeded where no exception leads on, as in a callback while modules load."""
    error = lost.exc_value
    if isinstance(error, KeyboardInterrupt):
        number = signal.SIGINT
    elif isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > 128:
        number = signal.Signals(error.code - 128)
    else:
        sys.__unraisablehook__(lost)
        return
    # from another thread, a little later: here it would be lost once more
    if send := getattr(signal, "pthread_kill", None):  # not on Windows
        _thread.start_new_thread(send, (_thread.get_ident(), number))


if __name__ == "__main__":
    main()
