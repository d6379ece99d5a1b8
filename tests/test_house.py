"""The house: which module may know which, which library lives where, what loads late.

The floors are those of the map in `hkinno/__init__.py`, from the ground up. A module imports only
from floors below its own; rooms of one floor do not know each other. A new module needs a floor
here, whose reason stands beside it, and a line in that map.
"""

import ast
import io
import os
import re
import shlex
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import EVENTS, ROOT, call, run

import hkinno
from hkinno import registry
from hkinno.cli.help import GROUPS

HOUSE = ROOT / "hkinno"
FLOORS = (  # and why each is above the one before
    ("errors languages text", "know Python alone: what goes wrong, tags, columns"),
    ("foreign", "what other packages bring may be at fault"),
    ("registry", "menus of modules, ours and theirs"),
    ("files rawjson", "bytes on disk and in JSON; they can only fail"),
    ("dates", "text to days and back; has no file"),
    ("words events", "say it in the reader's language; what an event is: it has a date"),
    ("query", "asks events, wherever they are"),
    ("engines", "a query in SQL; give rows, and know nothing of files or of a store"),
    ("store", "holds events, and answers a query"),
    ("render", "the world as a reader of an answer has it; rich, lines and tables as values"),
    ("fields __init__", "columns of what a store holds; the API is a store and a query"),
    ("display losses", "the words of cells, for a reader; what a format cannot carry"),
    ("chart check", "answers to questions about events"),
    ("diff stats page", "answers that draw, or compare, with those"),
    ("formats", "write any of it"),
    ("index", "many files as one in Parquet"),
    ("imports browse", "reads what formats can read; the explorer shows what formats write"),
    ("cli", "the edge: clock, terminal, exit codes"),
)
FLOOR = {name: number for number, (names, _) in enumerate(FLOORS) for name in names.split()}
# Who may import a library, and why it is not for all.
DOORS = {
    "click": ("cli",),  # below, nothing knows that there is a command line
    "rich": ("cli", "formats", "diff", "render", "browse"),  # slow to load; drawn late
    "textual": ("browse",),  # slower still; who looks around has a moment
    "dateutil": ("dates",),  # fills in what is missing from today, unless it is tamed
    "regex": ("query",),
    "jinja2": ("formats",),
    "wcwidth": ("text",),
    "icalendar": ("formats",),
    "openpyxl": ("formats",),  # slow to load: few files are spreadsheets
    "yaml": ("formats",),
    "duckdb": ("engines",),  # not everybody has it
    "pyarrow": ("formats", "index"),
    "pyspark": ("engines",),
    "py4j": ("engines",),
}
# What the world is asked, which is for the edge alone: the rest is told.
WORLD = {
    "clock": re.compile(r"(.+\.)?(date|datetime|_day)\.(today|now|utcnow)|time\.\w+"),
    "environment": re.compile(r"(.+\.)?(environ|getenv|getcwd|expanduser)"),
    "terminal": re.compile(r"(.+\.)?(isatty|get_terminal_size|stdout|stderr)"),
}
WORLD_MAY = {
    ("files", "terminal"),  # a device that has an end, unlike /dev/zero
    ("browse", "terminal"),  # where it draws, which is told; how large that is now
    ("__init__", "clock"),  # parse_date: the day on which a library user asks is today by default
}


def room(path: Path) -> str:
    """The name that a file has in the table of floors: a folder is one room."""
    return path.relative_to(HOUSE).with_suffix("").parts[0]


