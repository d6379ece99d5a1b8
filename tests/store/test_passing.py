"""Large files are read by several processes, each a share, and nobody can tell from the answer."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import HKINNO, ROOT, quiet, run

from hkinno.store.ids import Ids, are_unique
from hkinno.store.passing import LEAST

MANY = 20_000
ASKED = ("timeline", "--category", "odd", "--since", "1900", "--limit", "5", "--json")
needs_processors = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="there is one processor, or no telling how many a process may use",
)


def line(number: int, name: str = "") -> bytes:
    """An event of a kilobyte."""
    event = {
        "id": name or f"e{number}",
        "date": f"{1900 + number % 100}-{1 + number % 12:02}",
        "title": "x" * 900,
        "category": "odd" if number % 7 == 1 else "even",
    }
    return json.dumps(event).encode()


Make = Callable[[list[bytes]], Path]
LAYOUTS: dict[str, Callable[[list[bytes]], bytes]] = {
    "s.jsonl": lambda lines: b"\n".join(lines) + b"\n",
    "s.json": lambda lines: b'{"events": [\n' + b",\n".join(lines) + b'\n], "title": "T"}\n',
}


@pytest.fixture(params=LAYOUTS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def made(lines: list[bytes]) -> Path:
        path: Path = tmp_path / request.param
        path.write_bytes(LAYOUTS[request.param](lines))
        assert path.stat().st_size > 2 * LEAST
        return path

    return made


def on_one(*args: str) -> subprocess.CompletedProcess[bytes]:
    """`hkinno …` where it may use one processor alone."""
    code = "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
    code += "from hkinno.__main__ import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, check=False, env=quiet()
    )


def processes_of(child: subprocess.Popen[bytes]) -> list[int]:
    tasks = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    return [int(pid) for pid in tasks.read_text().split()]


@needs_processors
def test_the_answer_is_the_same_to_the_byte(make: Make) -> None:
    path = make([line(number) for number in range(MANY)])
    for more in ("--certain", "--reverse", "--sort=title", "--no-where=category=odd"):
        args = (*ASKED, more, "-s", str(path))
        done, alone = run(*args), on_one(*args)
        assert (done.code, done.out.encode(), done.err) == (0, alone.stdout, "")
        assert len(json.loads(done.out)) == (0 if "where" in more else 5)


@needs_processors
def test_an_id_that_stands_in_two_shares_is_found(make: Make) -> None:
    lines = [line(number) for number in range(MANY)]
    path = make([*lines[:-1], line(MANY, "e17")])
    done = run(*ASKED, "-s", str(path))
    assert done.code == 1
    first = 1 if path.suffix == ".jsonl" else 2
    assert f"event {MANY} 'e17' (line {MANY - 1 + first}): this id stands already at" in done.err


@needs_processors
def test_the_first_fault_is_named(make: Make) -> None:
    lines = [line(number) for number in range(MANY)]
    lines[MANY - 5] = lines[MANY - 5][:-1]
    path = make(lines)
    done, alone = run(*ASKED, "-s", str(path)), on_one(*ASKED, "-s", str(path))
    assert (done.code, done.err.encode()) == (1, alone.stderr)
    assert "line 199" in done.err


@needs_processors
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_who_is_interrupted_leaves_no_process(make: Make, number: signal.Signals) -> None:
    path = make([line(number) for number in range(5 * MANY)])
    child = subprocess.Popen(
        [*HKINNO, *ASKED, "-s", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=quiet()
    )
    helpers: list[int] = []
    while not helpers and child.poll() is None:
        helpers = processes_of(child)
    assert helpers  # it has come so far
    child.send_signal(number)
    _, err = child.communicate()
    assert child.returncode == (130 if number is signal.SIGINT else -number)
    assert b"Traceback" not in err
    patience = time.monotonic() + 60
    while any(Path(f"/proc/{pid}/cmdline").exists() for pid in helpers):
        assert time.monotonic() < patience
        time.sleep(0.01)


@needs_processors
def test_processes_that_nobody_waits_for(make: Make) -> None:
    """As where the parent of hkinno has said so (SIGCHLD is ignored)."""
    path = make([line(number) for number in range(MANY)])
    code = "import signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); "
    code += "from hkinno.__main__ import main; sys.exit(main())"
    argv = [sys.executable, "-c", code, *ASKED, "-s", str(path)]
    done = subprocess.run(argv, capture_output=True, check=False, env=quiet())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == on_one(*ASKED, "-s", str(path)).stdout


def shares(examples: int) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "shares_child.py", str(examples)],
        capture_output=True,
        check=False,
        env=quiet({"PYTHONPATH": str(ROOT / "tests")}),
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_shares_of_any_store_give_the_same_answers() -> None:
    found = shares(150)
    assert found["together"] > found["alone"] > 0


@pytest.mark.slow
def test_shares_of_very_many_stores_give_the_same_answers() -> None:
    assert shares(10_000)["together"] > 5_000


def events(*names: str) -> Iterator[object]:
    for name in names:
        yield type("Named", (), {"id": name})()


def test_ids_are_compared_across_shares() -> None:
    one, other = Ids(), Ids()
    one.add(events(*(f"e{number}" for number in range(1000))))  # type: ignore[arg-type]
    other.add(events("x", "y"))  # type: ignore[arg-type]
    assert are_unique([one, other])
    other.add(events("e999"))  # type: ignore[arg-type]
    assert are_unique([other])
    assert not are_unique([one, other])
