"""Random commands: whatever is typed, of whatever store, the edge keeps its laws.

Commands are drawn from the parameters that click knows, with values that fit and values that do
not. They come in rounds: the commands of a round share a folder, so that there is something to
undo. A failure names seed, round and command; `_play(SEED, ROUND, …)` plays that round again.
"""

import gzip
import json
import os
import re
import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import click
import pytest
from conftest import EVENTS, HARD, Done, call, terminal

from hkinno.cli.main import cli
from hkinno.text import shell_word

SEED = 12
_ROUND = 10  # commands in one folder
_PATIENCE = 45  # seconds, for which a command may take on two busy cores
_SHOWN = 12  # failures in a message

# What could act on a terminal, or turn the direction of what is read; the end of a line does not.
_ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_COLOR = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^;\x1b\x07]*;[^\x1b\x07]*(?:\x1b\\|\x07)")

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x9b31m\x85\x90q\x7f\x08",
    "\u202eesrever\u2066\u200f\ufeff",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "香港" * 400,
    "x" * 30_000,
    "\udcff\udc80 no UTF-8",
    "one\ntwo\r\nthree\tfour\u2028five",
    "Z" + "\u0351" * 60,
    "[red]markup[/red] [/]",
    "(a+)+$",
    "(?:" * 60,
    "[",
    "\\",
    "(?i)hong|kong",
    "' \" ` $(true) ; &",
    "-",
    "--",
    "",
    " ",
    ",",
    "=",
    ",,\\,",
    "null",
    "%s{0}",
    "\U0010ffff\ue000",
)
_DATES = (
    *("1997", "2019-02", "2018~", "201X", "2020/..", "../2000", "2019-02-18", "1997-07-01T10:00Z"),
    *("2010s", "Feb 2019", "today", "5 years ago", "2019 Q1", "circa 1620", "525 BC", "4 July"),
    *("1890 to 1900", "[1667,1668..1670]", "{1999,2001}", "Y-17E7", "2001-21", "19XX-12-XX"),
)
_NO_DATES = (
    *("2019-13", "2019-02-29", "soon", "1/2/3", "2021/2019", "-0000", "mid-1980s", "２０１９"),
    *("99999999999999999999", "Y1E999999", "0000", "9999-12-31", "Monday 1 July 1997", "1 to", "/"),
)
_PIECES = (
    *("hong-kong-returns", "hong-kong-returns", "terminal-escapes", "line-breaks", "v1", "returns"),
    *("science-park-opens", "hong-kong-returns", "park", "kong", "a", "first", "bidi", "2015"),
)
_FIELDS = (
    *(
        "id,date,title",
        "title",
        "lo,hi,precision",
        "tags,sources",
        "figures",
        "summary,translations",
    ),
    *("date,approximate,uncertain,actors,places", "category", "bin,possible", "when,what"),
    *("a,b,order", "rule,message", "text,edtf", "change,id", "what,value"),
)
_WHERE = (
    "category=context",
    "id=first",
    "figures.unit=companies",
    "tags=",
    "importance=8",
    "x=1,2",
)
_LANGS = ("zh-Hant", "fr", "en", "de-CH-1901", "x-klingon", "zz", "not a tag")
_WORDS = ("context", "milestone", "policy,funding", "Hong Kong", "nobody", "media")
_SETS = ('note="x"', "importance=8", 'a={"b":[1,2]}', "x=", "x=NaN", 'sources=[{"title":"t"}]')
_TYPED: Mapping[str, Sequence[str]] = {  # by the name of the parameter
    **dict.fromkeys(("since", "until", "on", "date", "texts"), _DATES),
    "today": ("2026-11-22", "1997-07-01", "2020-02-29", "2019"),
    **dict.fromkeys(("around", "ids", "event_id", "id"), _PIECES),
    **dict.fromkeys(("lang", "langs"), _LANGS),
    **dict.fromkeys(("where", "no_where"), _WHERE),
    **dict.fromkeys(("a", "b"), (*_PIECES, *_DATES)),
    "within": ("2y", "30d", "6w", "18m", "0d", "1y"),
    "fields": _FIELDS,
    "figures": ("unicorns=>10 companies", "staff=~300", "cost=1.50 HKD", "n=<=7"),
    "translations": ("zh-Hant=香港", "fr=Le parc", "de=Der Park"),
    "sources": ("https://example.org/a", "The Press, 2 July 1997", "title=T;url=https://a.example"),
    "media": ("https://example.org/a.png", "img/a b.png", '{"url": "a", "credit": "B"}', " "),
    "others": _SETS,
    "unset": ("summary", "tags", "figures", "title", "importance"),
    "limit": ("0", "1", "3", "1000000"),
    "width": ("20", "40", "60", "80", "120", "200", "10000"),
    "zoom": ("2015..2020", "2010/2020", "1997", "2010s"),
    "by": ("none", "category", "year", "weekday", "source", "tag", "figures.unit", "importance"),
    "figure": ("companies", "unicorns", "start-ups", "name"),
    "search": ("hong", "science", "2018", "é", "香港", "o+k", "^The", "park|fund"),
    "chosen": ("date=when", "title=what", "tags=kind", "id="),
    "source": ("csv", "json", "jsonl", "markdown", "ics", "tsv"),
    "century": ("1900", "2000", "19"),
    "encoding": ("utf-8", "latin-1", "cp1252", "utf-16", "ebcdic"),
    "separator": (",", ";", "\t", "|"),
    "stdin": ("-",),
    "shell": ("bash", "zsh", "fish"),
    "name": ("timeline", "add", "events.json"),
    "title": ("A title", "Another", "The first robot walks"),
    "output": (
        *(
            "out.html",
            "out.json",
            "out.csv",
            "out.md",
            "out.svg",
            "out.txt",
            "out.jsonl",
            "out.tsv",
        ),
        *("victim.json", "victim.json", "link.json", "mine.json", "victim.csv", "-"),
        *("nowhere/out.json", "folder", "/dev/null", "/dev/full", "out.xyz", "out.json.gz"),
    ),
    "file": ("made.json", "made.jsonl", "victim.json", "events.json", "folder", "made.csv"),
    "files": (
        "table.csv",
        "mine.json",
        "lines.jsonl",
        "junk.json",
        "missing.csv",
        "-",
        "hard.json",
    ),
}
_OWN: Mapping[tuple[str, str], Sequence[str]] = {  # by the names of command and parameter
    ("between", "fields"): ("a,b,order", "order", "shortest"),
    ("stats", "fields"): ("bin,possible", "bin", "what,value"),
    ("stats", "by"): ("year", "category", "tag", "weekday", "source", "figures.unit", "id"),
    ("check", "fields"): ("file,line,message", "id,level", "event"),
    ("diff", "fields"): ("id,change", "fields"),
    ("log", "fields"): ("when,what", "undone"),
    ("date", "fields"): ("text,edtf", "lo,hi"),
    ("chart", "output"): ("out.svg", "out.txt", "victim.json", "folder", "-"),
    ("add", "id"): ("new", "v1", "another-new", "x y"),
    ("edit", "id"): ("new", "v1", "another-new"),
}
_STORES = (
    *(
        "mine.json",
        "mine.json",
        "hard.json",
        "hard.json",
        "lines.jsonl",
        "victim.json",
        "link.json",
    ),
    *(":bundled:", ":bundled:", "packed.json.gz", "bare.json", "empty.json", "-"),
    *(
        "odd \x1b[31mname\u202e.json",
        "missing.json",
        "junk.json",
        "folder",
        "table.csv",
        "/dev/null",
    ),
)
_LINKS = {"link.json": "victim.json"}
_HOMES = ("mine.json", "mine.json", "lines.jsonl", "hard.json", "link.json", "bare.json")
_CHANGING = ("add", "edit", "remove", "undo", "redo", "import", "fmt", "init", "merge")
_NAMING = ("timeline", "show", "chart", "stats", "between", "check", "log")  # and what changes
_WRITING = ("add", "edit", "import", "fmt")
_BUNDLED = ("cooperation-committee", "bay-area-agreement", "start-ups-2015", "science-park-opens")
_OFTEN = {
    "timeline": 8,
    "chart": 4,
    "stats": 4,
    "show": 3,
    "check": 3,
    "between": 2,
    "edit": 2,
    "add": 2,
    "remove": 2,
}
_RARE = ("completion", "schema", "help", "date")
_FOR_PEOPLE = (None, "table", "card")
_SILENT = {"check", "diff", "fmt", "date"}  # their exit code is an answer


