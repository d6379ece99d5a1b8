"""What the explorer costs who looks: its first picture, and the effect of each key.

    python benchmarks/browse.py                   the bundled events, and made-up ones
    python benchmarks/browse.py --store FILE      a store of your own, too
    python benchmarks/browse.py --profile s       where the time of a key goes

The promises: the first picture is there after at most 1.3 times what a bare Textual application
takes that shows the same file in a table (`bare.py`); what a key changes is seen within 50
milliseconds among 2,000 events and within 150 among 100,000.
"""

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from generate import SEED, write
from looking import Effect, effects, profile
from sight import Picture
from timing import UNSET, console_script, table, verdict

HERE = Path(__file__).parent
BUNDLED = HERE.parent / "events.json"
SIZES = ((80, 24), (120, 40))
TIMES = 1.3  # what a bare application takes
KEYS = {2_000: 50, 100_000: 150}  # milliseconds, among so many events


def answered(store: Path, script: Path) -> list[str]:
    """What the explorer's picture must have: its count, the first row of its list, its axis."""
    answer = subprocess.run(
        [script, "timeline", "-s", store, "--json", "--limit", "1"],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    count = len(json.loads(store.read_bytes())["events"])
    return [f"{count:,} of {count:,} events", short(json.loads(answer)[0]["title"]), "┬──"]


def short(title: str) -> str:
    """As much of a title as is surely shown in one piece."""
    return title[:10]


def pictures(store: Path, script: Path, rounds: int, home: Path) -> None:
    """Print the first pictures of both, in pairs that take turns."""
    world = {name: value for name, value in os.environ.items() if name not in UNSET}
    world |= {"HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    first, listed = json.loads(store.read_bytes())["events"][0], answered(store, script)
    rows = [("first picture", "ours ms", "bare ms", "ratio of pairs", "target")]
    for size in SIZES:
        ours = Picture([str(script), "browse", "-s", str(store)], listed, size)
        bare = Picture(
            [sys.executable, str(HERE / "bare.py"), str(store)], [short(first["title"])], size
        )
        for number in range(rounds + 1):  # the first one is for warmth
            for each in (ours, bare):
                each.run(world)
                if not number:
                    each.seconds.clear()
        # of each pair, as what else the machine does slows both
        pairs = zip(ours.seconds, bare.seconds, strict=True)
        ratio = median(mine / other for mine, other in pairs)
        columns, high = size
        rows.append(
            (
                f"{store.name}, {columns}x{high}",
                f"{median(ours.seconds) * 1e3:.0f}",
                f"{median(bare.seconds) * 1e3:.0f}",
                f"{ratio:.2f}",
                verdict(ratio, TIMES),
            )
        )
    print(table(rows))


def keys(found: Sequence[Effect], count: int) -> None:
    """Print what each key took."""
    rows = [(f"a key among {count:,}", "list ms", "all ms", "worst ms", "target of all")]
    for effect in found:
        first, every = ([1e3 * each for each in part] for part in zip(*effect.seconds, strict=True))
        one, other, worst = (f"{ms:.0f}" for ms in (median(first), median(every), max(every)))
        said = verdict(round(median(every)), KEYS[count])
        rows.append((effect.name, one, other, worst, said))
    print(table(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--store", type=Path, help="a store in JSON, whose first picture is timed")
    parser.add_argument("--rounds", type=int, default=15, help="first pictures (%(default)s)")
    parser.add_argument("--presses", type=int, default=5, help="of each key (%(default)s)")
    parser.add_argument("--only", choices=["pictures", "keys"], help="half of it")
    parser.add_argument("--count", type=int, choices=KEYS, help="keys among so many events alone")
    parser.add_argument("--profile", metavar="KEY", help="the functions in which a key's time goes")
    asked = parser.parse_args()
    script = console_script()
    gc.set_threshold(100_000, 50, 100)  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        if asked.only != "keys" and not asked.profile:
            for store in (BUNDLED, *([asked.store] if asked.store else [])):
                pictures(store.resolve(), script, asked.rounds, Path(folder))
        if asked.only == "pictures":
            return
        for count in [asked.count] if asked.count else KEYS:
            path = Path(folder, f"{count}.jsonl")
            with path.open("wb") as file:
                write(file, count, SEED, "jsonl")
            if asked.profile:
                print(asyncio.run(profile(path, asked.profile)))
            else:
                keys(asyncio.run(effects(path, asked.presses)), count)


if __name__ == "__main__":
    main()