def files() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """All modules that a file imports, at its top, late or for types alone; and the lines."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            if node.module == "hkinno":
                yield from ((f"hkinno.{alias.name}", node.lineno) for alias in node.names)
            elif node.module:
                yield node.module, node.lineno


each_file = pytest.mark.parametrize(
    "path", files(), ids=[str(path.relative_to(HOUSE)) for path in files()]
)


# --- floors ---


def test_every_module_has_a_floor() -> None:
    assert {room(path) for path in files()} - {"__main__"} == set(FLOOR)


@each_file
def test_a_module_knows_only_what_is_below(path: Path) -> None:
    mine = room(path)
    for name, line in imports(path):
        if name.split(".")[0] != "hkinno" or mine == "__main__":
            continue
        theirs = name.removeprefix("hkinno.").split(".")[0].replace("hkinno", "__init__")
        inside = mine == theirs  # the modules of a folder work together
        assert inside or FLOOR[theirs] < FLOOR[mine], f"{path}:{line}: {mine} imports {theirs}"


def test_nothing_is_imported_in_a_circle() -> None:
    """Neither at the top of a file nor late; a package stands for its door, `__init__`."""
    known: dict[str, set[str]] = {}
    for path in files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        own = ".".join(parts).removesuffix(".__init__")
        known[own] = {name for name, _ in imports(path) if name.startswith("hkinno.")}
    done: set[str] = set()

    def follow(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " imports ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in sorted(known.get(name, ())):
                follow(other, (*way, name))
            done.add(name)

    for name in known:
        follow(name, ())


def test_who_reads_the_map_meets_what_is_imported_first() -> None:
    names = re.findall(r"(?:^    |  )([a-z]+)/?  +\S", str(hkinno.__doc__), re.M)
    assert set(names) == set(FLOOR) - {"__init__"}
    for path in files():
        if (mine := room(path)) not in names:
            continue
        for name, line in imports(path):
            theirs = name.removeprefix("hkinno.").split(".")[0]
            later = theirs in names and names.index(theirs) > names.index(mine)
            assert not (name.startswith("hkinno.") and later), f"{path}:{line}: {theirs}"


# --- doors ---


@each_file
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    for name, line in imports(path):
        allowed = DOORS.get(name.split(".")[0])
        assert allowed is None or room(path) in allowed, f"{path}:{line}: {name}"


@each_file
def test_the_world_is_asked_at_the_edge_alone(path: Path) -> None:
    if room(path) == "cli":
        return
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        said = ast.unparse(node)
        for what, asks in WORLD.items():
            if asks.fullmatch(said) and (room(path), what) not in WORLD_MAY:
                pytest.fail(f"{path}:{node.lineno}: {said} asks for the {what}")


@each_file
def test_files_are_opened_in_one_place(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open" or room(path) == "files", f"{path}:{node.lineno}"


@each_file
def test_nothing_prints(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "input"), f"{path}:{node.lineno}"


@each_file
def test_every_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_bytes()))
    assert said
    assert said.split("\n")[0][-1] in ".:"


def test_the_doors_are_doors() -> None:
    """Each library of the table is imported by someone: a row that guards nothing has to go."""
    used = {name.split(".")[0] for path in files() for name, _ in imports(path)}
    assert set(DOORS) <= used


ROOMS = sorted(path for path in HOUSE.rglob("__init__.py") if path.parent != HOUSE)
MENUS = {"formats", "commands", "wordings"}  # what is in these, --help tells, and completion


@pytest.mark.parametrize("door", ROOMS, ids=lambda path: path.parent.name)
def test_a_room_tells_what_is_in_it(door: Path) -> None:
    """A file that the door does not name: write there what it is for."""
    said = ast.get_docstring(ast.parse(door.read_bytes())) or ""
    files = {path.stem for path in door.parent.glob("*.py")} - {"__init__"}
    if door.parent.name not in MENUS:
        assert files <= set(re.findall(r"`(?:\w+\.)*(\w+)`", said))


# --- what is said of other files ---

NAMED = re.compile(r"[\w./-]+\.(?:py|js|css|html)\b")


def comments(path: Path) -> Iterator[str]:
    """What a file says to those who read it: its comments and docstrings."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from re.findall(r"//.*|/\*.*?\*/", text, re.S if path.suffix == ".css" else 0)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def test_comments_name_files_that_are_there() -> None:
    known = {path.as_posix() for path in (*HOUSE.rglob("*.*"), *(ROOT / "tests").rglob("*.*"))}
    written = [path for path in HOUSE.rglob("*") if path.suffix in (".py", ".js", ".css")]
    for path in written:
        for name in NAMED.findall("\n".join(comments(path))):
            assert any(one.endswith(f"/{name}") for one in known), f"{path} speaks of {name}"