class Typed(NamedTuple):
    """A command as it is typed, and the world it is typed in."""

    name: str
    args: tuple[str, ...]
    env: Mapping[str, str]
    stdin: bytes
    params: Mapping[str, Any]  # by name, the values that were drawn: a list for each

    def __str__(self) -> str:
        said = [f"{k}={shlex.quote(v)}" for k, v in self.env.items()]
        short = [a if len(a) < 200 else f"{a[:40]}…({len(a)})…" for a in self.args]
        heard = f" <<< {self.stdin[:60]!r}" if self.stdin else ""
        return ascii(f"{' '.join(said)} hkinno {shlex.join(short)}{heard}")


# --- what is typed ---


def _value(random: Random, command: str, name: str, kind: Any, wild: float) -> str:
    """A value of a parameter; in so many cases one that was not made for it."""
    if random.random() < wild:
        others: Sequence[str] = random.choice((HOSTILE, _NO_DATES, *_TYPED.values()))
        return random.choice(others)
    if (known := _OWN.get((command, name))) and random.random() < 0.9:
        return random.choice(known)
    if isinstance(kind, click.Choice):
        return str(random.choice(list(kind.choices)))
    if name in _TYPED:
        return random.choice(_TYPED[name])
    return random.choice(_WORDS)


def _store(random: Random, real: Sequence[str], wild: float) -> str:
    if real and random.random() < 0.08:
        return random.choice(real)
    kept = _STORES if random.random() < wild + 0.1 else _STORES[:13]
    return random.choice(kept)


