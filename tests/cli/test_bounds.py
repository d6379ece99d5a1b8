"""What is too much: what has no end, what no memory holds, what comes too early or cannot be told.

Each is one sentence, bounded in memory and time, and leaves nothing half done.
"""

import gzip
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import EVENTS, OURS, ROOT, Done, call, needs, run

HKINNO = [sys.executable, "-m", "hkinno"]
SCRIPT = [os.path.join(os.path.dirname(sys.executable), "hkinno")]
TOO_LARGE = "GiB, the most that is held in memory; a store may be larger as JSON Lines in a file"
Store = Callable[..., str]

pytestmark = pytest.mark.usefixtures("state")


def sh(line: str, *args: str) -> Done:
    """A line of bash in which `hkinno` is this hkinno, and `$1` the first argument."""
    start = f'hkinno() {{ "{sys.executable}" -m hkinno "$@"; }}\n'
    done = subprocess.run(
        [needs("bash"), "-c", start + line, "bash", *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=ROOT,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def one_sentence(done: Done, why: str, code: int = 1) -> None:
    assert (done.code, done.out) == (code, ""), done
    assert done.err.startswith("hkinno: ")
    assert done.err.count("\n") == 1
    assert why in done.err


@pytest.fixture
def small(store: Store) -> str:
    return store({"id": "a", "date": "2001", "title": "A"})


# --- what has no end ---


@pytest.mark.parametrize(
    "line",
    [
        "hkinno timeline -s /dev/zero",
        "hkinno timeline -s - </dev/zero",
        'hkinno import /dev/zero -s "$1"',
        'hkinno add -s "$1" - </dev/urandom',
        'hkinno merge /dev/zero "$1" "$1" -o -',
    ],
)
def test_a_device_is_no_file(small: str, line: str) -> None:
    one_sentence(sh(f"ulimit -v 2000000; {line}", small), "is a device, and no file")


def test_a_device_that_has_an_end_is_read() -> None:
    for line in ("hkinno timeline -s /dev/null", "hkinno timeline -s - </dev/null"):
        one_sentence(sh(line), " is empty; a store is ")


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held in memory has 1 MiB at most."""
    monkeypatch.setattr("hkinno.files.MOST_HELD", 1 << 20)
    monkeypatch.setattr("hkinno.store.open.MOST_HELD", 1 << 20)
    monkeypatch.setattr("hkinno.store.lines.MOST_LINE", 1 << 18)


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("command", [["timeline", "-s", "-"], ["import", "-"], ["add", "-"]])
def test_standard_input_that_is_too_large(small: str, command: list[str]) -> None:
    target = [] if "timeline" in command else ["-s", small]
    one_sentence(call(*command, *target, stdin=b"y\n" * (1 << 20)), "standard input has more th")


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("name", ["s.json", "s.jsonl", "s.csv.gz", "s.json.gz", "s.jsonl.gz"])
@pytest.mark.parametrize(
    "command", [["timeline", "-s"], ["import"], ["check", "-s"], ["fmt", "-s"]]
)
def test_a_bomb_is_not_unzipped(tmp_path: Path, small: str, name: str, command: list[str]) -> None:
    bomb = tmp_path / name
    zeros = bytes(2 << 20)
    bomb.write_bytes(gzip.compress(zeros) if name.endswith("gz") else zeros)
    done = call(*command, str(bomb), *(["-s", small] if command == ["import"] else []))
    assert done.code == 1
    said = done.out if "check" in command else done.err
    assert re.search("more than 0 (GiB|MiB)|is gzipped|hkinno import .*csv.gz -s", said), said
    assert said.count("\n") == 1


@pytest.mark.usefixtures("little")
def test_a_large_store_is_json_lines(tmp_path: Path) -> None:
    """In a plain file they may be of any size; nothing else may."""
    line = b'{"id":"e%d","date":"2001","title":"%s"}\n'
    data = b"".join(line % (n, b"x" * 1000) for n in range(3000))
    (tmp_path / "s.jsonl").write_bytes(data)
    (tmp_path / "s.json").write_bytes(b"[%s]" % data.strip().replace(b"\n", b",\n"))
    (tmp_path / "s.jsonl.gz").write_bytes(gzip.compress(data))
    assert len(call("timeline", "-s", str(tmp_path / "s.jsonl"), "--json").json()) == 3000
    for name in ("s.json", "s.jsonl.gz"):
        one_sentence(call("timeline", "-s", str(tmp_path / name)), "the most that is held in mem")


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["cat /dev/zero | hkinno timeline -s -", 'hkinno import -s "$1" -']
)
def test_a_pipe_without_end(small: str, line: str) -> None:
    line = line if "zero" in line else f"yes | {line}"
    one_sentence(
        sh(f"ulimit -v 3500000; {line}", small), f"standard input has more than 2 {TOO_LARGE}"
    )


@pytest.mark.slow
def test_a_bomb(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.json.gz"
    with gzip.open(bomb, "wb", 1) as file:
        for _ in range(3000):
            file.write(bytes(1 << 20))
    done = sh('ulimit -v 3500000; hkinno timeline -s "$1"', str(bomb))
    one_sentence(done, "has more than 2 GiB unzipped, the most that is held in memory")


@pytest.mark.parametrize("name", ["sparse.json", "sparse.jsonl"])
def test_a_file_with_a_hole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(50 << 30)
    (tmp_path / "other.json").write_text('{"events": []}')
    for command in ('timeline -s "$1"', 'fmt -s "$1"', 'import "$1" -s "$2"'):
        done = sh(f"ulimit -v 2000000; hkinno {command}", str(path), str(tmp_path / "other.json"))
        one_sentence(done, "has more than 2 GiB" if "timeline" not in command else "256 MiB")


@pytest.mark.parametrize(
    "command",
    ['timeline -s "$1"', 'timeline -s - <"$1"', 'check -s "$1"', 'fmt -s "$1"',
     'import "$1" -s "$2"', 'timeline -s "$1" -o "$1.html"', 'add -s "$1" --date 2001 --title T'],
)  # fmt: skip
def test_a_store_that_memory_does_not_hold(tmp_path: Path, small: str, command: str) -> None:
    path = tmp_path / "large.json"
    event = b'{"id":"e%d","date":"2001","title":"%s"}'
    path.write_bytes(b"[%s]" % b",\n".join(event % (n, b"x" * 4000) for n in range(50_000)))
    before = sorted(os.listdir(tmp_path))
    done = sh(f"ulimit -v 160000; hkinno {command}", str(path), small)
    one_sentence(done, "there is not enough memory for this")
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize(
    "command", ["timeline", "chart", "stats", "check", "date 2019", "show science-park-opens"]
)
def test_a_width_beyond_all_screens(command: str) -> None:
    for width in ("1000000000", "10001"):
        one_sentence(call(*command.split(), "--width", width), "20<=x<=10000", 2)
    assert call(*command.split(), "--width", "10000").code in (0, 1)


def test_who_is_told_to_end_ends(tmp_path: Path) -> None:
    """Also in the midst of reading what has no end."""
    process = subprocess.Popen(
        [*HKINNO, "timeline", "-s", "-", "-o", str(tmp_path / "x.csv")],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin
    for _ in range(64):
        process.stdin.write(bytes(1 << 20))
    process.send_signal(signal.SIGTERM)
    start = time.monotonic()
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    assert time.monotonic() - start < 2
    assert os.listdir(tmp_path) == []
    process.communicate()


def test_the_end_is_told_once_on_a_terminal(small: str) -> None:
    parent, child = pty.openpty()
    os.write(parent, b'{"date": "2002", "title": "B"}\n\x04')
    done = subprocess.run(
        [*HKINNO, "add", "-s", small, "-"], stdin=child, capture_output=True, cwd=ROOT, timeout=60
    )
    os.close(child)
    os.close(parent)
    assert (done.returncode, done.stdout) == (0, b"+ b  2002  B\n")


# --- Ctrl-C at once ---


def interrupted(command: list[str], delays: Iterator[float] | list[float]) -> set[str]:
    """What comes of Ctrl-C after so many seconds each; ours to tell from the first line of ours."""
    found = set()
    # a tracer of coverage would be interrupted in the midst of our first lines
    world = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE_")}
    for delay in delays:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True, env=world
        )
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        if process.returncode == 0 and not errors:
            found.add("done")
        elif process.returncode == 130 and not errors.strip():
            found.add("interrupted")
        elif not re.search(OURS, errors):
            found.add("before")  # Python was still starting: nothing of ours had run
        else:
            found.add(f"{delay}: {process.returncode}: {errors}")
    return found


@pytest.mark.parametrize("command", [HKINNO, SCRIPT], ids=["module", "script"])
def test_an_interrupt_from_the_first_instant(command: list[str]) -> None:
    """What lies before our first line, Python has to answer for."""
    found = interrupted([*command, "timeline"], [ms / 1000 for ms in range(0, 300, 8)])
    assert found <= {"before", "interrupted", "done"}
    assert "interrupted" in found


SWALLOWED = """
import signal, sys, time, weakref
import hkinno.__main__ as edge

def run():
    class Gone: pass
    gone = Gone()
    watched = weakref.ref(gone, lambda _: signal.raise_signal(int(sys.argv[1])))
    del gone
    time.sleep(60)

edge.run = run
edge.main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_where_no_exception_leads_on_is_heeded(number: signal.Signals) -> None:
    """As Python has it for each module that it loads: in the callback of a weak reference."""
    command = [sys.executable, "-c", SWALLOWED, str(int(number))]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=50)
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, b"", b"")


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_signal_where_a_class_is_being_made_is_no_fault(
    raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(**_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from raised

    monkeypatch.setattr("hkinno.cli.main.cli.main", interrupted)
    done = call("timeline")
    assert (done.code, done.out, done.err) == (code, "", "")


# --- what cannot be told ---


@pytest.mark.parametrize(
    "command",
    ["", "--help", "-h", "--version", "help", "help timeline", "timeline --help", "undo -h",
     "completion bash", "schema", "timeline"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("where", "why"),
    [
        (">/dev/full", "standard output cannot be written: No space left on device"),
        (">&-", "standard output is closed"),
    ],
)
def test_help_is_data(command: str, where: str, why: str) -> None:
    one_sentence(sh(f"hkinno {command} {where}"), why)


CHANGES = {
    "add": 'add -s "$1" --date 2002 --title B',
    "edit": 'edit -s "$1" a --title B',
    "remove": 'remove -s "$1" a',
    "import": 'import -s "$1" <(echo \'{"date": "2002", "title": "B"}\') --from json',
    "fmt": 'fmt -s "$1"',
    "undo": 'undo -s "$1"',
    "merge": 'merge <(cat "$1") "$1" <(sed s/A/B/ "$1")',
}


@pytest.mark.parametrize("command", CHANGES)
@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-", ">/dev/full", ">/dev/full 2>/dev/full"])
def test_a_change_stands_though_it_cannot_be_told(small: str, command: str, where: str) -> None:
    old = Path(small).read_bytes()
    if command == "undo":
        call("edit", "-s", small, "a", "--title", "C")
        old = Path(small).read_bytes()
    would = call(*["undo", "-s", small, "--dry-run"]).out if command == "undo" else None
    done = sh(f"hkinno {CHANGES[command]} {where}", small)
    assert Path(small).read_bytes() != old
    speaks = command not in ("fmt", "merge")  # on standard output
    assert done.code == (1 if where.startswith(">") and speaks else 0), done
    if where == ">/dev/full" and speaks:
        why = "the change is undone" if command == "undo" else "the change is made, see hkinno log"
        assert f"No space left on device; but {why}\n" in done.err
    if where.startswith("2"):
        assert bool(done.out) == speaks
        if would:  # the same, without the difference
            assert done.out == would.replace("would be undone", "undone").split("\n")[0] + "\n"


def test_what_goes_into_a_file_needs_no_message(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text('{"id":"a","date":"soon","title":"T"}\n')
    for where in ("2>/dev/full", "2>&-"):
        assert sh(f'hkinno init "$1{len(where)}.json" {where}', str(tmp_path / "new")).code == 0
        out = tmp_path / f"{len(where)}.csv"
        done = sh(f'hkinno timeline -s "$1" -o "$2" {where}', str(tmp_path / "odd.jsonl"), str(out))
        assert (done.code, done.out) == (0, "")
        assert "soon" in out.read_text()


@pytest.mark.parametrize("code", [1, 2])
def test_an_error_that_cannot_be_told_keeps_its_code(code: int) -> None:
    command = "show missing" if code == 1 else "timeline --since junk"
    for where in ("2>/dev/full", "2>&-", ">/dev/full 2>/dev/full"):
        assert sh(f"hkinno {command} {where}") == (code, "", "")


def test_the_bundled_chronology_is_still_there() -> None:
    assert run("timeline", "-s", str(EVENTS), "--json").json()
