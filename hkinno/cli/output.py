"""How an answer leaves: which format, for which reader, to which place."""

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TextIO

import click

from hkinno import registry
from hkinno.cli.complete import complete
from hkinno.cli.options import FILE, Asked, Choice, stacked
from hkinno.cli.stores import named_stores
from hkinno.errors import HkinnoError, UsageError, named, near, quoted
from hkinno.events import VALUES, values_of
from hkinno.fields import check_names
from hkinno.languages import lookup
from hkinno.query.filters import alternatives
from hkinno.query.groups import GROUPS
from hkinno.render import Frame
from hkinno.store.store import Entry, Selection, Store, bundled_path

_SHOWN_WARNINGS = 5


look_options = stacked(
    click.option("--lang", metavar="TAG", help="Show translations into this language (BCP 47)."),
    click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit N columns."),
    click.option(
        "--color",
        type=Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour; auto heeds NO_COLOR, FORCE_COLOR and TERM.",
    ),
    click.option("--pager", is_flag=True, help="Page on a terminal, by $HKINNO_PAGER or less."),
)
output_options = stacked(
    click.option(
        "-f",
        "--format",
        type=Choice(registry.names("formats")),
        help="The format; a table if nothing is said.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Short for --format json."),
    click.option(
        "-o",
        "--output",
        type=FILE,
        metavar="FILE",
        help="Write to this file; its suffix names the format.",
    ),
    click.option(
        "--fields",
        metavar="A,B",
        shell_complete=complete("field"),
        help="Choose columns or keys; lo, hi, precision, approximate, uncertain are there too.",
    ),
    click.option("--group", type=Choice(list(GROUPS)), help="Break the table into sections."),
    click.option("--raw-dates", is_flag=True, help="Show dates as EDTF, not in words."),
    look_options,
)


class Output(NamedTuple):
    """The output options as chosen."""

    format: str
    file: str | None
    pager: str | None
    frame: Frame


def chosen(options: dict[str, Any]) -> Output:
    """Read the output options, the terminal and the environment, once."""
    name, file = _format(options), options["output"]
    _refuse_what_is_read(file)
    file = None if file == "-" else file
    terminal = file is None and sys.stdout is not None and sys.stdout.isatty()
    frame = Frame(
        width=options["width"] or (_terminal_width() if terminal else None),
        color=_color(options["color"], terminal),
        terminal=terminal,
        lang=options["lang"],
        fields=_fields(options["fields"]),
        raw_dates=options["raw_dates"],
        group=options["group"],
    )
    if frame.group and not _has_sections(name):
        able = ", ".join(filter(_has_sections, registry.names("formats")))
        raise UsageError(f"{name} has no headings; --group works with {able}")
    pager = os.environ.get("HKINNO_PAGER", "").strip() or (
        "less -FRX" if options["pager"] else None
    )
    return Output(name, file, pager if terminal else None, frame)


def _has_sections(name: str) -> bool:
    return bool(registry.constant("formats", name, "SECTIONS", False))


def _format(options: dict[str, Any]) -> str:
    name = options["format"]
    if options["as_json"]:
        if name not in (None, "json"):
            raise UsageError(f"--json and --format {name} contradict each other")
        return "json"
    return name or format_of(options["output"], registry.names("formats"))


def format_of(file: str | None, formats: Iterable[str]) -> str:
    """The format, among some, that the suffix of a file names; a table where there is no file."""
    if file in (None, "-") or (os.path.exists(file) and not os.path.isfile(file)):
        return "table"
    suffix = os.path.splitext(file)[1].lower()
    suffixes = {own: name for name in formats for own in registry.suffixes(name)}
    if suffix not in suffixes:
        known = ", ".join(sorted(suffixes)) + (" (or use -f)" if len(suffixes) > 1 else "")
        raise UsageError(f"the suffix of {quoted(file)} names no format here; there are {known}")
    return suffixes[suffix]


def _refuse_what_is_read(file: str | None) -> None:
    """A store that is read is not overwritten by the answer, of which there is no way back."""
    context = click.get_current_context()
    if file is None or "store" not in context.params or not os.path.isfile(file):
        return
    for path in named_stores(context.params["store"]) or (bundled_path(),):
        if os.path.exists(path) and os.path.samefile(path, file):
            raise UsageError(f"{named(file)} is the store that is read; write to another file")