# --- laziness ---

HEAVY = {"rich", "textual", "dateutil", "regex", "gzip", "json", "importlib.metadata", "subprocess"}
HEAVY |= {
    "duckdb",
    "pyarrow",
    "pyspark",
    "py4j",
    "concurrent.futures",
    "hkinno.index",
    "pickle",
    "tempfile",
    "hkinno.engines",
}


PROBE = """
import sys
from hkinno.cli.main import main
try:
    assert main(sys.argv[1:]) == 0
finally:
    sys.stderr.write("\\n== " + " ".join(sys.modules))
"""


def loaded(*args: str) -> set[str]:
    """The modules that a process of its own has imported when it has answered."""
    world = {k: v for k, v in os.environ.items() if not k.startswith(("COV", "HKINNO_"))}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *args], capture_output=True, cwd=ROOT, env=world, check=True
    )
    return set(done.stderr.decode().rpartition("\n== ")[2].split())


@pytest.fixture
def plain_store(store: Callable[..., str]) -> str:
    return store(
        {"id": "a", "date": "2002", "title": "Plain", "category": "c", "tags": ["t"]},
        {"id": "b", "date": "Feb 2019", "title": "Unreadable"},
        name="plain.jsonl",
    )


@pytest.mark.parametrize(
    "args",
    [
        "timeline --json",
        "timeline --since 2015 --json",
        "timeline --since 'Feb 2019' --until 'Dec 2021' --json",
        "timeline -f csv --tag milestone --search park",
        "timeline -f jsonl --limit 3 --reverse",
        "timeline --json --fields id,lo,hi",
        "date '1 July 1997'",
        "schema",
        "completion zsh",
    ],
)
def test_what_is_not_needed_is_not_loaded(args: str) -> None:
    found = loaded(*shlex.split(args))
    assert "hkinno.cli.main" in found
    assert found.isdisjoint(HEAVY), found & HEAVY


def test_a_plain_table_loads_no_rich(plain_store: str) -> None:
    found = loaded("timeline", "-s", plain_store)
    assert "hkinno.formats.table" in found
    assert found.isdisjoint(HEAVY), found & HEAVY


def test_a_language_is_loaded_when_it_is_asked_for(plain_store: str) -> None:
    def rows(*args: str) -> set[str]:
        found = loaded("timeline", "-s", plain_store, *args)
        return {name for name in found if name.startswith("hkinno.dates.wordings.")}

    english = {"hkinno.dates.wordings.en"}
    assert rows() == english
    assert rows("--lang", "de") == english | {"hkinno.dates.wordings.de"}


def test_dates_in_edtf_need_no_phrase_book() -> None:
    assert "hkinno.dates.phrases" not in loaded("timeline", "--since", "2015", "--json")
    assert "hkinno.dates.phrases" in loaded("timeline", "--since", "Feb 2015", "--json")


@pytest.mark.parametrize(
    ("args", "library"),
    [
        ("timeline --width 80", "rich"),
        ("timeline --since '5 years ago' --json", "dateutil"),
        ("timeline --search park --regex --json", "regex"),
        ("--version", "importlib.metadata"),
    ],
)
def test_what_is_needed_is_loaded(args: str, library: str) -> None:
    assert library in loaded(*shlex.split(args))


def test_parquet_is_read_without_the_library_that_writes_it(tmp_path: Path) -> None:
    path = str(tmp_path / "x.parquet")
    assert {"pyarrow", "duckdb"} & loaded("timeline", "-o", path) == {"pyarrow"}
    assert {"pyarrow", "duckdb"} & loaded("timeline", "-s", path) == {"duckdb"}


def test_the_suffix_of_a_file_loads_its_format_alone(tmp_path: Path) -> None:
    found = loaded("timeline", "-o", str(tmp_path / "x.txt"))
    formats = {f"hkinno.formats.{name}" for name in registry.names("formats")}
    assert found & formats == {"hkinno.formats.table"}


def test_help_imports_no_command() -> None:
    commands = {f"hkinno.cli.commands.{name}" for name in registry.names("cli/commands")}
    assert not loaded("--help") & commands


