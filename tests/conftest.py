"""What all tests share: the command line in a process of its own or in this one, stores, tools."""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import settings

ROOT = Path(__file__).parent.parent
EVENTS = ROOT / "events.json"
HARD = ROOT / "tests" / "hard.json"  # every nasty event there is
GOLDEN = ROOT / "tests" / "golden"
settings.register_profile("hkinno", deadline=None)  # speed is what benchmarks measure
settings.load_profile("hkinno")
_WORLD = ("HKINNO_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "PAGER", "LESS")


HKINNO = [sys.executable, "-m", "hkinno"]
_STEER = (
    "CI",
    "HKINNO_",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "TERM",
    "LESS",
    "PAGER",
    "LC_",
)
OURS = re.escape(str(ROOT / "hkinno")) + r"/(?!__(init|main)__\.py.*\n.*\n(.*\^.*\n)?Keyb)"
"""A frame of ours, unless what came before it was noticed only at the head of our first files."""
COLORED = re.compile(r"\x1b\[[0-9;]*m")


def quiet(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment that says nothing of terminals, and where hkinno is found from any folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_STEER)}
    return kept | {"PYTHONPATH": str(EVENTS.parent)} | dict(more or {})


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


def needs(tool: str) -> str:
    """The path of a program; without it the test is skipped, but fails where CI is set."""
    path = shutil.which(tool)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{tool} is missing, and CI must not skip")
        pytest.skip(f"{tool} is not installed")
    return path


