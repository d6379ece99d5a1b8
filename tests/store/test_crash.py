"""The crash harness: whoever is killed leaves the old bytes or the new ones, and nothing else.

A writer is killed at random moments, and before and behind each of its calls of the system, while
somebody reads the store over and over beside. Afterwards the next command has to work. The same
harness, run against a writer that thinks of nothing (naive_writer), has to find it out.
"""

import hashlib
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, call, needs

from hkinno.rawjson.edit import spliced
from hkinno.store.draft import Draft

CHILD = [sys.executable, str(ROOT / "tests" / "crash_child.py")]
EVENT = {"date": "2005-06", "title": "A new event"}
WORLD = {k: v for k, v in os.environ.items() if not k.startswith(("HKINNO_", "COV_"))} | {
    "PYTHONPATH": str(ROOT),
    "PYTHONHASHSEED": "0",
}


def made(folder: Path, count: int) -> Path:
    rows = [
        {"id": f"e{n}", "date": f"{1000 + n}", "title": f"Event {n}", "summary": "x" * 300}
        for n in range(count)
    ]
    path = folder / "here" / "store.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"title": "T", "events": rows}, indent=1))
    return path


pytestmark = pytest.mark.usefixtures("state")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A store that takes some time to write, in a folder of its own, and a journal of its own."""
    return made(tmp_path, 1000)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store that is written at once."""
    return made(tmp_path, 50)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def world(path: Path) -> dict[str, str]:
    return WORLD | {"XDG_STATE_HOME": str(path.parent.parent / "state")}


