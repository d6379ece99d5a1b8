"""What the commands that change a store share: which store, the fields as options, the report."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from typing import Any

import click
import msgspec
from msgspec import Struct

import hkinno
from hkinno.cli import values
from hkinno.cli.complete import complete
from hkinno.cli.help import HelpOption
from hkinno.cli.options import FILE, Command, options_of, stacked, today_option
from hkinno.cli.stores import (
    is_for_want,
    open_store,
    refuse_engine,
    refuse_missing,
    stores_meant,
)
from hkinno.cli.streams import say_remarks, though_done, warn, write_out
from hkinno.cli.touched import format_touched, touched_row
from hkinno.cli.values import today, typed_date
from hkinno.errors import DateError, HkinnoError, UsageError, named, quoted
from hkinno.events import BY_COLUMN, FIELDS, STORED, Field, members
from hkinno.formats.json import write_rows
from hkinno.query.filters import alternatives
from hkinno.rawjson.edit import edited
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.store.draft import Draft
from hkinno.store.open import BUNDLED, bundled_path
from hkinno.store.write import Done, Written, change_store, overwrite, step
from hkinno.text import escape_controls, shell_word, shorten

_READ_ONLY = "the bundled chronology is read-only"
_NONE = "no store is named, and there is no events.json in this folder"
_MAKE = "hkinno init makes one, and with --from-bundled a copy of the bundled chronology"
_MADE = "the change is made, see hkinno log"
_Event = dict[str, object]

target_option = click.option(
    "-s",
    "--store",
    cls=HelpOption,
    heading="Store",
    multiple=True,
    metavar="FILE",
    type=FILE,
    help="Change this store instead of $HKINNO_STORE or events.json in this folder.",
)
_in_report = partial(click.option, cls=HelpOption, heading="Report")
report_options = stacked(
    _in_report("--dry-run", is_flag=True, help="Show what would change; write nothing."),
    _in_report("--json", "as_json", is_flag=True, help="Report the change as JSON."),
)


class ReportOptions(Struct, frozen=True):
    """What `report_options` ask for."""

    dry_run: bool = False
    as_json: bool = False


_OBJECTS: dict[str, tuple[str, Callable[[Sequence[str]], object]]] = {  # how these are typed
    "figures": ("FIGURE", lambda texts: [values.figure(text) for text in texts]),
    "sources": ("SOURCE", lambda texts: [values.source(text) for text in texts]),
    "media": ("URL", lambda texts: [values.media(text) for text in texts]),
    "translations": ("TAG=TITLE", values.translations),
}


_field = partial(click.option, cls=HelpOption, heading="Fields")


def _field_option(row: Field) -> Callable[[Command], Command]:
    listed = "A,B" if row.many else {"date": "DATE", "id": "ID"}.get(row.name, "TEXT")
    return _field(
        f"--{row.option}",
        row.name,
        multiple=row.many,
        metavar=_OBJECTS[row.name][0] if row.name in _OBJECTS else listed,
        shell_complete=complete(row.name) if row.keeps else None,
        help=row.help,
    )


field_options = stacked(
    *map(_field_option, FIELDS),
    _field(
        "--set", "others", multiple=True, metavar="FIELD=JSON", help="Any other field, as JSON."
    ),
    today_option,
)


def target(paths: Sequence[str]) -> str:
    """The one store that is to be changed. Raises HkinnoError if that is the bundled one."""
    meant = stores_meant(paths)
    if len(meant) > 1:
        raise UsageError("only one store can be changed at a time")
    if is_for_want(paths):
        raise HkinnoError(f"{_NONE}; {_MAKE}")
    if meant[0] == BUNDLED or _is_installed(meant[0]):
        raise HkinnoError(f"{_READ_ONLY}; {_MAKE} in this folder")
    refuse_engine(meant[0])
    return meant[0]


def _is_installed(path: str) -> bool:
    """Whether a path leads to the chronology inside the installed package."""
    bundle = os.path.realpath(bundled_path())  # in a checkout it lies outside, and can be changed
    inside = os.path.dirname(bundle) == os.path.dirname(os.path.realpath(hkinno.__file__))
    return inside and os.path.realpath(path) == bundle


def given_fields(params: Mapping[str, Any]) -> _Event:
    """The event fields among a command's parameters, as JSON values."""
    found: _Event = {}
    for row in BY_COLUMN:
        value = params[row.name]
        values.refuse_other_bytes([value] if isinstance(value, str) else value or ())
        if value is not None and value != ():
            found[row.name] = _given(row, value, params["today"])
    values.refuse_other_bytes(params["others"])
    others = values.others(params["others"])
    if twice := found.keys() & others.keys():
        raise UsageError(f"{quoted(min(twice))} is given twice, once by --set")
    found |= others
    return {name: found[name] for name in (*STORED, *found) if name in found}


def blank_event() -> _Event:
    """An event with all fields and nothing in them, to be filled in."""
    return {row.name: _given(row, (), None) if row.many else "" for row in BY_COLUMN}


