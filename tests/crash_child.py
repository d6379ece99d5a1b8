"""What the crash harness runs in processes of their own: writers that die, and a reader beside.

    python crash_child.py add WRITER PATH ID
    python crash_child.py every WRITER PATH SIGNAL
    python crash_child.py read PATH

`add` says "ready", then adds an event. `every` adds it again and again: the first time it gets the
signal at its first call of the system, then at the second, until there are no more. `read` reads
the store until standard input is closed. WRITER is hkinno or naive. What came out is said as JSON.
"""

import hashlib
import json
import os
import select
import signal
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from types import FrameType
from typing import Any, NoReturn

EVENT = {"date": "2005-06", "title": "A new event"}
SURVIVED = 77  # the exit code of who made fewer calls than that
SYSTEM = {"posix", "_io", "fcntl"}  # modules in C that talk to the system
SILENT = {"fspath", "getpid", "_path_normpath", "isatty", "seek", "fileno", "geteuid", "getegid"}


def add(writer: str, path: str, event_id: str) -> None:
    """Add an event as a user would; in hkinno's case at the very edge."""
    if writer == "naive":
        import naive_writer

        naive_writer.add(path, {"id": event_id, **EVENT})
        return
    from hkinno.__main__ import main

    sys.argv = ["hkinno", "add", "-s", path, "--id", event_id]
    sys.argv += ["--date", EVENT["date"], "--title", EVENT["title"]]
    main()


def warm_up(writer: str) -> None:
    """Add an event to a store that nobody needs, so that all is imported."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as null:
        path = os.path.join(folder, "store.json")
        with open(path, "w") as file:
            file.write('{"title": "t", "events": []}')
        with redirect_stdout(null), redirect_stderr(null), suppress(SystemExit):
            add(writer, path, "warm")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_system(what: Any) -> bool:
    if what.__name__ in SILENT:
        return False
    owner = getattr(what, "__self__", None)
    return getattr(what, "__module__", None) in SYSTEM or type(owner).__module__ in SYSTEM


def child(writer: str, path: str, event_id: str, number: int, sent: int) -> NoReturn:
    """Add an event; get a signal before, or behind, the call of the system with this number."""
    left = number

    def watch(_: FrameType, what: str, called: Any) -> None:
        nonlocal left
        if what in ("c_call", "c_return") and is_system(called):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), sent)

    code = 0
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    try:
        if number:
            sys.setprofile(watch)
        add(writer, path, event_id)
    except SystemExit as error:
        code = int(error.code or 0)
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        code = 99  # a traceback
    finally:
        sys.setprofile(None)
    os._exit(SURVIVED if left > 0 and number and not code else code)


def forked(*args: Any) -> int:
    """The exit code of a child, negative if a signal ended it."""
    process = os.fork()
    if not process:
        child(*args)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def restore(path: str, data: bytes) -> None:
    spare = path + ".spare"
    with open(spare, "wb") as file:
        file.write(data)
    os.replace(spare, path)


def every(writer: str, path: str, sent: int, step: int = 1) -> None:
    """A row for each call at which the signal came: what it left, and how it went on."""
    warm_up(writer)
    folder = os.path.dirname(path)
    with open(path, "rb") as file:
        old = file.read()
    assert forked(writer, path, "new", 0, 0) == 0
    known = {digest(path): "new"}
    assert forked(writer, path, "next", 0, 0) == 0
    both = digest(path)
    restore(path, old)
    known[digest(path)] = "old"
    assert forked(writer, path, "next", 0, 0) == 0
    after_old = digest(path)
    known[both] = known[after_old] = "later"
    rows = []
    for number in range(1, 100_000, step):
        restore(path, old)
        before = set(os.listdir(folder))
        status = forked(writer, path, "new", number, sent)
        if status == SURVIVED:
            break
        found = known.get(digest(path), "torn")
        litter = sorted(set(os.listdir(folder)) - before)
        row = {"status": status, "found": found, "litter": litter}
        row["next"] = forked(writer, path, "next", 0, 0)
        row["later"] = digest(path) == {"old": after_old, "new": both}.get(found)
        row["locks"] = [entry for entry in os.listdir(folder) if entry.endswith(".lock")]
        rows.append(row)
    say(json.dumps({"rows": rows, "states": list(known)}))


def read(path: str) -> None:
    """All that can be seen in a file by who reads it over and over: digests, and how often."""
    seen: dict[str, int] = {digest(path): 1}
    say("ready")
    while not select.select([0], [], [], 0)[0]:
        found = digest(path)
        seen[found] = seen.get(found, 0) + 1
        time.sleep(0.0002)  # leave some of the processor to the others
    say(json.dumps(seen))


def main(command: str, *args: str) -> None:
    if command == "read":
        read(*args)
    elif command == "every":
        every(args[0], args[1], getattr(signal, args[2]), *map(int, args[3:]))
    else:
        warm_up(args[0])
        say("ready")
        add(*args)


if __name__ == "__main__":
    main(*sys.argv[1:])
