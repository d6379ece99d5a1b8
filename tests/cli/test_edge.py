"""The edge: real processes, pipes, signals, terminals, and what the environment says of them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import COLORED, EVENTS, HKINNO, Done, needs, quiet, run, terminal


def shell(line: str, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Done:
    """A line of sh in which `hkinno` is this hkinno."""
    start = f'hkinno() {{ "{sys.executable}" -m hkinno "$@"; }}\n'
    done = subprocess.run(
        ["sh", "-c", start + line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=quiet(env),
        cwd=cwd,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose answer does not fit into a pipe."""
    path = tmp_path_factory.mktemp("edge") / "large.jsonl"
    rows = (f'{{"id":"e{n}","date":"{1000 + n}","title":"{"x" * 200}"}}\n' for n in range(2000))
    path.write_text("".join(rows))
    return str(path)


# --- pipes ---

ANSWERS = ["", "--help", "--version", "timeline", "timeline --help", "timeline --json", "schema"]
ANSWERS += ["date 2019", "show science-park-opens", "completion bash"]


@pytest.mark.parametrize("command", ANSWERS)
def test_a_reader_that_is_gone_is_no_fault(command: str) -> None:
    ends = os.pipe()
    os.close(ends[0])
    done = subprocess.run(
        [*HKINNO, *command.split()],
        stdin=subprocess.DEVNULL,
        stdout=ends[1],
        stderr=subprocess.PIPE,
        env=quiet(),
    )
    os.close(ends[1])
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_a_reader_that_goes_is_no_fault(large: str, form: str) -> None:
    process = subprocess.Popen(
        [*HKINNO, "timeline", "-s", large, "-f", form],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=quiet(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (0, b"")


def test_data_and_messages_go_different_ways(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text('{"id":"a","date":"soon","title":"T"}\n')
    done = run("timeline", "-s", str(tmp_path / "s.jsonl"), "-f", "jsonl")
    assert (done.code, done.out) == (0, '{"id":"a","date":"soon","title":"T"}\n')
    assert done.err.startswith("hkinno: warning: ")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["timeline"], 0),
        ([], 0),
        (["timeline", "--tag", "nothing"], 0),
        (["timeline", "-s", "missing.json"], 1),
        (["timeline", "--around", "missing"], 1),
        (["show", "missing"], 1),
        (["timeline", "--sinec", "2019"], 2),
        (["timeline", "--since", "junk"], 2),
        (["timeline", "--regex", "--search", "("], 2),
        (["date", "junk"], 2),
        (["timelin"], 2),
    ],
)
def test_exit_codes(args: list[str], code: int) -> None:
    done = run(*args)
    assert done.code == code
    assert bool(done.out) == (code == 0)
    assert all(line.startswith("hkinno: ") for line in done.err.splitlines())
    assert bool(done.err) == (code != 0 or "nothing" in args)


@pytest.mark.parametrize(
    "args", ["timeline", "timeline --json", "date 2019", "show science-park-opens"]
)
def test_a_full_disk_is_one_sentence(args: str) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    done = shell(f"hkinno {args} > /dev/full")
    assert done.code == 1
    assert re.fullmatch(r"hkinno: .*No space left on device\n", done.err)


# --- closed ends ---


@pytest.mark.parametrize(
    "args",
    [
        "",
        "timeline --help",
        "timeline",
        "date 2019",
        "schema",
    ],
)
def test_closed_standard_output_is_no_traceback(args: str) -> None:
    done = shell(f"hkinno {args} >&-")
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    assert done.err.count("\n") <= 1


def test_closed_standard_output_does_not_matter_for_a_file(tmp_path: Path) -> None:
    done = shell(f"hkinno timeline -s :bundled: -o {tmp_path}/a.json >&-")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "a.json").stat().st_size > 1000


@pytest.mark.parametrize(
    ("args", "code"), [("timeline", 0), ("timeline -s missing", 1), ("timeline --sinec 1", 2)]
)
def test_closed_standard_error_changes_no_exit_code(args: str, code: int) -> None:
    done = shell(f"hkinno {args} 2>&-")
    assert done.code == code
    assert bool(done.out) == (code == 0)


def test_closed_standard_input() -> None:
    assert shell("hkinno timeline <&-") == shell("hkinno timeline")
    done = shell("hkinno timeline -s - <&-")
    assert (done.code, done.out, done.err) == (1, "", "hkinno: standard input is closed\n")


@pytest.mark.parametrize("args", ["timeline", "show science-park-opens", "date 2019", ""])
def test_nothing_is_asked_of_who_cannot_answer(args: str) -> None:
    """Standard input is open and says nothing: whoever read it would wait for ever."""
    ends = os.pipe()
    done = subprocess.run(
        [*HKINNO, *args.split()], stdin=ends[0], capture_output=True, env=quiet(), timeout=60
    )
    for end in ends:
        os.close(end)
    assert (done.returncode, done.stderr) == (0, b"")


# --- signals ---


