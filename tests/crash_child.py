"""What the crash harness runs in processes of their own: writers that die, and a reader beside.

    python crash_child.py add WRITER PATH ID         says "ready", then adds an event
    python crash_child.py every WRITER PATH SIGNAL   adds it again and again; the first time it gets
                                                     the signal at its first call of the system, then
                                                     at the second, and so on until none is left
    python crash_child.py read PATH                  reads until standard input is closed

WRITER is hkinno or naive. What came out is printed as JSON.
"""

import hashlib
import json
import os
import select
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

EVENT = {"date": "2005-06", "title": "A new event"}
SYSTEM = {"posix", "_io", "fcntl", "posixpath"}  # modules in C that talk to the system


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
    """Import what adding an event needs, so that it is not in the way."""
    if writer == "hkinno":
        import filelock  # noqa: F401
        import platformdirs  # noqa: F401
        import rich  # noqa: F401

        import hkinno.__main__
        import hkinno.cli.add  # noqa: F401
    import naive_writer  # noqa: F401


def digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_system(what: Any) -> bool:
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
    os._exit(77 if left > 0 and number and not code else code)


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
    folder, name = os.path.split(path)
    with open(path, "rb") as file:
        old = file.read()
    here = sorted(os.listdir(folder))
    assert forked(writer, path, "new", 0, 0) == 0
    known = {digest(path): "new"}
    assert forked(writer, path, "next", 0, 0) == 0
    both = digest(path)
    restore(path, old)
    known[digest(path)] = "old"
    assert forked(writer, path, "next", 0, 0) == 0
    after_old = digest(path)
    rows = []
    for number in range(1, 100_000, step):
        restore(path, old)
        status = forked(writer, path, "new", number, sent)
        if status == 77:
            break
        found = known.get(digest(path), "torn")
        litter = sorted(set(os.listdir(folder)) - set(here))
        status_next = forked(writer, path, "next", 0, 0)
        expected = {"old": after_old, "new": both}.get(found)
        rows.append(
            {
                "status": status,
                "found": found,
                "litter": litter,
                "next": status_next,
                "right": digest(path) == expected,
                "left": sorted(n for n in os.listdir(folder) if n.startswith(f".{name}.lock")),
            }
        )
    print(json.dumps({"rows": rows, "states": [*known, both, after_old]}))


def read(path: str) -> None:
    """All that can be seen in a file by who reads it over and over."""
    print("ready", flush=True)
    seen: dict[str, int] = {}
    while not select.select([0], [], [], 0)[0]:
        found = digest(path)
        seen[found] = seen.get(found, 0) + 1
    print(json.dumps(seen))


def main(command: str, *args: str) -> None:
    if command == "read":
        read(*args)
    elif command == "every":
        every(args[0], args[1], getattr(signal, args[2]), *map(int, args[3:]))
    else:
        warm_up(args[0])
        print("ready", flush=True)
        add(*args)


if __name__ == "__main__":
    main(*sys.argv[1:])
