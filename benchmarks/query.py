"""What a question to a large file costs, beside jq doing the same work.

    python benchmarks/query.py

100,000 generated events (`generate.py`, 63 MB): one category since 1990, in order of date, the
first 20 as JSON. The promise: on JSON Lines at most a quarter of jq's time, in at most 40 MB.

jq compares the text of dates, the most that it can do without a parser: it takes `1985/..` and
`../2005` for things before 1990, and hkinno's order begins with them. So the two answers differ;
how much is printed.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generate import SEED, write
from timing import Command, console_script, own_peak, table, take_turns, verdict

TIME_TARGET = 0.25  # of jq's
MEMORY_TARGET = 40.0  # MB

CHOSEN = 'select(.category == "{category}" and .date >= "1990")'
# Each form's jq program as somebody who knows jq writes it: lines are read one at a time and only
# the chosen are kept.
PROGRAMS = {
    "jsonl": ("-cn", f"[inputs | {CHOSEN}] | sort_by(.date) | .[:20]"),
    "json": ("-c", f"[.events[] | {CHOSEN}] | sort_by(.date) | .[:20]"),
}
CALLED = {"jsonl": "JSON Lines", "json": "one JSON document"}


def pair(form: str, store: Path, category: str, jq: str | None) -> tuple[Command, Command]:
    """hkinno's command and jq's for one file."""
    ours: list[str | Path] = [
        console_script(),
        "timeline",
        "--store",
        store,
        "--category",
        category,
    ]
    ours += ["--since", "1990", "--limit", "20", "--json"]
    flag, program = PROGRAMS[form]
    theirs: list[str | Path] = [jq or "jq", flag, program.replace("{category}", category), store]
    return Command(f"hkinno, {CALLED[form]}", ours), Command(f"jq, {CALLED[form]}", theirs)


def report(form: str, ours: Command, theirs: Command) -> Iterator[tuple[str, str, str, str, str]]:
    """The two rows of one form; promises are made for JSON Lines only."""
    promised = form == "jsonl"
    memory = verdict(ours.peak, MEMORY_TARGET if promised else None)
    if theirs.seconds:
        share = ours.median / theirs.median
        time = verdict(share, TIME_TARGET if promised else None)
        told = "; ".join(filter(None, (time, memory and f"MB {memory}")))
        yield ours.name, f"{ours.median:.2f}", f"{share:.2f}", f"{ours.peak:.0f}", told
        yield theirs.name, f"{theirs.median:.2f}", "1", f"{theirs.peak:.0f}", ""
    else:
        yield ours.name, f"{ours.median:.2f}", "", f"{ours.peak:.0f}", memory and f"MB {memory}"
        yield theirs.name, "missing", "", "", ""


def shared(ours: Command, theirs: Command) -> str:
    """How many events of the two answers are the same."""
    one, other = ({event["id"] for event in json.loads(c.output)} for c in (ours, theirs))
    return f"{len(one & other)} of hkinno's first {len(one)} events are among jq's {len(other)}"


def main() -> None:
    """Generate, measure and print; exit code 1 only if a command fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=100_000, help="how many (%(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the events (%(default)s)")
    parser.add_argument("--category", default="technology", help="to look for (%(default)s)")
    asked = parser.parse_args()
    jq = shutil.which("jq")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        pairs = {}
        for form in PROGRAMS:
            store = home / f"big.{form}"
            with store.open("wb") as file:
                write(file, asked.events, asked.seed, form)
            pairs[form] = pair(form, store, asked.category, jq)
        turns = [command for both in pairs.values() for command in both[: 2 if jq else 1]]
        take_turns(turns, asked.rounds, home)
    rows = [("whole process", "median s", "of jq's", "peak MB", "target")]
    for form, both in pairs.items():
        rows += report(form, *both)
    print(table(rows))
    if jq:
        print(f"{shared(*pairs['jsonl'])}: jq compares the text of dates, hkinno their meaning")
    print(f"(no process is seen to take less than this script itself: {own_peak():.0f} MB)")


if __name__ == "__main__":
    main()
