"""What the commands that change a store share: which store, the fields as options, the report."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click
import msgspec

from hkinno.cli.options import complete, stacked, today, today_option, typed_date
from hkinno.cli.output import warn, write_out
from hkinno.errors import HkinnoError, UsageFault, quoted
from hkinno.fields import STORED, TEXT_LISTS, visible
from hkinno.query import alternatives
from hkinno.writer import Done, Draft, Touched, change

_READ_ONLY = (
    "the bundled chronology is read-only; make your own with `hkinno init FILE --from-bundled` "
    "(a copy) or `hkinno init FILE` (empty), then name it with --store or $HKINNO_STORE"
)
_Event = dict[str, object]

target_option = click.option(
    "-s",
    "--store",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Change this store instead of $HKINNO_STORE.",
)
report_options = stacked(
    click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
    click.option("--json", "as_json", is_flag=True, help="Report the change as JSON."),
)
field_options = stacked(
    click.option("--date", metavar="DATE", help="EDTF, or words, which are stored as EDTF."),
    click.option("--title", metavar="TEXT"),
    click.option("--id", metavar="ID", help="Unique in the store; else made from the title."),
    click.option("--summary", metavar="TEXT"),
    click.option("--category", metavar="TEXT", shell_complete=complete("category")),
    *(
        click.option(
            f"--{name[:-1]}",
            name,
            multiple=True,
            metavar="A,B",
            shell_complete=complete(name[:-1]),
            help="One or more; again for more.",
        )
        for name in TEXT_LISTS
    ),
    click.option(
        "--figure",
        "figures",
        multiple=True,
        metavar="FIGURE",
        help="'start-ups=1500 companies', ~1500 for about; or a JSON object.",
    ),
    click.option("--date-note", metavar="TEXT", help="How the date was derived."),
    click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="SOURCE",
        help="A URL, a title, or a JSON object.",
    ),
    click.option(
        "--translation",
        "translations",
        multiple=True,
        metavar="TAG=TITLE",
        help='zh-Hant=標題, or zh-Hant={"title": …, "summary": …}.',
    ),
    click.option(
        "--set", "others", multiple=True, metavar="FIELD=JSON", help="Any other field, as JSON."
    ),
    today_option,
)


def target(paths: Sequence[str]) -> str:
    """The one store that is to be changed. Raises HkinnoError if that is the bundled one."""
    named = list(paths) or [p for p in [os.environ.get("HKINNO_STORE")] if p]
    if not named:
        raise HkinnoError(_READ_ONLY)
    if len(named) > 1:
        raise UsageFault("only one store can be changed at a time")
    return named[0]


def given_fields(options: dict[str, Any]) -> _Event:
    """The event fields among a command's options, as JSON values; takes them out of it."""
    asked_on = options.pop("today")
    found: _Event = {}
    if (typed := options.pop("date")) is not None:
        found["date"] = stored_date(typed, lambda: today(asked_on))
    for name in ("title", "id", "summary", "category", "date_note"):
        if (text := options.pop(name)) is not None:
            found[name] = text
    for name in TEXT_LISTS:
        if texts := options.pop(name):
            found[name] = [value for text in texts for value in alternatives(text)]
    for name, read in (("figures", _figure), ("sources", _source)):
        if texts := options.pop(name):
            found[name] = [read(text) for text in texts]
    if texts := options.pop("translations"):
        found["translations"] = dict(_translation(text) for text in texts)
    found.update(_other(text) for text in options.pop("others"))
    return {name: found[name] for name in (*STORED, *found) if name in found}


def stored_date(text: str, day: Callable[[], date]) -> str:
    """What is typed as words is stored as EDTF, and said so."""
    edtf = typed_date(text, day).text
    if edtf != text:
        warn(f"{text} → {edtf}")
    return edtf


def _json(text: str, what: str) -> msgspec.Raw:
    try:
        msgspec.json.decode(text)
        return msgspec.Raw(text.strip().encode())
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageFault(f"{what} {quoted(text)} is not JSON: {error}") from error


def _figure(text: str) -> object:
    if text.lstrip().startswith("{"):
        return _json(text, "the figure")
    name, equals, rest = text.partition("=")
    number, _, unit = rest.strip().partition(" ")
    about = number.startswith("~")
    number = number.removeprefix("~").replace(",", "")
    try:
        msgspec.json.decode(number, type=int | float)
    except msgspec.MsgspecError:
        name = ""
    if not (name.strip() and equals):
        raise UsageFault(f"a figure is like 'start-ups=1500 companies', not {quoted(text)}")
    found: _Event = {"name": name.strip(), "value": msgspec.Raw(number.encode())}
    if unit.strip():
        found["unit"] = unit.strip()
    return found | ({"approximate": True} if about else {})


def _source(text: str) -> object:
    if text.lstrip().startswith("{"):
        return _json(text, "the source")
    return {"url" if text.startswith(("http://", "https://")) else "title": text}


def _translation(text: str) -> tuple[str, object]:
    tag, equals, said = text.partition("=")
    if not (tag and equals and said):
        raise UsageFault(f"a translation is like zh-Hant=標題, not {quoted(text)}")
    return tag, _json(said, "the translation") if said.startswith("{") else {"title": said}


def _other(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise UsageFault(f"--set takes FIELD=JSON, not {quoted(text)}")
    return name, _json(value, f"the value of {name}")


def perform(
    path: str, what: str, plan: Callable[[Draft], None], dry_run: bool, as_json: bool
) -> None:
    """Change a store and report what changed and how to undo it."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    done = change(path, what, now, plan, dry_run)
    if as_json:
        rows = [msgspec.json.encode(_row(touched)).decode() for touched in done.touched]
        write_out(["[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"])
    else:
        write_out(line for touched in done.touched for line in _told(touched))
        _say_how_to_undo(path, done, dry_run)
    if done.not_undoable:
        warn(f"warning: this cannot be undone, since {done.not_undoable}")


def _say_how_to_undo(path: str, done: Done, dry_run: bool) -> None:
    if not done.touched:
        warn("nothing changes")
    elif dry_run:
        warn("nothing is written (--dry-run)")
    elif not done.not_undoable:
        import shlex

        warn(f"undo with: hkinno undo --store {shlex.quote(path)}")


def _row(touched: Touched) -> dict[str, object]:
    return {"id": touched.id, "before": _line(touched.before), "after": _line(touched.after)}


def _line(raw: bytes | None) -> msgspec.Raw | None:
    return None if raw is None else msgspec.Raw(msgspec.json.format(raw, indent=0))


def _told(touched: Touched) -> Iterable[str]:
    """A change as a small diff."""
    if touched.before is None or touched.after is None:
        sign, raw = ("+", touched.after) if touched.after else ("-", touched.before)
        event = msgspec.json.decode(raw or b"{}")
        yield visible(f"{sign} {touched.id}  {event.get('date')}  {event.get('title')}") + "\n"
        return
    before, after = (_fields(raw) for raw in (touched.before, touched.after))
    yield visible(f"~ {touched.id}") + "\n"
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            for sign, fields in (("-", before), ("+", after)):
                if name in fields:
                    yield visible(f"  {sign} {name}: {fields[name]}") + "\n"


def _fields(raw: bytes) -> Mapping[str, str]:
    members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return {n: msgspec.json.format(bytes(v), indent=0).decode() for n, v in members.items()}