def test_one_command_loads_no_other() -> None:
    commands = {f"hkinno.cli.commands.{name}" for name in registry.names("cli/commands")}
    assert loaded("schema") & commands == {"hkinno.cli.commands.schema"}
    formats = {f"hkinno.formats.{name}" for name in registry.names("formats")}
    assert loaded("timeline", "-f", "tsv") & formats == {"hkinno.formats.csv", "hkinno.formats.tsv"}


# --- growing ---


def test_a_helper_of_the_command_line_is_no_command(branch: Path) -> None:
    (branch / "hkinno" / "cli" / "helper.py").write_text('"""Helps."""\n')
    done = run("--help", cwd=branch)
    assert (done.code, done.err) == (0, "")
    assert "helper" not in done.out


def test_a_unit_of_time_is_one_row(branch: Path) -> None:
    path = branch / "hkinno" / "dates" / "phrases" / "vocabulary.py"
    row = '    "fortnight": PhraseUnit(0, 14, Day.isoformat),\n'
    path.write_text(path.read_text("utf-8").replace('    "month":', f'{row}    "month":'), "utf-8")
    asked = ("a fortnight ago", "next fortnight", "2 fortnights ago")
    done = run("date", "--json", *asked, "--today", "2026-11-22", cwd=branch)
    assert [row["edtf"] for row in done.json()] == ["2026-11-08", "2026-12-06", "2026-10-25"]


# --- help ---

each_command = pytest.mark.parametrize("name", registry.names("cli/commands"))


@each_command
def test_help_leads_with_examples(name: str) -> None:
    text = call(name, "--help").out
    assert call(name, "-h").out == text
    paragraphs = text.split("\n\n")
    assert re.search(rf"^    .*\bhkinno {name}\b", paragraphs[2], re.M), paragraphs[2]


def examples() -> list[str]:
    """The examples of all commands that work on the bundled chronology."""
    lines = (
        line.strip()
        for name in registry.names("cli/commands")
        for line in call(name, "--help").out.split("\n")
        if line.startswith(f"    hkinno {name}")
    )
    others = r" (-s|--store) | \S+\.jsonl?\b|hkinno browse"  # that one needs a terminal
    return [line for line in lines if not re.search(others, line)]


@pytest.mark.parametrize("line", examples())
def test_the_examples_of_the_help_work(line: str) -> None:
    words = shlex.split(re.split(r" [|>] ", line)[0], comments=True)
    done = call(*words[1:])
    assert done.code == 0
    assert done.out or done.err


def test_hkinno_alone_says_what_it_is_and_what_to_try() -> None:
    done = run()
    assert (done.code, done.err) == (0, "")
    tries = re.findall(r"^  hkinno (.+)$", done.out, re.M)
    assert len(tries) == 4
    for line in tries:
        if line != "browse":  # which needs a terminal, and says so
            assert call(*shlex.split(line)).code == 0
    assert "browse" in tries
    assert call("browse", "--help").code == 0
    for name in registry.names("cli/commands"):
        assert re.search(rf"^  {name}  ", call("--help").out, re.M)
    assert call("-h").out == call("--help").out


@pytest.mark.parametrize("name", ["", *registry.names("cli/commands")])
def test_help_is_a_command_as_well(name: str) -> None:
    assert call("help", *name.split()) == call(*name.split(), "--help")


def test_commands_and_options_stand_in_groups() -> None:
    said = call("--help").out
    groups = re.findall(r"^(\S.*) \(docs/.*\):\n  (\w+)", said, re.M)
    assert [group for group, _ in groups] == [
        "Look",
        "Import",
        "Change",
        "Check and merge",
        "Helpers",
    ]
    assert groups[0] == ("Look", "timeline")
    for name in registry.names("cli/commands"):
        grouped = registry.constant("cli/commands", name, "GROUP", default=None) in GROUPS
        assert grouped, f"hkinno/cli/commands/{name}.py: GROUP is none of {', '.join(GROUPS)}"
    headings = re.findall(r"^(\S.*):$", call("timeline", "--help").out, re.M)
    assert [heading.partition(" (")[0] for heading in headings] == [
        "Store",
        "Filter by date",
        "Filter by value",
        "Order",
        "Output",
        "Terminal",
        "Options",
    ]


