"""What a small question costs: whole processes, as ratios to `python -c pass`.

    python -m venv peers && peers/bin/pip install sqlite-utils todoman khal
    python benchmarks/startup.py --peers peers

The promise: `hkinno timeline --json` on the bundled chronology takes at most 5.5 times what
starting Python and doing nothing takes, the rich table on a terminal at most 9.5 times.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import Command, console_script, table, take_turns, verdict

JSON_TARGET = 5.5
TABLE_TARGET = 9.5

TODO = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hkinno//benchmark//EN
BEGIN:VTODO
UID:one
DTSTAMP:20220707T000000Z
SUMMARY:One thing to do
END:VTODO
END:VCALENDAR
"""
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hkinno//benchmark//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20220707T000000Z
DTSTART;VALUE=DATE:20220707
DTEND;VALUE=DATE:20220708
SUMMARY:One thing that happens
END:VEVENT
END:VCALENDAR
"""
KHAL = """[calendars]
[[one]]
path = {folder}/calendar
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
TODOMAN = """path = "{folder}/todos/*"
cache_path = "{folder}/todoman.sqlite3"
"""


def own(script: Path) -> list[tuple[Command, float | None]]:
    """hkinno's commands, each with the ratio that is promised for it, if one is."""
    return [
        (Command("hkinno --version", [script, "--version"]), None),
        (Command("hkinno timeline --json, in a pipe", [script, "timeline", "--json"]), JSON_TARGET),
        (Command("hkinno timeline, in a pipe", [script, "timeline"]), None),
        (
            Command("hkinno timeline, on a terminal", [script, "timeline"], terminal=True),
            TABLE_TARGET,
        ),
    ]


def peers(venv: Path, folder: Path) -> list[Command]:
    """The like of it in tools of the same kind; `folder` holds what they read."""
    sqlite, todo, khal = (venv / "bin" / name for name in ("sqlite-utils", "todo", "khal"))
    query = "select * from events order by date"
    settings = ("--config", folder / "todoman.py")
    return [
        Command("sqlite-utils --version", [sqlite, "--version"]),
        Command(
            "sqlite-utils memory, the same events",
            [sqlite, "memory", folder / "events.json", query],
        ),
        Command("todo --version (todoman)", [todo, "--version"]),
        Command("todo list, one item", [todo, *settings, "list"]),
        Command("khal --version", [khal, "--version"]),
        Command("khal list, one event", [khal, "-c", folder / "khal.conf", "list", "2022-07-07"]),
    ]


def lay_out(folder: Path, script: Path) -> None:
    """Write what the peers read: the bundled events, one task, one calendar entry, settings."""
    for name, text in (("todos/one/one.ics", TODO), ("calendar/one.ics", EVENT)):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("\n", "\r\n"), newline="")
    (folder / "khal.conf").write_text(KHAL.format(folder=folder))
    (folder / "todoman.py").write_text(TODOMAN.format(folder=folder))
    with (folder / "events.json").open("wb") as file:
        subprocess.run([script, "timeline", "--json"], stdout=file, check=True)


def compiled() -> bool:
    """Whether the warm-up has left .pyc files, without which every figure is void."""
    spec = importlib.util.find_spec("hkinno")
    return bool(spec and spec.cached and Path(spec.cached).exists())


def main() -> None:
    """Measure and print; exit code 1 only if a command fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="runs of each (%(default)s)")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="where the other tools are")
    asked = parser.parse_args()
    script = console_script()
    nothing = Command("python -c pass", [sys.executable, "-c", "pass"])
    ours = own(script)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lay_out(home, script)
        others = peers(asked.peers or Path("no-venv-given"), home)
        there = [command for command in others if Path(command.argv[0]).exists()]
        take_turns([nothing, *(command for command, _ in ours), *there], asked.rounds, home)
    if not compiled():
        sys.exit("hkinno has no .pyc files beside it, so the figures would be void")
    rows = [("whole process", "median ms", "ratio", "target")]
    for command, target in [(nothing, None), *ours, *((other, None) for other in others)]:
        if not command.seconds:
            rows.append((command.name, "missing", "", ""))
            continue
        ratio = command.median / nothing.median
        rows.append(
            (command.name, f"{command.median * 1e3:.0f}", f"{ratio:.1f}", verdict(ratio, target))
        )
    print(table(rows))
    if len(there) < len(others):
        print("missing: give --peers VENV, a venv with sqlite-utils, todoman and khal")


if __name__ == "__main__":
    main()
