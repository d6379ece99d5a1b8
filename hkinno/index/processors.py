"""Work on the processors of this machine, in processes of their own."""

import os
import signal
from collections.abc import Callable, Sequence
from typing import TypeVar

from hkinno.errors import HkinnoError

Item = TypeVar("Item")
Done = TypeVar("Done")


def spread(
    work: Callable[[Item], Done], items: Sequence[Item], tick: Callable[[int], None], processes: int
) -> list[Done]:
    """What comes of work with each item, done by up to so many processes; `tick` is told how far.

    `work` and all that it takes and gives can be pickled. Raises HkinnoError where a process dies.
    """
    processes = min(processes, len(items))
    if processes < 2:
        found = []
        for number, item in enumerate(items, 1):
            found.append(work(item))
            tick(number)
        return found
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    context = get_context("spawn")  # as everywhere; libraries here have threads
    pool = ProcessPoolExecutor(processes, context, _begin)
    try:
        futures = [pool.submit(work, item) for item in items]
        for number, _ in enumerate(as_completed(futures), 1):
            tick(number)
        return [future.result() for future in futures]
    except BrokenProcessPool as error:
        raise HkinnoError(
            "a process that had a share of the work was ended; perhaps there is not enough memory"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        pool.shutdown()


def _begin() -> None:
    """Leave Ctrl-C to the process that has begun this one, and end when that has ended."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def follow() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=follow, daemon=True).start()
