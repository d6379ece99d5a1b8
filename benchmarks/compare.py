"""How fast hkinno is beside other programs that do the same work, and where its time goes.

    python -m venv peers && peers/bin/pip install duckdb polars sqlite-utils
    python benchmarks/compare.py --peers peers

One question to 100,000 generated events and to a million, in JSON Lines: the events of a category
that may have happened since a day, in order of time, the first 20 of them, whole. Each program has
to give the very same events in the same order; then all take turns, and the medians are compared.
What comes of it is `docs/performance.md`.

Other programs know nothing of EDTF. For them the days of each date stand beside it as numbers,
which hkinno does not look at but has to work out: they have less to do, and can be right.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from math import inf
from pathlib import Path

from generate import SEED, events
from report import PASS, Results, page
from timing import Command, console_script, take_turns

from hkinno import load
from hkinno.dates.edtf import parse
from hkinno.events import Event
from hkinno.query.query import Query
from hkinno.store.ids import Ids, are_unique
from hkinno.store.lean import lean
from hkinno.store.lines import Lines

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
SIZES = (100_000, 1_000_000)
CATEGORY, SINCE, FIRST = "technology", "1990", 20
DAY = int(parse(SINCE).lo)
QUESTION = f"--category {CATEGORY} --since {SINCE} --limit {FIRST} --json"
FAR = 10**15  # a day beyond all others: where a date is open
MOST = {"sqlite-utils": 100_000, "Miller": 100_000}  # events; of more, these make minutes

CHOSEN = f'.category == "{CATEGORY}" and .x_hi >= {DAY}'
JQ = f"[inputs | select({CHOSEN})] | sort_by(.x_lo, -.x_hi, .x_time, .x_n) | .[:{FIRST}]"
MILLER = f'$category == "{CATEGORY}" && $x_hi >= {DAY}'
SQL = (
    f"SELECT * FROM {{table}} WHERE category = '{CATEGORY}' AND x_hi >= {DAY} "
    f"ORDER BY x_lo, x_hi DESC, x_time, x_n LIMIT {FIRST}"
)
TEXTS = ("id", "date", "title", "summary", "category", "date_note")
LISTS = ("tags", "places", "actors")
OBJECTS = ("figures", "sources", "translations", "importance", "status", "x-import")
NUMBERS = ("x_lo", "x_hi", "x_time", "x_n")
DUCKDB = f"""
import duckdb, json, sys
kinds = dict.fromkeys({TEXTS!r}, "VARCHAR") | dict.fromkeys({LISTS!r}, "VARCHAR[]")
kinds |= dict.fromkeys({OBJECTS!r}, "JSON") | dict.fromkeys({NUMBERS!r}, "BIGINT")
columns = ", ".join(f'"{{name}}": "{{kind}}"' for name, kind in kinds.items())
table = f"read_json('{{sys.argv[1]}}', format = 'newline_delimited', columns = {{{{{{columns}}}}}})"
answer = duckdb.connect().execute({SQL!r}.format(table=table))
names = [column[0] for column in answer.description]
print(json.dumps([dict(zip(names, row)) for row in answer.fetchall()]))
"""
POLARS = f"""
import polars, sys
texts = polars.List(polars.String)
kinds = dict.fromkeys({TEXTS!r}, polars.String) | dict.fromkeys({LISTS!r}, texts)
kinds |= dict.fromkeys({NUMBERS!r}, polars.Int64)
table = polars.scan_ndjson(sys.argv[1], schema=kinds)
chosen = table.filter((polars.col("category") == {CATEGORY!r}) & (polars.col("x_hi") >= {DAY}))
order = chosen.sort({list(NUMBERS)!r}, descending=[False, True, False, False])
print(order.head({FIRST}).collect().write_json())
"""
PYTHON = f"""
import json, sys
with open(sys.argv[1], "rb") as lines:
    events = [e for e in map(json.loads, lines)
              if e.get("category") == {CATEGORY!r} and e["x_hi"] >= {DAY}]