@pytest.mark.parametrize("output", ["-", "answer.json"])
def test_interrupted(tmp_path: Path, output: str) -> None:
    """While it reads a store: opening the pipe waits until hkinno has opened it, too."""
    pipe = tmp_path / "store"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*HKINNO, "timeline", "-s", str(pipe), "-f", "json", "-o", output],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=quiet(),
        cwd=tmp_path,
    )
    with pipe.open("wb"):
        process.send_signal(signal.SIGINT)
    # The pipe is closed only now: Python may look for signals just before it begins to wait.
    out, errors = process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in errors
    assert os.listdir(tmp_path) == ["store"]


# --- terminals ---


def test_a_terminal_has_colour_and_its_own_width() -> None:
    done = terminal("timeline", "-s", ":bundled:", columns=60)
    assert done.code == 0
    assert COLORED.search(done.out)
    lines = COLORED.sub("", done.out).splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[-1] == "19 of 19 events · 1997 – 2025 · the bundled chronology"
    assert len(lines) > 19 + 4  # titles are wrapped


@pytest.mark.parametrize(
    ("args", "env", "colored"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),  # no-color.org: present and not empty
        ([], {"TERM": "dumb"}, False),
        ([], {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "auto"], {}, True),
    ],
)
def test_colour(args: list[str], env: dict[str, str], colored: bool) -> None:
    done = terminal("timeline", "--limit", "3", *args, env=env)
    assert done.code == 0
    assert bool(COLORED.search(done.out)) == colored
    plain = terminal("timeline", "--limit", "3", "--color", "never")
    bare = [line.rstrip() for line in COLORED.sub("", done.out).splitlines()]
    assert bare == plain.out.splitlines()


@pytest.mark.parametrize(
    ("args", "env", "width"),
    [
        ([], {}, 80),
        ([], {"COLUMNS": "50"}, 50),
        (["--width", "40"], {"COLUMNS": "50"}, 40),
        (["--width", "90"], {}, 90),
        ([], {"COLUMNS": "junk"}, 80),
        ([], {"COLUMNS": "3"}, 20),
    ],
)
def test_width(args: list[str], env: dict[str, str], width: int) -> None:
    args = ["timeline", "-s", ":bundled:", "--color", "never", "--fields", "summary", *args]
    done = terminal(*args, env=env)
    assert done.code == 0
    longest = max(map(len, done.out.splitlines()))
    assert width - 10 <= longest <= width


def test_in_a_pipe_nothing_is_cut_whatever_the_width_of_the_terminal() -> None:
    whole = run("timeline")
    assert run("timeline", env={"COLUMNS": "20", "TERM": "xterm-256color"}) == whole
    assert not COLORED.search(whole.out)
    assert len(whole.out.splitlines()) == 19 + 4


def test_json_is_indented_for_people(tmp_path: Path) -> None:
    seen = terminal("timeline", "-s", ":bundled:", "--json")
    assert seen.code == 0
    assert seen.out.startswith('[\n  {\n    "id": ')
    again = run("timeline", "-s", "-", "--json", stdin=seen.out)
    assert again.json() == run("timeline", "--json").json()
    path = str(tmp_path / "a.json")
    assert terminal("timeline", "-s", ":bundled:", "-o", path, columns=300).out == (
        f"hkinno: wrote {path}: 19 events\n"
    )
    assert (tmp_path / "a.json").read_text("utf-8") == run("timeline", "--json").out


def test_messages_on_a_terminal_are_the_same_sentences() -> None:
    seen = terminal("timeline", "--since", "junk", columns=60).out
    assert COLORED.search(seen)
    plain = COLORED.sub("", seen)
    assert max(map(len, plain.splitlines())) <= 60
    assert " ".join(plain.split()) == run("timeline", "--since", "junk").err.rstrip()


# --- the pager ---

MARK = "sed s/^/paged:/"


def paged(*args: str, rows: int = 24, env: Mapping[str, str] | None = None) -> Done:
    store = [] if "date" in args else ["-s", ":bundled:"]
    return terminal(*args, *store, env={"HKINNO_PAGER": MARK, **(env or {})}, rows=rows)


YEARS = ["date", *(str(year) for year in range(1900, 1930))]  # a chunk each; bars are one


@pytest.mark.parametrize(
    "args", [["timeline"], ["timeline", "--json"], YEARS, ["stats", "--by", "tag"]]
)
def test_what_is_longer_than_the_screen_is_paged(args: list[str]) -> None:
    done = paged(*args)
    assert done.code == 0
    assert all(line.startswith("paged:") for line in done.out.splitlines())
    plain = paged(*args, "--no-pager")
    assert done.out.replace("paged:", "") == plain.out
    assert "paged:" not in paged(*args, rows=5000).out


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (["--limit", "1"], {}),
        ([], {"TERM": "dumb"}),
        ([], {"CI": "1"}),
        ([], {"HKINNO_PAGER": ""}),
        ([], {"HKINNO_PAGER": " "}),
        (["--no-pager"], {}),
    ],
)
def test_what_is_not_paged(args: list[str], env: dict[str, str]) -> None:
    done = paged("timeline", *args, env=env)
    assert (done.code, "paged:" in done.out) == (0, False)
    assert " of 19 events" in done.out


