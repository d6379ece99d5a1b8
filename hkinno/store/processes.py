"""Work that is shared with other processes, which are copies of this one."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Done = TypeVar("Done")


class _Child(NamedTuple):
    """A process, and the end of the pipe at which comes out what it has found."""

    pid: int
    end: int


def shared_out(count: int, work: Callable[[int], Done]) -> list[Done] | None:
    """What comes of work with the numbers 0, 1, … up to a count, each in a process of its own.

    Number 0 is done here. None where there can be no such processes, or one of them failed: why
    does not come out of it, so whoever asks does the work alone, and finds it. The processes are
    forks, which begin at once, but cannot be where there are threads, nor on every system.
    """
    if not hasattr(os, "fork") or not hasattr(os, "preadv") or _has_threads():
        return None
    import pickle  # slow to load, and needed where there is much to do

    children: list[_Child] = []
    try:
        for number in range(1, count):
            _begin(work, number, children)
        found = [work(0)]
        for child in children:
            with os.fdopen(os.dup(child.end), "rb") as pipe:
                found.append(pickle.load(pipe))
        return found
    except (OSError, EOFError, pickle.UnpicklingError):  # no more processes; one that is gone
        return None
    finally:
        for child in children:
            os.close(child.end)
            with contextlib.suppress(ProcessLookupError, ChildProcessError):  # nobody waits for it
                os.kill(child.pid, signal.SIGKILL)  # in case that it is not done, and not needed
                os.waitpid(child.pid, 0)


def _has_threads() -> bool:
    threading = sys.modules.get("threading")  # not loaded, there are none
    return threading is not None and threading.active_count() > 1


def _begin(work: Callable[[int], Any], number: int, children: list[_Child]) -> None:
    """Begin the work with a number in a process, which is noted first of all."""
    import pickle

    ours, theirs = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        raise
    if pid:
        children.append(_Child(pid, ours))
        os.close(theirs)
        return
    try:
        os.close(ours)
        with os.fdopen(theirs, "wb") as pipe:
            pickle.dump(work(number), pipe)
    finally:
        os._exit(0)  # nothing that the process has to do which this is a copy of is done twice