def _terminal_width() -> int:
    import shutil

    return max(20, shutil.get_terminal_size().columns)  # heeds $COLUMNS


def _color(wish: str, terminal: bool) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _fields(text: str | None) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(n.strip() for n in (text or "").split(",") if n.strip()))
    if text is not None and not names:
        raise UsageError("--fields needs at least one name")
    return names


def deliver(selection: Selection, store: Store, output: Output) -> None:
    """Write a selection, and what has to be said about it."""
    doubtful(selection)
    untranslated(selection.entries, output.frame.lang)
    check_names(output.frame.fields, store)
    module = registry.load("formats", output.format)
    frame = output.frame._replace(total=selection.total)
    if getattr(module, "WHOLE", False):
        frame = frame._replace(title=store.title(), categories=store.categories())
    emit(module.write(selection.entries, frame), output)


def doubtful(selection: Selection) -> None:
    """Say what is doubtful about a selection."""
    for entry, what in selection.doubts[:_SHOWN_WARNINGS]:
        warn(f"warning: {entry.where}: {what}")
    if (more := len(selection.doubts) - _SHOWN_WARNINGS) > 0:
        warn(f"warning: {more} more like these; hkinno check lists all")


def untranslated(entries: Sequence[Entry], lang: str | None) -> None:
    """Say so if nothing that is shown is translated into the language that was asked for."""
    if not (lang and entries):
        return
    tags = dict.fromkeys(tag for entry in entries for tag in entry.event.translations or {})
    if lookup(tags, lang) is None:
        there = f"; there is {', '.join(tags)}" if tags else ""
        warn(f"nothing here is translated into {quoted(lang)}{there}")


def suggest(store: Store, asked: Asked) -> None:
    """Say which word of the question occurs nowhere, since a slip looks like an empty answer."""
    for row in VALUES:
        typed = [word for text in asked.words[row.option] for word in alternatives(text)]
        if not typed:
            continue
        known = {v.casefold(): v for event, _ in store.scan() for v in values_of(event, row)}
        for word in typed:
            if word.casefold() not in known:
                inside = [v for low, v in known.items() if word.casefold() in low][:3]
                hint = f"; did you mean {' or '.join(inside)}?" if inside else ""
                hint = hint or near(word, known.values())
                warn(f"no event has the {row.option} {quoted(word)}{hint}")


def emit(chunks: Iterable[str], output: Output) -> None:
    """Write text as UTF-8: to a pager, to standard output, or to a file, whole or not at all."""
    if output.file is not None:
        from hkinno.files import replace

        replace(output.file, (chunk.encode() for chunk in chunks))
    elif output.pager:
        _page((chunk.encode() for chunk in chunks), output.pager)
    else:
        write_out(chunks)


def write_out(chunks: Iterable[str]) -> None:
    """Write text to standard output, as UTF-8 whatever the locale."""
    if sys.stdout is None:
        raise HkinnoError("standard output is closed")
    for chunk in chunks:
        _put(chunk.encode())
    _put(b"")


def _put(data: bytes) -> None:
    """Write bytes to standard output; none at all flush what was written before."""
    try:
        sys.stdout.buffer.write(data)
        if not data:
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader has what it wanted, which is no fault
    except OSError as error:
        silence(sys.stdout)
        raise HkinnoError(f"standard output cannot be written: {error.strerror}") from error


def silence(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, since flushing it at exit would fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _page(data: Iterable[bytes], pager: str) -> None:
    import shlex
    import subprocess

    quits = contextlib.suppress(BrokenPipeError)  # the reader may leave the pager at any time
    try:
        with quits, subprocess.Popen(shlex.split(pager), stdin=subprocess.PIPE) as process:
            assert process.stdin is not None  # it is a pipe
            process.stdin.writelines(data)
    except (OSError, ValueError) as error:
        raise UsageError(f"the pager {quoted(pager)} cannot be started: {error}") from error


def warn(message: str) -> None:
    """A sentence on standard error."""
    click.echo(f"hkinno: {message}", err=True)
