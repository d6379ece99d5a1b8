"""What changing a store costs: importing a table, and adding one event to a large store.

    python benchmarks/edit.py

The promises: importing 2,000 events takes at most 1.5 times what reading and writing a store of
them takes (`hkinno fmt`, which locks, checks and can be undone, too); adding one to 100,000
(`generate.py`, 63 MB) takes at most 1.5 times one whole read of the store and one copy of its file
together, and twice the memory of the file. Importing 100,000 as CSV, as hkinno exports them or as
others would write them, takes at most twice what the same JSON Lines take, and nine times the
memory of the store.
"""

import argparse
import csv
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generate import SEED, write
from timing import Command, console_script, own_peak, table, take_turns, verdict

TIME_TARGET = 1.5
TABLE_TARGET = 2.0
TABLE_MEMORY = 9.0  # times the store: all that is imported is checked before any of it is written
MEMORY_TARGET = 2.0  # times the file, with all that hkinno and Python take by themselves
Argv = list[str | Path]
FORMS = {"jsonl": "JSON Lines", "json": "one JSON document"}
EMPTY = '{"title": "Empty", "events": []}\n'


@dataclass
class Change(Command):
    """A command that changes a file, which is made anew before each run."""

    prepare: Callable[[], object] = field(default=lambda: None)

    def run(self, environment: dict[str, str]) -> None:
        self.prepare()
        super().run(environment)


def imports(folder: Path, count: int, seed: int) -> list[Command]:
    """Reading and writing so many events; then importing them in each form that is read."""
    script, store, target = console_script(), folder / "small.jsonl", folder / "target.json"
    unsorted = folder / "unsorted.jsonl"

    def empty() -> None:
        target.write_text(EMPTY)

    with store.open("wb") as file:
        write(file, count, seed)
    tables = [folder / f"small.{name}" for name in ("csv", "tsv")]
    exports: list[Command] = []
    changes: list[Command] = []
    for path in tables:
        argv: Argv = [script, "timeline", "-s", store, "-o", path]
        exports.append(Command(f"timeline -o {path.name}", argv))
    for path in (*tables, store):
        argv = [script, "import", path, "-s", target]
        changes.append(Change(f"import {path.name}", argv, prepare=empty))
    laid_out = Change(
        "fmt", [script, "fmt", "-s", unsorted], prepare=partial(shutil.copyfile, store, unsorted)
    )
    return [laid_out, *exports, *changes]


def tables(folder: Path, count: int, seed: int) -> list[Command]:
    """Importing so many events from JSON Lines, from hkinno's CSV, and from somebody else's."""
    script, store, target = console_script(), folder / "whole.jsonl", folder / "whole.json"
    with store.open("wb") as file:
        write(file, count, seed)
    own, foreign = folder / "own.csv", folder / "foreign.csv"
    subprocess.run([script, "timeline", "-s", store, "-o", own], check=True)
    with own.open(encoding="utf-8", newline="") as source, foreign.open("w", newline="") as made:
        table = csv.writer(made)
        table.writerow(("Nr", "When", "Headline", "Text", "Kind", "Keywords", "Where"))
        for number, row in enumerate(csv.DictReader(source)):
            names = ("date", "title", "summary", "category", "tags", "places")
            table.writerow((number, *(row[name] for name in names)))
    return [
        Change(
            f"import {path.name}",
            [script, "import", path, "-s", target, *options],
            prepare=partial(target.write_text, EMPTY),
        )
        for path, options in ((store, ()), (own, ()), (foreign, ("--dates", "edtf")))
    ]


def report_tables(
    commands: list[Command], nothing: Command, size: float
) -> Iterator[tuple[str, ...]]:
    """Importing tables beside importing lines."""
    lines = commands[0].median
    yield f"a store of {size:.0f} MB", "median s", "of lines", "peak MB", "of store", "target"
    for command in (nothing, *commands):
        share, memory = command.median / lines, command.peak / size
        time = verdict(share, TABLE_TARGET)
        told = f"time {time}; memory {verdict(memory, TABLE_MEMORY)}"
        row = command.name, f"{command.median:.2f}", f"{share:.2f}", f"{command.peak:.0f}"
        yield *row, f"{memory:.1f}", told if command.name.startswith("import") else ""


def additions(folder: Path, form: str, count: int, seed: int) -> list[Command]:
    """One read, one copy, and one addition, for a store of this form."""
    script, store = console_script(), folder / f"big.{form}"
    read: Argv = [script, "timeline", "-s", store, "--json", "-o", "/dev/null"]
    copy, changed = folder / f"copy.{form}", folder / f"changed.{form}"
    with store.open("wb") as file:
        write(file, count, seed, form)
    new: Argv = ["--date", "2019-02", "--title", "One event more"]
    return [
        Command("timeline --json", read),
        Command("timeline --json --limit 1", [*read, "--limit", "1"]),
        Command("cp", ["cp", store, copy]),
        Change(
            "add",
            [script, "add", "-s", changed, *new],
            prepare=partial(shutil.copyfile, store, changed),
        ),
    ]


def report_imports(commands: list[Command], nothing: Command) -> Iterator[tuple[str, ...]]:
    """Importing beside reading and writing."""
    both = commands[0]
    yield "a small store", "median s", "of fmt", "peak MB", "target"
    for command in (nothing, *commands):
        share = command.median / both.median
        told = verdict(share, TIME_TARGET if command.name.startswith("import") else None)
        yield command.name, f"{command.median:.2f}", f"{share:.2f}", f"{command.peak:.0f}", told


def report_additions(
    form: str, commands: list[Command], nothing: Command, size: float
) -> Iterator[tuple[str, ...]]:
    """Adding beside one read and one copy."""
    both = commands[0].median + commands[2].median
    yield f"{FORMS[form]}, {size:.0f} MB", "median s", "of both", "peak MB", "of file", "target"
    for command in (nothing, *commands):
        share = command.median / both
        memory = command.peak / size
        told = f"time {verdict(share, TIME_TARGET)}; memory {verdict(memory, MEMORY_TARGET)}"
        yield (
            command.name,
            f"{command.median:.2f}",
            f"{share:.2f}",
            f"{command.peak:.0f}",
            f"{memory:.1f}",
            told if command.name == "add" else "",
        )


def main() -> None:
    """Generate, measure and print; exit code 1 only if a command fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=100_000, help="of the store (%(default)s)")
    parser.add_argument("--imported", type=int, default=2000, help="events (%(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the events (%(default)s)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nothing = Command("hkinno --version", [console_script(), "--version"])
        small = imports(folder, asked.imported, asked.seed)
        large = {form: additions(folder, form, asked.events, asked.seed) for form in FORMS}
        whole = tables(folder, asked.events, asked.seed)
        turns = [nothing, *small, *whole, *(c for each in large.values() for c in each)]
        take_turns(turns, asked.rounds, folder)
        print(table(list(report_imports(small, nothing))))
        size = (folder / "whole.jsonl").stat().st_size / 1e6
        print("\n" + table(list(report_tables(whole, nothing, size))))
        for form, commands in large.items():
            size = (folder / f"big.{form}").stat().st_size / 1e6
            print("\n" + table(list(report_additions(form, commands, nothing, size))))
    print(f"(no process is seen to take less than this script itself: {own_peak():.0f} MB)")


if __name__ == "__main__":
    main()