def started(path: Path, *args: str, prefix: Sequence[str] = ()) -> "subprocess.Popen[str]":
    """A child of the harness that is ready to begin."""
    process = subprocess.Popen(
        [*prefix, *CHILD, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=world(path),
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@contextmanager
def reader(path: Path) -> Iterator[dict[str, int]]:
    """Who reads a store over and over beside; afterwards, the digests of what was seen."""
    process = started(path, "read", str(path))
    seen: dict[str, int] = {}
    try:
        yield seen
        out, errors = process.communicate(input="stop")
        assert not errors
        seen |= json.loads(out)
    finally:
        process.kill()
        process.wait()


def with_event(data: bytes, event_id: str) -> bytes:
    """The store as it has to be once the event is in it."""
    draft = Draft("store.json", data)
    draft.add({"id": event_id, **EVENT})
    after = spliced(data, draft.splices())
    assert json.loads(after)["events"] != json.loads(data)["events"]
    return after


def duration(writer: str, path: Path) -> float:
    """How long a writer needs that nobody kills; the store is then as before."""
    data, times = path.read_bytes(), []
    for number in range(3):
        process = started(path, "add", writer, str(path), f"timed{number}")
        begin = time.perf_counter()
        assert process.wait() == 0
        times.append(time.perf_counter() - begin)
        process.communicate()
        restore(path, data)
    return sorted(times)[1]


def killed(writer: str, path: Path, count: int, roll: random.Random) -> Counter[str]:
    """Kill a writer at random moments, and count what it leaves and what is seen beside."""
    spread = 1.1 * duration(writer, path)
    found: Counter[str] = Counter()
    good = {digest(path.read_bytes())}
    with reader(path) as seen:
        for number in range(count):
            old = path.read_bytes()
            new = with_event(old, f"n{number}")
            good.add(digest(new))
            process = started(path, "add", writer, str(path), f"n{number}")
            select.select([], [], [], roll.uniform(0, spread))
            process.kill()
            process.communicate()
            now = path.read_bytes()
            found["old" if now == old else "new" if now == new else "torn"] += 1
            if now in (old, new):
                found["stuck"] += not goes_on(path, now, good)
            else:
                restore(path, old)
    found["read"] = sum(seen.values())
    found["seen torn"] = sum(times for state, times in seen.items() if state not in good)
    return found


def restore(path: Path, data: bytes) -> None:
    """Put the bytes in place at once, so that the reader beside sees nothing else."""
    spare = path.with_name("spare")
    spare.write_bytes(data)
    spare.replace(path)


def goes_on(path: Path, data: bytes, good: set[str]) -> bool:
    """Whether the next commands work, whatever the dead have left."""
    shown = call("timeline", "-s", str(path), "--json").json()
    ids = {event["id"] for event in json.loads(data)["events"]}
    good.add(digest(with_event(data, "next")))
    added = call(
        "add", "-s", str(path), "--id", "next", "--date", "2005-06", "--title", EVENT["title"]
    )
    there = path.read_bytes() == with_event(data, "next")
    undone = call("undo", "-s", str(path))
    locks = [name for name in os.listdir(path.parent) if name.endswith(".lock")]
    return (
        {event["id"] for event in shown} == ids
        and (added.code, undone.code) == (0, 0)
        and there
        and path.read_bytes() == data
        and not locks
    )


def judged(path: Path, writer: str, sent: str, step: int = 1) -> list[dict[str, Any]]:
    """What a writer leaves that gets a signal at each of its calls of the system, read beside."""
    with reader(path) as seen:
        done = subprocess.run(
            [*CHILD, "every", writer, str(path), sent, str(step)],
            env=world(path),
            capture_output=True,
            text=True,
            check=True,
        )
    result = json.loads(done.stdout)
    rows: list[dict[str, Any]] = result["rows"]
    foreign = sum(times for state, times in seen.items() if state not in result["states"])
    if writer == "hkinno":
        assert foreign == 0
    return rows


# --- killed at random moments ---


def test_killed_at_random_moments(large: Path) -> None:
    found = killed("hkinno", large, 15, random.Random(15))
    assert found["torn"] == found["stuck"] == found["seen torn"] == 0, found
    assert found["old"] + found["new"] == 15
    assert found["read"] > 15


@pytest.mark.slow
def test_killed_at_500_random_moments(large: Path) -> None:
    found = killed("hkinno", large, 500, random.Random(500))
    sys.stderr.write(f"\n500 rounds: {dict(found)}\n")
    assert found["torn"] == found["stuck"] == found["seen torn"] == 0, found
    assert found["old"] + found["new"] == 500
    assert min(found["old"], found["new"]) > 20  # the moments were those that matter


@pytest.mark.slow
def test_the_harness_finds_a_naive_writer_out(large: Path) -> None:
    found = killed("naive", large, 100, random.Random(100))
    sys.stderr.write(f"\n100 rounds of the naive writer: {dict(found)}\n")
    assert found["torn"] > 0
    assert found["seen torn"] > 0


# --- killed, or told to end, at each call of the system ---


@pytest.mark.parametrize("sent", ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"])
@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_a_signal_at_each_call_of_the_system(small: Path, sent: str, step: int) -> None:
    rows = judged(small, "hkinno", sent, step)
    number = getattr(signal, sent)
    expected = -number if sent == "SIGKILL" else 128 + number
    assert len(rows) > 100 // step
    for row in rows:
        assert row["status"] == expected, row
        assert row["found"] in ("old", "new"), row
        assert (row["next"], row["later"], row["locks"]) == (0, True, []), row
        if sent != "SIGKILL":
            assert row["litter"] == [], row
    assert {row["found"] for row in rows} == {"old", "new"}


def test_a_naive_writer_is_torn_at_some_call_of_the_system(small: Path) -> None:
    rows = judged(small, "naive", "SIGKILL")
    assert "torn" in {row["found"] for row in rows}
    assert not all(row["later"] for row in rows)


# --- by strace: real calls of the system ---

CALLS = (
    "openat,open,creat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,unlink,"
    "unlinkat,chmod,fchmod,fchmodat,chown,fchown,fchownat,flock,close,mkdir,ftruncate,link"
)


def traced(
    path: Path, tmp_path: Path, *inject: str, watched: str = CALLS
) -> tuple[int, str, list[tuple[str, str]]]:
    """A writer under strace: its exit code, what it says, and its calls once it was ready."""
    log = tmp_path / "strace.log"
    done = subprocess.run(
        [needs("strace"), "-f", "-qq", "-o", str(log), "-e", f"trace={watched}"]
        + [part for fault in inject for part in ("-e", f"inject={fault}")]
        + [*CHILD, "add", "hkinno", str(path), "new"],
        env=world(path),
        capture_output=True,
        text=True,
    )
    if "PTRACE_TRACEME" in done.stderr:
        pytest.skip("strace may not trace here")
    calls = [
        (found[1], found[2])
        for line in log.read_text(errors="replace").splitlines()
        if (found := re.match(r"\d+ +(\w+)\((.*)", line))
    ]
    return done.returncode, done.stderr, calls


def numbered(calls: list[tuple[str, str]]) -> list[tuple[str, int, str]]:
    """The calls behind "ready", each with how many of its kind there were, as strace counts."""
    counts: Counter[str] = Counter()
    ready, found = False, []
    for name, args in calls:
        counts[name] += 1
        if ready:
            found.append((name, counts[name], args))
        ready = ready or '"ready' in args
    return found


def test_first_the_file_is_synced_then_renamed_then_its_folder_is_synced(
    large: Path, tmp_path: Path
) -> None:
    code, errors, calls = traced(large, tmp_path)
    assert code == 0, errors
    story = [
        (name, args)
        for name, _, args in numbered(calls)
        if name in ("fsync", "rename", "renameat", "renameat2") or ".draft" in args
    ]
    names = [name for name, _ in story]
    moved = [
        at for at, (name, args) in enumerate(story) if "store.json" in args and "rename" in name
    ]
    assert len(moved) == 1
    assert names[moved[0] - 1] == "fsync"
    assert names[moved[0] + 1] == "fsync"
    opened = next(at for at, (_, args) in enumerate(story) if ".store.json." in args)
    assert "O_EXCL" in story[opened][1]
    assert names.index("rename") < opened  # the journal comes first


@pytest.mark.slow
def test_killed_at_each_real_call_of_the_system(large: Path, tmp_path: Path) -> None:
    old = large.read_bytes()
    good: set[str] = {digest(old), digest(with_event(old, "new"))}
    _, _, calls = traced(large, tmp_path)
    assert large.read_bytes() == with_event(old, "new")
    found: Counter[str] = Counter()
    with reader(large) as seen:
        for name, number, _ in numbered(calls):
            restore(large, old)
            code, _, _ = traced(large, tmp_path, f"{name}:signal=KILL:when={number}")
            now = large.read_bytes()
            found["killed"] += code in (-signal.SIGKILL, 128 + signal.SIGKILL)
            found["old" if now == old else "new" if now == with_event(old, "new") else "torn"] += 1
            found["stuck"] += not goes_on(large, now, good)
    found["seen torn"] = sum(times for state, times in seen.items() if state not in good)
    sys.stderr.write(f"\nkilled at each call of the system: {dict(found)}\n")
    assert found["torn"] == found["stuck"] == found["seen torn"] == 0
    assert min(found["killed"], found["old"], found["new"]) > 0


# What a write may find failing: strace lets the call fail that is the nth of its kind.
SWEPT = CALLS + ",read,pread64,lseek,stat,lstat,fstat,newfstatat,statx,readlink,getdents64,link"
LASTING = ("EIO", "ENOSPC")  # of syncing a folder: others say that it cannot be synced at all


@pytest.mark.slow
@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EROFS", "EACCES"])
def test_an_error_at_each_real_call_of_the_system(large: Path, tmp_path: Path, error: str) -> None:
    old = large.read_bytes()
    new = with_event(old, "new")
    for _ in range(2):  # the first may have to compile what was changed
        large.write_bytes(old)
        shutil.rmtree(tmp_path / "state", ignore_errors=True)
        _, _, calls = traced(large, tmp_path, watched=SWEPT)
    found: Counter[str] = Counter()
    for name, number, args in numbered(calls):
        if "/dev/" in args:
            continue
        large.write_bytes(old)
        shutil.rmtree(tmp_path / "state", ignore_errors=True)
        before = sorted(os.listdir(large.parent))
        fault = f"{name}:error={error}:when={number}"
        code, errors, _ = traced(large, tmp_path, fault, watched=SWEPT)
        what = f"{name}({args} {error}: {code} {errors}"
        found[judge_fault(name, args, code, errors, large.read_bytes() == new, what)] += 1
        assert large.read_bytes() in (old, new), what
        if name == "fsync" and "synced" in errors:
            assert error in LASTING, what
            found["synced"] += 1
        left = sorted(os.listdir(large.parent))
        assert left == before or name in ("unlink", "unlinkat"), what
        for name_left in set(left) - set(before):
            (large.parent / name_left).unlink()
        undone = call("undo", "-s", str(large))
        noted = "cannot be undone" not in errors and large.read_bytes() != old
        assert large.read_bytes() == old or "cannot be undone" in errors, what
        assert (undone.code == 0) or not noted, what
    sys.stderr.write(f"\n{error} at each call of the system: {dict(found)}\n")
    assert min(found["refused"], found["written"], found["not told"], found["silent"]) > 0
    assert found["synced"] == (error in LASTING)


def judge_fault(name: str, args: str, code: int, errors: str, done: bool, what: str) -> str:
    """What came of a fault: the store and the exit code agree, and so does what is said."""
    assert "Traceback" not in errors, what
    assert all(line.startswith("hkinno: ") for line in errors.splitlines()), what
    if name == "write" and args.startswith("1,"):
        assert (code, done) == (1, True), what
        assert "but the change is made" in errors, what
        return "not told"
    if name == "write" and args.startswith("2,"):
        assert (code, done) == (0, True), what
        return "silent"
    assert done == (code == 0), what
    if code:
        assert code == 1, what
        assert re.fullmatch(r"hkinno: .+\n", errors), what
    return "refused" if code else "written"