events.sort(key=lambda e: (e["x_lo"], -e["x_hi"], e["x_time"], e["x_n"]))
print(json.dumps(events[:{FIRST}]))
"""


def write(path: Path, count: int) -> None:
    """Generated events, each with the days of its date, and its place, as numbers."""
    with path.open("wb") as out:
        for number, event in enumerate(events(count, SEED)):
            found = parse(str(event["date"]))
            event["x_lo"], event["x_hi"] = (
                int(max(-FAR, min(FAR, day))) for day in (found.lo, found.hi)
            )
            event["x_time"] = -FAR if found.time == -inf else int(found.time)
            event["x_n"] = number
            out.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")


def commands(store: Path, count: int, peers: Path) -> Iterator[tuple[Command, str]]:
    """All that can be had, and which version it is of."""
    python = str(peers / "bin" / "python")
    ours: list[str | Path] = [console_script(), "timeline", "--category", CATEGORY]
    ours += ["--since", SINCE, "--limit", str(FIRST), "--json", "--store"]
    yield Command("hkinno", [*ours, store]), version([console_script(), "--version"])
    for name, suffix in (("hkinno, a document", ".json"), ("hkinno, Parquet", ".parquet")):
        yield Command(name, [*ours, store.with_suffix(suffix)]), ""
    found: dict[str, list[str]] = {
        "DuckDB": [python, "-c", DUCKDB, str(store)],
        "Polars": [python, "-c", POLARS, str(store)],
        "jq": ["jq", "-cn", JQ, str(store)],
        "Miller": ["mlr", "--ijsonl", "--ojson", "filter", MILLER, "then", "sort", "-nf", "x_lo",
                   "-nr", "x_hi", "-nf", "x_time", "-nf", "x_n", "then", "head", "-n", str(FIRST),
                   str(store)],
        "sqlite-utils": [str(peers / "bin" / "sqlite-utils"), "memory", f"{store}:nl",
                         SQL.format(table=f'"{store.stem}"')],
        "Python's json": [sys.executable, "-c", PYTHON, str(store)],
    }  # fmt: skip  # a row a program
    told = {
        "DuckDB": [python, "-c", "import duckdb; print(duckdb.__version__)"],
        "Polars": [python, "-c", "import polars; print(polars.__version__)"],
        "jq": ["jq", "--version"],
        "Miller": ["mlr", "--version"],
        "sqlite-utils": [str(peers / "bin" / "sqlite-utils"), "--version"],
        "Python's json": [sys.executable, "--version"],
    }
    for name, argv in found.items():
        if (of := version(told[name])) and count <= MOST.get(name, count):
            yield Command(name, argv), of


def version(argv: Sequence[str | Path]) -> str:
    """What a program says that it is; nothing if there is none."""
    try:
        done = subprocess.run(argv, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode().split("\n")[0].rpartition(" ")[2].removeprefix("jq-")


def ids(output: bytes) -> list[str]:
    """The events of an answer, an array or lines of one."""
    return [str(event["id"]) for event in json.loads(output)]


def measured(
    count: int, peers: Path, rounds: int, home: Path
) -> tuple[list[Command], dict[str, str]]:
    """All programs that answer alike, after their turns; and their versions."""
    store = home / f"big{count}.jsonl"
    write(store, count)
    with store.open("rb") as lines, store.with_suffix(".json").open("wb") as document:
        before = b'{"events": [\n'
        for line in lines:  # one by one: no process is seen to take less memory than this one
            document.write(before + line.rstrip())
            before = b",\n"
        document.write(b"\n]}\n")
    made = [str(console_script()), "timeline", "-s", str(store)]
    subprocess.run([*made, "-o", str(store.with_suffix(".parquet"))], check=True)
    found = list(commands(store, count, peers))
    basis = [Command("wc -l", ["wc", "-l", str(store)])]
    basis += [Command(PASS, [sys.executable, "-c", "pass"])]
    basis += [Command("hkinno --help", [str(console_script()), "--help"])]
    take_turns([*(command for command, _ in found), *basis], rounds, home)
    right = ids(found[0][0].output)
    for command, _ in found:
        if ids(command.output) != right:
            sys.exit(f"{command.name} gives other events: {ids(command.output)[:3]}")
    return [*(c for c, _ in found), *basis], {c.name: of for c, of in found if of}


# ---- where the time goes


def profile(store: Path) -> Iterator[tuple[str, float]]:
    """What one process does of the same question, step by step: seconds that each adds."""
    query = Query(category=CATEGORY, since=SINCE, limit=FIRST)
    kind = lean(query.needs, query.raw)

    def read() -> None:
        with store.open("rb", buffering=0) as file:
            buffer = bytearray(1 << 17)
            while file.readinto(buffer):
                pass

    def batches() -> Iterator[Sequence[Event]]:
        with store.open("rb") as file:
            yield from Lines("", file, 0).batches(kind)

    def decode() -> None:
        for _ in batches():
            pass

    noted: list[Ids] = []

    def note_ids() -> None:
        noted[:] = [Ids()]
        for batch in batches():
            noted[0].add(batch)

    def compare_ids() -> None:
        are_unique(noted)

    def sift() -> None:
        query.select(batches())

    def whole() -> None:
        load(store).select(query)

    steps = (read, decode, note_ids, compare_ids, sift, whole)
    spent = {step.__name__: min(timed(step) for _ in range(3)) for step in steps}
    yield "reading", spent["read"]
    yield "decoding the three fields that are asked for", spent["decode"] - spent["read"]
    yield "noting a hash of each id", spent["note_ids"] - spent["decode"]
    yield "looking for one that stands twice", spent["compare_ids"]
    yield "filters, dates and order", spent["sift"] - spent["decode"]
    yield "all of it, with the events that are shown", spent["whole"]


def timed(step: Callable[[], object]) -> float:
    """Seconds that a step takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def main() -> None:
    """Generate, compare, measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--peers", type=Path, default=Path("peers"), help="a venv of the others")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each (%(default)s)")
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES, help="how many events")
    parser.add_argument("-o", "--output", type=Path, default=PAGE, help="the page (%(default)s)")
    asked = parser.parse_args()
    results: Results = {}
    versions: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for count in sorted(asked.sizes):
            results[count], said = measured(count, asked.peers, asked.rounds, home)
            versions |= said
        steps = list(profile(home / f"big{max(asked.sizes)}.jsonl"))
    text = "".join(page(QUESTION, results, versions, asked.rounds, steps))
    asked.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