def test_help_says_where_the_manual_is() -> None:
    for page in {"README.md", *GROUPS.values()}:
        assert page in call("--help").out
        assert (ROOT / page).is_file()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("timeline --sort titel", "; did you mean title? (see hkinno timeline --help)"),
        ("stats -f tabel", "; did you mean table? (see hkinno stats --help)"),
        ("timeline --sinc 2015", "did you mean --since"),
        ("timeline --from 2015", "; did you mean --since? (see hkinno timeline --help)"),
        ("chart -n 3", "; did you mean --limit? (see hkinno chart --help)"),
        ("schema --from 2015", "no option --from (see hkinno schema --help)"),
        ("export", "; did you mean timeline -o FILE? (see hkinno --help)"),
        ("help timelin", "did you mean timeline? (see hkinno --help)"),
        ("help --sort", "no option --sort (see hkinno help --help)"),
        ("stats mine.json", "; did you mean hkinno stats -s mine.json? (see hkinno stats --help)"),
        ("stats 2018", "; did you mean hkinno stats --on 2018? (see hkinno stats --help)"),
        ("stats Feb 2019", "; did you mean hkinno stats --on 'Feb 2019'? (see"),
        ("stats robots", "; did you mean hkinno stats --search robots? (see hkinno stats --help)"),
        ("mine.json", "; did you mean hkinno timeline -s mine.json? (see hkinno --help)"),
        ("2018", "; did you mean hkinno timeline --on 2018? (see hkinno --help)"),
        ("timeline -since 2015", "no option -since; did you mean --since? (see"),
        ("timeline \u2014since 2015", "did you mean --since? (see hkinno timeline --help)"),
        ("timeline --since Febuary 2019", "; did you mean --since 'Febuary 2019'? (see"),
        ("--since 2015", "; did you mean hkinno timeline --since? (see hkinno --help)"),
        ("-s k.json timeline", "no option -s; did you mean hkinno timeline -s? (see"),
        ("stats category", "; did you mean hkinno stats --by category? (see"),
        ("timeline --where importance = 8", "; did you mean --where importance=8? (see"),
        ("check help", "; did you mean hkinno help check? (see hkinno check --help)"),
        ("timeline -s a.json b.json", "; did you mean hkinno timeline -s a.json -s b.json? (see"),
        ("timeline --last 5", "no option --last; did you mean --reverse? (see"),
        ("undo 2", "Got unexpected extra argument (2) (see hkinno undo --help)"),
        ("schema mine.json", "(mine.json) (see hkinno schema --help)"),
        ("add 2019 Title", "'2019': an event is told by options, --date and --title"),
        ("timeline --since", "(see hkinno timeline --help)"),
        ("--since", "(see hkinno --help)"),
    ],
)
def test_slips_in_options_are_suggested_and_help_is_near(args: str, said: str) -> None:
    done = call(*shlex.split(args))
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_list_of_commands_is_not_cut() -> None:
    assert "..." not in call("--help").out.partition("Look (")[2]


def test_the_version_is_that_of_the_project() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.M)
    assert version
    assert call("--version").out == f"hkinno {version[1]}\n"


def test_a_slip_in_a_command_is_suggested() -> None:
    done = call("timelin")
    assert done.code == 2
    assert "did you mean timeline?" in done.err
    assert "there are" in call("xyzzy").err


# --- the package ---


def test_the_api_is_what_it_says() -> None:
    assert sorted(hkinno.__all__) == hkinno.__all__
    assert all(hasattr(hkinno, name) for name in hkinno.__all__)
    assert (HOUSE / "py.typed").exists()


@each_file
def test_files_are_short(path: Path) -> None:
    """A habit, not a law: what has grown past it should be looked at."""
    assert len(path.read_bytes().splitlines()) <= 300


def test_the_bundled_chronology_is_in_the_wheel() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    assert f'"{EVENTS.name}" = "hkinno/{EVENTS.name}"' in text