def _drawn(
    random: Random, command: click.Command, real: Sequence[str], home: str
) -> dict[str, list[str]]:
    """For each parameter of a command that is used, by its name, its values.

    What changes a store changes mostly the one that is at `home`.
    """
    wild = random.choice((0, 0, 0, 0.05, 0.3))
    options = [p for p in command.params if isinstance(p, click.Option)]
    likely = min(0.5, random.choice((1, 2, 4, 7)) / max(1, len(options)))
    found: dict[str, list[str]] = {}
    for param in command.params:
        name = str(param.name)
        is_store = name in ("store", "base", "ours", "theirs")
        often = {"store": 0.75, "output": 0.2, "color": 0.25}.get(name, likely)
        if isinstance(param, click.Argument):
            often = 0.97 if param.required or is_store else 0.6
        if random.random() >= often:
            continue
        times = random.choice((1, 1, 1, 2, 3)) if param.multiple or param.nargs == -1 else 1
        times = 2 if command.name == "diff" and is_store and random.random() < 0.95 else times
        if command.name in _CHANGING and name == "store":
            times = 1 if random.random() < 0.97 else 2
        found[name] = [
            home
            if command.name in (*_CHANGING, "log") and name == "store" and random.random() < 0.8
            else _store(random, () if command.name in _CHANGING else real, wild)
            if is_store
            else _value(random, str(command.name), name, param.type, wild)
            for _ in range(times)
        ]
    return found


