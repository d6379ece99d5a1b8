"""The page that `compare.py` writes: what was measured, what was promised, where the time goes."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from timing import Command

PASS = "python -c pass"
Results = dict[int, Sequence[Command]]
"""What was measured, by the number of events."""
Steps = Sequence[tuple[str, float]]
"""What takes which part of the time, in seconds."""


def rows(found: Sequence[Command]) -> Iterator[str]:
    """A row a program: seconds, their ratio to hkinno's, peak memory."""
    ours = next(command.median for command in found if command.name == "hkinno")
    yield "| | median, s | of hkinno's | memory, MB |"
    yield "|---|--:|--:|--:|"
    for each in found:
        yield f"| {each.name} | {each.median:.2f} | {each.median / ours:.2f} | {each.peak:.0f} |"


def promises(small: Sequence[Command], large: Sequence[Command]) -> Iterator[str]:
    """What was promised, and whether it holds in this run."""
    few, many = ({each.name: each for each in found} for found in (small, large))
    both = {**few, "all": many["hkinno"]}
    for what, value, most in (
        ("a million events, of DuckDB's time", ratio(many, "hkinno", "DuckDB"), 1.2),
        ("a million events, of the time of `wc -l`", ratio(many, "hkinno", "wc -l"), 12),
        ("a million events, MB", many["hkinno"].peak, 40),
        ("a million events, of the time of 100,000", ratio(both, "all", "hkinno"), 10),
        ("a document, of the time of lines", ratio(many, "hkinno, a document", "hkinno"), 2),
        ("100,000 events, of jq's time", ratio(few, "hkinno", "jq"), 0.17),
        (
            "`hkinno --help`, of `python -c pass`",
            ratio(few, "hkinno --help", "python -c pass"),
            5.5,
        ),
    ):
        if value is not None:
            verdict = "kept" if value <= most else "missed"
            yield f"| {what} | {value:.2f} | {most:g} | {verdict} |"


def ratio(found: dict[str, Command], one: str, other: str) -> float | None:
    """The time of one program in that of another, if there are both."""
    return found[one].median / found[other].median if {one, other} <= found.keys() else None


def machine() -> str:
    """What it was measured on."""
    info = Path("/proc/cpuinfo")
    models = [
        line.partition(":")[2].strip()
        for line in (info.read_text().splitlines() if info.exists() else ())
        if line.startswith("model name")
    ]
    processor = models[0] if models else platform.processor() or platform.machine()
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{count} processors ({processor}), {platform.system()}, Python {platform.python_version()}"
    )


HEAD = """\
# How fast it is

[hkinno](../README.md) › how fast it is. See also [very many events](large.md).

Made by `benchmarks/compare.py`, which tells more of how; nothing here is written by hand.

The question: `{question}`, the events whole. All
programs gave the very same events in the same order. hkinno reads what the dates mean; for the
others their first and last days stand beside them as numbers. Medians of {rounds} runs of whole
processes in turn, the files in memory: only ratios of one run mean anything. The memory is that of
the largest process; where hkinno works with two, each takes about as much.

{day}, {machine}: {versions}.
"""
STEPS = """
## Where the time goes, for {count:,} events

One process alone, the best of three runs. With two processors each does half of it, but for the
looking for an id that stands twice; the start of Python and of hkinno comes on top.

| | s |
|---|--:|
{rows}
"""
TRIED = """
## What was tried, or weighed, and is not done

- Tried: sorting the hashes of each block, or keeping them in a set: slower, or as quick in three
  times the memory. Larger blocks: as quick. No garbage collector: as quick. More dates that are
  kept with their verdict: as quick, and larger.
- Weighed: the file as memory (`mmap`), but then a file that somebody cuts meanwhile ends the
  process; passing over lines without the word that is looked for, but then a broken line, or an id
  that stands twice, goes unseen.
"""


def page(
    question: str, results: Results, versions: dict[str, str], rounds: int, steps: Steps
) -> Iterator[str]:
    """The page, piece by piece."""
    yield HEAD.format(
        question=question,
        rounds=rounds,
        day=date.today().isoformat(),
        machine=machine(),
        versions=", ".join(f"{name} {version}" for name, version in versions.items()),
    )
    for count, found in results.items():
        yield "\n".join(("", f"## {count:,} events", "", *rows(found), ""))
    head = ("", "## What is promised", "", "| | here | at most | |", "|---|--:|--:|---|")
    yield "\n".join((*head, *promises(*(results[count] for count in sorted(results))), ""))
    told = "\n".join(f"| {what} | {seconds:.2f} |" for what, seconds in steps)
    yield STEPS.format(count=max(results), rows=told)
    yield TRIED