def run(
    *args: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None, cwd: Any = None
) -> Done:
    """`hkinno …` in a process of its own, on a pipe, in a quiet environment."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    world = {k: v for k, v in os.environ.items() if not k.startswith(_WORLD)} | dict(env or {})
    done = subprocess.run(
        [sys.executable, "-m", "hkinno", *args], input=data, capture_output=True, env=world, cwd=cwd
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def call(*args: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """`hkinno …` in this process: quicker than `run`, and the same but for the very edge."""
    from hkinno.cli.main import Menu, main

    class Edge(Menu):
        """Lets the runner call `main`, which turns errors into exit codes."""

        def main(self, args: Any = None, **_: Any) -> Any:  # type: ignore[override]  # narrower
            sys.exit(main(list(args or [])))

    world: dict[str, str | None] = {k: None for k in os.environ if k.startswith(_WORLD)}
    result = CliRunner().invoke(Edge("hkinno"), args, input=stdin, env={**world, **(env or {})})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def terminal(
    *args: str,
    env: Mapping[str, str] | None = None,
    columns: int = 80,
    rows: int = 24,
    stdin: str | None = None,
    pager: bool = False,
) -> Done:
    """`hkinno …` on a terminal of its own; what is on the screen is in `out`.

    Nothing is paged, unless `env` names a pager, or it may be the usual one.
    """
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    world = {"TERM": "xterm-256color", **({} if pager else {"HKINNO_PAGER": ""}), **(env or {})}
    process = subprocess.Popen(
        [*HKINNO, *args],
        stdin=child if stdin is None else subprocess.PIPE,
        stdout=child,
        stderr=child,
        env=quiet(world),
        start_new_session=True,
    )
    os.close(child)
    if process.stdin is not None and stdin is not None:
        process.stdin.write(stdin.encode())
        process.stdin.close()
    screen = b""
    try:
        while data := os.read(parent, 65536):
            screen += data
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(parent)
    return Done(process.wait(), screen.decode().replace("\r\n", "\n"), "")


def import_file(folder: Path, name: str, data: str | bytes, *args: str) -> tuple[Done, list[Any]]:
    """Import a text or bytes, as a file of this name, into an empty store; the events there."""
    file, store = folder / name, folder / "s.json"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    store.write_text('{"events":[]}')
    done = call("import", str(file), "-s", str(store), "--today", "2026-11-22", *args)
    return done, json.loads(store.read_text("utf-8"))["events"]


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests change can be undone, too, but not from the journal of who runs them."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


def pytest_configure() -> None:
    """What runs in the background, or under nohup, ignores signals, and so does what it starts."""
    for name, heeded in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)  # there is no SIGHUP on Windows
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, heeded)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages are read last: from then on the driver of the browser has the event loop."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder of this test alone."""
    folder = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which each test runs: what goes into no named store stays there."""
    folder = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A folder with a copy of the package, to be changed; what is run in there is that copy."""
    shutil.copytree(ROOT / "hkinno", tmp_path / "hkinno", ignore=shutil.ignore_patterns("__pyc*"))
    shutil.copy(EVENTS, tmp_path)
    return tmp_path


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files of this test alone."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def untouched(path: Path) -> tuple[int, ...]:
    """What is the same of a file as long as nobody writes it; it may be read."""
    found = path.stat()
    return (found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def refused(path: Path, old: bytes, done: Done, code: int, why: str) -> None:
    """One sentence on standard error; the store is as it was, and nothing lies beside it."""
    assert (done.code, done.out) == (code, ""), done
    assert why in done.err
    assert done.err.startswith("hkinno: ")
    assert done.err.count("\n") == 1
    assert path.read_bytes() == old
    assert not [name for name in os.listdir(path.parent) if name.startswith((".", "hkinno-"))]


@pytest.fixture
def store(tmp_path: Path) -> Callable[..., str]:
    """Write events (dicts) to a store and return its path."""

    def write(*events: Mapping[str, Any], name: str = "store.json") -> str:
        path = tmp_path / name
        lines = [json.dumps(event, ensure_ascii=False) for event in events]
        text = (
            "\n".join(lines) + "\n" if name.endswith("l") else f'{{"events":[{",".join(lines)}]}}'
        )
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write goldens, sessions and pictures anew from what hkinno says now; read the diff",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """With --update, what is no golden is written anew as well, once, before it is read."""
    if session.config.getoption("--update") and not hasattr(session.config, "workerinput"):
        for script in ("tests/manual.py", "docs/pictures.py"):
            subprocess.run([sys.executable, script], cwd=ROOT, check=True)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text, byte for byte, with the file of this name in tests/golden/."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"no {path}: pytest --update writes it"
        said = f"{path} differs: if it is meant, pytest --update"
        assert text == path.read_bytes().decode(), said

    return compare


Open = Callable[..., Any]  # a page in a browser
Write = Callable[..., Path]
Store = Callable[..., str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, started by the first test that reads a page."""
    from playwright.sync_api import expect, sync_playwright

    path = needs("chromium")
    expect.set_options(timeout=30_000)  # milliseconds; as long as for all else, however slow it is
    with sync_playwright() as driver:
        # without its sandbox, since that does not work for root, as in a container
        found = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a page and say where it is."""

    def page(*args: str, store: str | Path = EVENTS, name: str = "page.html") -> Path:
        path = tmp_path / name
        done = call("timeline", "-s", str(store), "-f", "html", "-o", str(path), *args)
        assert done.code == 0, done.err
        return path

    return page


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    """Open a file in a window of its own; at the end nothing may have gone wrong there.

    Whatever a test does, the page has said nothing on the console (which is where breaches of its
    policy are told), has thrown nothing, and has asked for nothing but its own file
    and the pictures in it.
    """
    windows, wrong = [], []

    def opened(path: Path, address: str = "", script: bool = True, **world: Any) -> Any:
        world = {"viewport": {"width": 1300, "height": 900}, "reduced_motion": "reduce"} | world
        window = browser.new_context(java_script_enabled=script, **world)
        windows.append(window)
        page = window.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on(
            "request",
            lambda asked: (
                wrong.append(asked.url)
                if not asked.url.startswith((path.as_uri(), "data:image/"))
                else None
            ),
        )
        page.goto(path.as_uri() + address)
        return page

    yield opened
    for window in windows:
        window.close()
    assert wrong == []


@pytest.fixture
def real() -> list[Path]:
    """The real stores, where there are any."""
    folder = os.environ.get("HKINNO_REAL_STORES")
    found = sorted(Path(folder).glob("*.json")) if folder else []
    if not found:
        pytest.skip("HKINNO_REAL_STORES names no folder of stores")
    return found