def _sensible(random: Random, command: str, home: str, found: dict[str, list[str]]) -> None:
    """Add and drop, mostly, what else is only refused, so that commands get further."""
    if random.random() < 0.1:
        return
    if "stdin" in found:  # events, so that nothing else says what they are
        found.clear()
        found["stdin"] = ["-"]
    elif command == "add":
        found.setdefault("date", [random.choice(_DATES)])
        found.setdefault("title", [random.choice(_TYPED["title"])])
    if command in ("edit", "remove", "show") and random.random() < 0.7:
        known = ("v1", "v2", "v3") if home == "link.json" else _BUNDLED
        known = ("terminal-escapes", "bidi", "line-breaks") if home == "hard.json" else known
        found["event_id" if command == "edit" else "ids"] = [random.choice(known)]
        found["store"] = [home]
    if command in ("undo", "redo", "log", *_WRITING) and random.random() < 0.8:
        found["store"] = [home]
    if command == "stats" and not {"by", "figure", "gaps"} & {*found}:
        found.pop("limit", None)
        found.pop("count", None)
    window = any(name in found for name in ("since", "until", "on", "around"))
    for name, wanted in (
        ("certain", window),
        ("inside", window),
        ("within", "around" in found),
        ("regex", "search" in found),
        ("as_json", "format" not in found),
        ("group", "format" not in found and "output" not in found),
        ("width", "as_json" not in found),
    ):
        if not wanted:
            found.pop(name, None)


def _typed(random: Random, real: Sequence[str], home: str) -> Typed:
    """A command."""
    known = cli.list_commands(click.Context(cli))
    names = [name for name in known if name not in _RARE or random.random() < 0.3]
    name = random.choice([n for n in names for _ in range(_OFTEN.get(n, 1))])
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    found = _drawn(random, command, real, home)
    _sensible(random, name, home, found)
    options, arguments = [], []
    for param in command.params:
        values = found.get(str(param.name), [])
        if isinstance(param, click.Argument):
            arguments += values
        elif isinstance(param, click.Option) and param.is_flag:
            options += [[random.choice([*param.opts, *param.secondary_opts])]] * bool(values)
        else:
            flag = param.opts[-1]
            options += [random.choice(([flag, v], [f"{flag}={v}"])) for v in values]
    random.shuffle(options)
    args = [name, *(part for option in options for part in option)]
    args += ["--"] * (random.random() < 0.3) + arguments
    env = {"EDITOR": "true", "HKINNO_TODAY": "2026-11-22"}
    if random.random() < 0.1:
        env["HKINNO_STORE"] = random.choice(_STORES)
    if random.random() < 0.1:
        env[random.choice(("NO_COLOR", "FORCE_COLOR"))] = "1"
    events: tuple[bytes, ...]
    events = EVENTS.read_bytes(), HARD.read_bytes(), b"[]", b"\xff\x00{", b"", b'{"title":"T"}'
    if name == "add":
        events = *events, b'{"date":"2001","title":"\\u001b[31mIn"}', b'{"date":"soon"}'
    return Typed(name, tuple(args), env, random.choice(events), found)


# --- where it is typed ---


def _lay_out(folder: Path, with_default: bool) -> None:
    """The files of a round: stores, one of them hostile, and what is none."""
    mine = json.loads(EVENTS.read_bytes())
    other = [{"id": f"v{n}", "date": f"{1900 + n}", "title": f"Of another {n}"} for n in range(9)]
    rows = "".join(f"w{n},{1800 + n},A row {n}\n" for n in range(9))
    lines = "".join(json.dumps(event) + "\n" for event in mine["events"][:6])
    files: dict[str, bytes] = {
        "mine.json": EVENTS.read_bytes(),
        "hard.json": HARD.read_bytes(),
        "odd \x1b[31mname\u202e.json": HARD.read_bytes(),
        "lines.jsonl": lines.encode(),
        "victim.json": json.dumps({"title": "Victim", "events": other}).encode(),
        "victim.csv": f"id,date,title\n{rows}".encode(),
        "packed.json.gz": gzip.compress(EVENTS.read_bytes()),
        "bare.json": json.dumps(mine["events"][3:9]).encode(),
        "empty.json": b'{"events": []}',
        "junk.json": b'{"events": [{"id": \xff\x00\x1b[31m',
        "table.csv": b"when,what,kind\n2001,One,a\n3 May 2002,Two \x1b[31m,b\nsoon,Three,\n",
    }
    if with_default:
        files["events.json"] = files["bare.json"]
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder").mkdir()
    (folder / "link.json").symlink_to("victim.json")