def _given(row: Field, value: Any, asked_on: str | None) -> object:
    """What was typed for a field, as the value that is stored."""
    if row.name in _OBJECTS:
        return _OBJECTS[row.name][1](value)
    if row.many:
        return [part for text in value for part in alternatives(text)]
    if row.name != "date":
        return value
    try:
        return stored_date(value, lambda: today(asked_on))
    except DateError as error:
        raise UsageError(f"--date: {error}") from error


def stored_date(text: str, day: Callable[[], date]) -> str:
    """What is typed as words is stored as EDTF, and said so."""
    edtf = typed_date(text, day).text
    if edtf != text:
        warn(f"{text} → {edtf}")
    return edtf


def store_date(fields: dict[str, Any], asked_on: str | None) -> None:
    """Words in the date of an event become EDTF."""
    if text := text_of(fields, "date"):
        try:
            fields["date"] = stored_date(text, lambda: today(asked_on))
        except DateError as error:
            raise HkinnoError(str(error)) from error


def text_of(fields: Mapping[str, object], name: str) -> str:
    """The text of a field, which may still be JSON; nothing where there is no text."""
    value = fields.get(name)
    try:
        value = msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value
    except JSON_FAULTS:  # the draft tells of them
        return ""
    return value if isinstance(value, str) else ""


def require(draft: Draft, ids: Iterable[str]) -> None:
    """Raise HkinnoError for an id that no event has; it suggests near ones."""
    if any(event_id not in draft for event_id in ids):
        refuse_missing(open_store([draft.path]), ids)


def perform(
    path: str,
    what: str,
    plan: Callable[[Draft], None],
    params: Mapping[str, Any],
    most: int | None = None,
    new: bytes | None = None,
) -> None:
    """Change a store; report, as the parameters ask for, what changed, and how to undo it.

    Where there is no store, one with the content `new` is made first, if that is given. Of what
    changed only `most` events are shown, if that is a number, and nobody asks for JSON.
    """
    report = options_of(ReportOptions, params)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    done = change_store(path, shorten(what), now, plan, report.dry_run, new)
    with though_done(_MADE) if done.written else nullcontext():
        _report(done, report.as_json, most)
    if done.written:
        say_written(done.written, None if report.as_json else path)
    elif not (most == 0 or report.as_json):
        warn(_said_dry(path) if done.touched else f"nothing changes in {named(path)}")


def _said_dry(path: str) -> str:
    return f"nothing is written to {named(path)} (--dry-run)"


def _report(done: Done, as_json: bool, most: int | None) -> None:
    if as_json:
        write_out(write_rows(msgspec.json.encode(touched_row(touched)) for touched in done.touched))
    else:
        write_out(line for touched in done.touched[:most] for line in format_touched(touched))


def say_written(written: Written, path: str | None) -> None:
    """Say what has to be said of a store that was written, and how to undo it, if that is asked."""
    say_remarks(written.remarks)
    if written.not_undoable:
        warn(f"warning: this cannot be undone, since {written.not_undoable}")
    elif path is not None:
        warn("undo with:", f"hkinno undo --store {shell_word(path)}")


def rewrite_store(path: str, answer: bytes) -> None:
    """Put an answer, which is a store itself, in the place of a store that it was made from.

    What a document has beside its events stays, and it can be undone. Raises HkinnoError.
    """
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    written = overwrite(path, f"write -o {shorten(path)}", now, partial(_with_events, answer))
    if written:
        say_written(written, path)


def _with_events(answer: bytes, old: bytes) -> bytes:
    body = old.removeprefix(BOM)
    try:
        document = members(body)
    except JSON_FAULTS:  # an array, or several events, one a line
        return answer
    if "events" not in document or "date" in document:
        return answer
    if not answer.startswith(b"["):
        raise HkinnoError("the store is a document, which JSON Lines cannot be written into")
    return edited(body, {"events": msgspec.Raw(answer.strip())}, STORED)


def take_step(store: Sequence[str], back: bool, params: Mapping[str, Any]) -> None:
    """Undo the last change (`back`), or do again what was undone last, and report it.

    What is not written is shown, as that of other changes is.
    """
    report, path = options_of(ReportOptions, params), target(store)
    done, remarks, touched = step(path, back, report.dry_run)
    how = "undone" if back else "done again"
    told = f"would be {how}" if report.dry_run else how
    if report.as_json:
        row = {"when": done.when, "what": done.what, "undone": back}
        said = [msgspec.json.format(msgspec.json.encode(row)).decode()]
    else:
        said = [escape_controls(f"{told} in {named(path)}: {done.what} ({done.when})")]
        said += [line.rstrip("\n") for each in touched for line in format_touched(each)]
    with nullcontext() if report.dry_run else though_done(f"the change is {how}"):
        write_out(f"{line}\n" for line in said)
    if report.dry_run:
        warn(_said_dry(path))
    say_remarks(remarks)