def test_standard_input_that_is_no_terminal_is_nobody_to_page_for() -> None:
    data = EVENTS.read_text("utf-8")
    done = terminal("timeline", "-s", "-", env={"HKINNO_PAGER": MARK}, stdin=data)
    assert (done.code, "paged:" in done.out) == (0, False)
    assert "19 of 19 events" in done.out


def test_the_pager_is_less_unless_it_is_named(tmp_path: Path) -> None:
    fake = tmp_path / "less"
    fake.write_text('#!/bin/sh\necho "less $*"\ncat\n')
    fake.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    for args in ([], ["--limit", "1", "--pager"]):
        done = terminal("timeline", "-s", ":bundled:", *args, env={"PATH": path}, pager=True)
        assert done.code == 0
        assert done.out.startswith("less -FRX\n")  # what fits stays; colours are colours
        assert " of 19 events" in done.out


def test_without_less_nothing_is_paged(tmp_path: Path) -> None:
    done = terminal("timeline", "-s", ":bundled:", env={"PATH": str(tmp_path)}, pager=True)
    assert (done.code, "19 of 19 events" in done.out) == (0, True)


def test_a_pager_that_stops_early_is_no_fault(large: str) -> None:
    done = terminal("timeline", "-s", large, env={"HKINNO_PAGER": "head -n 1"})
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    assert terminal("timeline", "-s", large, env={"HKINNO_PAGER": "true"}) == Done(0, "", "")


@pytest.mark.parametrize("pager", ["no-such-pager -x", 'sed "s'])
def test_a_pager_that_does_not_start_is_one_sentence(pager: str) -> None:
    done = terminal("timeline", "--pager", env={"HKINNO_PAGER": pager}, columns=300)
    assert done.code == 2
    message = COLORED.sub("", done.out)
    assert message.startswith(f"hkinno: the pager '{pager}' cannot be started: ")
    assert message.count("\n") == 1


# --- where it runs ---


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}],
    ids=lambda env: " ".join(f"{k}={v}" for k, v in env.items()),
)
def test_output_is_utf_8_whatever_the_locale(env: dict[str, str]) -> None:
    off = {"PYTHONCOERCECLOCALE": "0"} if "PYTHONUTF8" in env else {}
    for args in ("timeline --lang zh-Hant --limit 1", "show hong-kong-returns", "date 18XX"):
        done = shell(f"hkinno {args}", env={**env, **off})
        assert done.code == 0
        assert done == shell(f"hkinno {args}", env={"LC_ALL": "C.UTF-8"})
    assert "香港回歸" in shell("hkinno timeline --lang zh-Hant --limit 1", env={**env, **off}).out


def test_text_that_is_not_ascii_is_understood_in_the_c_locale() -> None:
    done = shell("hkinno timeline --search 香港 --json", env={"LC_ALL": "C"})
    assert len(done.json()) > 3


def test_a_folder_in_which_nothing_can_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    done = shell("hkinno timeline --since 2015 --json", cwd=tmp_path)
    tmp_path.chmod(0o755)
    assert (done.code, done.err) == (0, "")
    assert os.listdir(tmp_path) == []
    assert done.json()[0]["id"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = shell('cd gone && rmdir "$PWD" && hkinno timeline --limit 1 --json', cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    done = shell(
        'cd gone2 2>/dev/null; mkdir x; cd x; rmdir "$PWD"; hkinno timeline -o a.csv', cwd=tmp_path
    )
    assert done.code == 1
    assert re.fullmatch(r"hkinno: a\.csv cannot be written: .*\n", done.err)


def test_the_bundled_chronology_is_found_from_anywhere(tmp_path: Path) -> None:
    assert shell("hkinno timeline", cwd=tmp_path) == shell("hkinno timeline", cwd=Path("/"))


@pytest.mark.parametrize("args", [["timeline", "-s", "missing"], ["timeline", "--since", "junk"]])
def test_debugging_shows_the_traceback(args: list[str]) -> None:
    done = run(*args, env={"HKINNO_DEBUG": "1"})
    assert done.code != 0
    assert "Traceback" in done.err
    assert "hkinno.errors." in done.err
    assert "Traceback" not in run(*args).err
    assert run("timeline", env={"HKINNO_DEBUG": "1"}) == run("timeline")


def test_a_store_out_of_a_pipeline(large: str) -> None:
    """As people use it: out of gzip, through hkinno twice, into jq."""
    jq = needs("jq")
    done = shell(
        f"gzip -c {large} | hkinno timeline -s - --since 1500 --json"
        f" | hkinno timeline -s - --until 1509 -f jsonl | {jq} -r .id"
    )
    assert (done.code, done.err) == (0, "")
    assert done.out.split() == [f"e{n}" for n in range(500, 510)]


def test_a_store_out_of_a_process_substitution() -> None:
    done = subprocess.run(
        [needs("bash"), "-c", f'"{sys.executable}" -m hkinno timeline -s <(cat "{EVENTS}") --json'],
        capture_output=True,
        env=quiet(),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == run("timeline", "--json").out.encode()