def _held(folder: Path) -> dict[str, bytes]:
    """The files that hold events, and what is in them."""
    kept = (".json", ".jsonl", ".csv", ".gz")
    files = (path for path in folder.iterdir() if path.suffix in kept and path.is_file())
    mine = (path for path in files if not (path.is_symlink() or path.name.startswith("out")))
    return {path.name: path.read_bytes() for path in mine}


# --- the laws ---


def _acting(text: str, colored: bool) -> str:
    found = _ACTS.search(_COLOR.sub("", text) if colored else text)
    return (
        f"a raw {found[0]!r} near {text[max(0, found.start() - 60) : found.end() + 40]!r}"
        if found
        else ""
    )


def _for_person(typed: Typed) -> bool:
    """Whether the answer is for a person and goes to standard output."""
    params = typed.params
    if "as_json" in params or params.get("output", ["-"]) != ["-"]:
        return False
    form = params.get("format", [None])[-1]
    if form is None and typed.name in ("schema", "completion"):
        return False
    return form in _FOR_PEOPLE


def _stores_of(typed: Typed) -> list[str]:
    """The stores that a command reads, as they are named in the order of precedence."""
    named = typed.params.get("store") or [typed.env.get("HKINNO_STORE", "")]
    if named != [""]:
        return list(named)
    made = typed.name in _CHANGING or os.path.exists("events.json")  # or would be made
    return ["events.json" if made else ":bundled:"]


def _names_it(store: str, text: str) -> bool:
    """Whether a store is named in a text, wherever that is wrapped."""
    label = {":bundled:": "the bundled chronology", "-": "standard input"}.get(store, store)
    squeezed = "".join(_COLOR.sub("", text).split())
    base = os.path.basename(label)
    shown = (base, repr(base)[1:-1], ascii(base)[1:-1], shell_word(base).strip("$'"))
    return any("".join(name.split()) in squeezed for name in shown)


def _told(typed: Typed, file: str) -> bool:
    """Whether a command was told, or is made, to write this file."""
    if "force" in typed.params:
        return True
    if typed.name not in _CHANGING:
        return False
    same = {file, *(link for link, target in _LINKS.items() if target == file)}
    if typed.name == "merge":
        return bool(same & {*typed.params.get("ours", [])}) and "output" not in typed.params
    if typed.name == "init":
        return False  # it makes new files only
    return bool(same & set(_stores_of(typed)))


def _ids(data: bytes) -> set[str]:
    """The ids of the events of a file."""
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    text = data.decode(errors="replace")
    if text.startswith("id,"):
        return {line.partition(",")[0] for line in text.splitlines()[1:]}
    try:
        found = json.loads(text)
        events = found.get("events", [found]) if isinstance(found, dict) else found
        events = events if isinstance(events, list) else []
    except ValueError:
        events = [json.loads(line) for line in text.splitlines() if line.startswith('{"id"')]
    return {
        event["id"] for event in events if isinstance(event, dict) and {"id", "date"} <= {*event}
    }


def _destroyed(
    typed: Typed, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> Iterator[str]:
    """Stores that are not what they were, though nobody asked for it.

    An answer may take the place of a store that was read if it has all of its events, and of
    another if those that were read have them.
    """
    outputs = {_LINKS.get(name, name) for name in typed.params.get("output", [])}
    read = {_LINKS.get(name, name) for name in _stores_of(typed)}
    for name in ("base", "theirs"):
        read |= {_LINKS.get(store, store) for store in typed.params.get(name, [])}
    known = {":bundled:": EVENTS.read_bytes(), "-": typed.stdin, **before}
    for name, old in before.items():
        new = after.get(name, b"")
        if new == old or (_told(typed, name) and "dry_run" not in typed.params):
            continue
        elsewhere = () if name in read else (_ids(known[s]) for s in read if s in known)
        if name not in outputs or not _ids(old) <= _ids(new).union(*elsewhere):
            yield f"{name} was changed"


def _broken(typed: Typed, done: Done) -> Iterator[str]:
    """What is wrong with what a command said."""
    if done.code not in (0, 1, 2):
        yield f"exit code {done.code}"
    if "Traceback" in done.out + done.err:
        yield "a traceback"
    colored = "always" in typed.params.get("color", ()) or "FORCE_COLOR" in typed.env
    if why := _acting(done.err, "FORCE_COLOR" in typed.env):
        yield f"stderr: {why}"
    if _for_person(typed) and (why := _acting(done.out, colored)):
        yield f"stdout: {why}"
    for line in _COLOR.sub("", done.err).splitlines():
        if not line.startswith("hkinno: ") and not (typed.name == "merge" and line[:2] == "  "):
            yield f"a line of stderr is no sentence of hkinno: {line[:200]!r}"
            break
    silent = typed.name in _SILENT or (typed.name == "merge" and "as_json" in typed.params)
    if done.code and not done.err and not silent:
        yield "it failed without a word"
    if done.code == 0 and "--help" not in typed.args and _for_person(typed):
        yield from _nameless(typed, done)


def _nameless(typed: Typed, done: Done) -> Iterator[str]:
    """Stores that an answer does not name."""
    changing = typed.name in _CHANGING and typed.name not in ("init", "merge", "fmt")
    if typed.name not in _NAMING and not changing:
        return
    heard = (
        done.out if typed.name in ("timeline", "show", "chart", "stats") else done.out + done.err
    )
    for store in _stores_of(typed):
        if not _names_it(store, heard):
            yield f"the answer does not name {store!r}: {done.out[-300:]!r} {done.err[-200:]!r}"


def _tell(typed: Typed, on_terminal: bool) -> Iterator[str]:
    """Give a command and say what is wrong with what comes of it."""
    start = time.monotonic()
    if on_terminal:
        values = [*typed.env.values(), *(v for drawn in typed.params.values() for v in drawn)]
        heard = typed.stdin.decode(errors="replace") if "-" in values else None
        done = terminal(*typed.args, env=typed.env, stdin=heard)
        if done.code not in (0, 1, 2) or "Traceback" in done.out:
            yield f"on a terminal: exit code {done.code}, {done.out[-600:]!r}"
        if _for_person(typed) and (why := _acting(done.out, True)):
            yield f"on a terminal: {why}"
    else:
        try:
            yield from _broken(typed, call(*typed.args, stdin=typed.stdin, env=typed.env))
        except Exception as error:
            yield f"{type(error).__name__}: {error}"
    if (took := time.monotonic() - start) > _PATIENCE:
        yield f"it took {took:.0f} s"


def _play(seed: int, number: int, top: Path, state: Callable[[str, str], None]) -> list[str]:
    """A round of commands in a folder of their own; what is wrong with them."""
    random, found = Random(f"{seed}/{number}"), []
    folder = top / "a" / "b" / "c" / "d" / "e" / str(number)
    folder.mkdir(parents=True)
    state("XDG_STATE_HOME", str(top / "state" / str(number)))
    os.chdir(folder)
    real_folder = os.environ.get("HKINNO_REAL_STORES")
    real = sorted(str(path) for path in Path(real_folder).glob("*.json")) if real_folder else []
    _lay_out(folder, random.random() < 0.5)
    before, home = _held(folder), random.choice(_HOMES)
    for _ in range(_ROUND):
        typed = _typed(random, real, home)
        on_terminal = random.random() < 0.02 and not any("\x00" in arg for arg in typed.args)
        why = [*_tell(typed, on_terminal), *_destroyed(typed, before, _held(folder))]
        before = _held(folder)
        found += [f"seed {seed}, round {number}: {typed}\n    {reason}" for reason in why]
    return found


def _keep_the_laws(rounds: Sequence[int], top: Path, patch: pytest.MonkeyPatch) -> None:
    found = [said for number in rounds for said in _play(SEED, number, top, patch.setenv)]
    more = f"\n… and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    assert not found, "\n" + "\n".join(found[:_SHOWN]) + more


def test_some_random_commands_keep_the_laws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HKINNO_REAL_STORES", raising=False)
    _keep_the_laws(range(1000, 1004), tmp_path, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_three_thousand_random_commands_keep_the_laws(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep_the_laws(range(part * 30, part * 30 + 30), tmp_path, monkeypatch)
