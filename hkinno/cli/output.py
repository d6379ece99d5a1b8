"""How an answer leaves: which format, for which reader, to which place."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

import click
from msgspec import Struct

from hkinno import registry
from hkinno.cli.complete import complete
from hkinno.cli.help import HelpOption
from hkinno.cli.options import FILE, Choice, Command, QueryOptions, stacked
from hkinno.cli.stores import named_stores
from hkinno.cli.streams import page, say_remarks, warn, write_out
from hkinno.errors import UsageError, named, near, quoted
from hkinno.events import STORED, VALUES, values_of
from hkinno.fields import check_names
from hkinno.files import STDIN, replace
from hkinno.query.filters import alternatives
from hkinno.query.groups import GROUPS
from hkinno.render import RenderOptions
from hkinno.store.store import Selection, Store, bundled_path

_SHOWN_WARNINGS = 5
_MOST_COLUMNS = 10_000  # no screen has more, and what fits a width is made of so many characters
_ALL = registry.names("formats")
_in_output = partial(click.option, cls=HelpOption, heading="Output")
_on_screen = partial(click.option, cls=HelpOption, heading="Terminal")
screen_options = stacked(
    _on_screen(
        "--width", type=click.IntRange(20, _MOST_COLUMNS), metavar="N", help="Fit N columns."
    ),
    _on_screen(
        "--color",
        type=Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour; auto heeds NO_COLOR, FORCE_COLOR and TERM.",
    ),
    _on_screen("--pager", is_flag=True, help="Page on a terminal, by $HKINNO_PAGER or less."),
)
look_options = stacked(
    _in_output("--lang", metavar="TAG", help="Show translations into this language (BCP 47)."),
    screen_options,
)


def file_options(formats: Sequence[str], usual: str) -> Callable[[Command], Command]:
    """Which of these formats, and into which file; `usual` is what an answer is like else."""
    named = _in_output(
        "-f", "--format", type=Choice(formats), help=f"The format; {usual} if nothing is said."
    )
    short = _in_output("--json", "as_json", is_flag=True, help="Short for --format json.")
    file = _in_output(
        "-o",
        "--output",
        type=FILE,
        metavar="FILE",
        help="Write to this file; its suffix names the format.",
    )
    return stacked(named, *([short] if "json" in formats else []), file)


fields_option = _in_output("--fields", metavar="A,B", help="Choose columns or keys.")
output_options = stacked(
    file_options(_ALL, "a table"),
    _in_output(
        "--fields",
        metavar="A,B",
        shell_complete=complete("field"),
        help="Choose columns or keys; lo, hi, precision, approximate, uncertain are there too.",
    ),
    _in_output("--group", type=Choice(list(GROUPS)), help="Break the table into sections."),
    _in_output("--raw-dates", is_flag=True, help="Show dates as EDTF, not in words."),
    look_options,
)


class OutputOptions(Struct, frozen=True):
    """What the options above ask for, as typed."""

    format: str | None = None
    as_json: bool = False
    output: str | None = None
    fields: str | None = None
    group: str | None = None
    raw_dates: bool = False
    lang: str | None = None
    width: int | None = None
    color: str = "auto"
    pager: bool = False


class Output(NamedTuple):
    """Where an answer goes, and how. `format` is empty where the command has words of its own."""

    format: str
    file: str | None
    pager: str | None
    options: RenderOptions

    @property
    def keep(self) -> frozenset[str] | None:
        """The fields that have to be known of events; None for all."""
        module, lang = registry.load("formats", self.format), self.options.lang
        if getattr(module, "RAW", False):
            return frozenset(("id", "translations") if lang else ("id",))
        if not getattr(module, "CELLS_ALONE", False):
            return None
        from hkinno.display import COLUMNS  # with all that words for cells need

        group = [row.name for row in VALUES if row.option == self.options.group]
        shown = {"id", "translations", *COLUMNS, *self.options.fields, *group}
        return frozenset(shown.intersection(STORED))


def chosen(typed: OutputOptions, formats: Sequence[str] = _ALL, usual: str = "table") -> Output:
    """Read what is typed, the terminal and the environment, once."""
    name, file = _format(typed, formats, usual), typed.output
    _refuse_what_is_read(file)
    file = None if file == STDIN else file
    terminal = file is None and sys.stdout is not None and sys.stdout.isatty()
    options = RenderOptions(
        width=typed.width or (terminal_width() if terminal else None),
        color=_color(typed.color, terminal),
        terminal=terminal,
        lang=typed.lang,
        fields=_parse_names(typed.fields),
        raw_dates=typed.raw_dates,
        group=typed.group,
    )
    if options.group and not _has_sections(name):
        able = ", ".join(filter(_has_sections, formats))
        raise UsageError(f"{name} has no headings; --group works with {able}")
    pager = os.environ.get("HKINNO_PAGER", "").strip() or ("less -FRX" if typed.pager else None)
    return Output(name, file, pager if terminal else None, options)


def _has_sections(name: str) -> bool:
    return bool(registry.constant("formats", name, "SECTIONS", default=False))


def _format(typed: OutputOptions, formats: Sequence[str], usual: str) -> str:
    """The format that is named, or that the suffix of the file names, or the usual one."""
    name, file = typed.format, typed.output
    if typed.as_json:
        if name not in (None, "json"):
            raise UsageError(f"--json and --format {name} contradict each other")
        return "json"
    if name or file is None or file == STDIN:
        return name or usual
    if os.path.exists(file) and not os.path.isfile(file):  # a device, a pipe
        return usual
    suffix = os.path.splitext(file)[1].lower()
    suffixes = {own: name for name in formats for own in registry.suffixes(name)}
    if suffix not in suffixes:
        known = ", ".join(sorted(suffixes)) + (" (or use -f)" if len(suffixes) > 1 else "")
        raise UsageError(f"the suffix of {quoted(file)} names no format here; there are {known}")
    return suffixes[suffix]


def _refuse_what_is_read(file: str | None) -> None:
    params = click.get_current_context().params
    if "store" in params:
        refuse_overwriting(file, named_stores(params["store"]) or (bundled_path(),))


def refuse_overwriting(file: str | None, stores: Iterable[str]) -> None:
    """A store that is read is not overwritten by the answer, of which there is no way back."""
    for path in stores if file and os.path.isfile(file) else ():
        if file and os.path.exists(path) and os.path.samefile(path, file):
            raise UsageError(f"{named(file)} is the store that is read; write to another file")


def terminal_width() -> int:
    """The columns of the terminal, or of who reads for one, within reason."""
    import shutil

    return min(max(20, shutil.get_terminal_size().columns), _MOST_COLUMNS)  # heeds $COLUMNS


def _color(wish: str, terminal: bool) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _parse_names(text: str | None) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(n.strip() for n in (text or "").split(",") if n.strip()))
    if text is not None and not names:
        raise UsageError("--fields needs at least one name")
    return names


def deliver(selection: Selection, store: Store, output: Output) -> None:
    """Write a selection, and what has to be said about it."""
    say_doubts(selection, output.options.lang)
    check_names(output.options.fields, store)
    module = registry.load("formats", output.format)
    options = output.options._replace(total=selection.total)
    if getattr(module, "WHOLE", False):
        options = options._replace(title=store.title(), categories=store.categories())
    emit(module.write(selection.entries, options), output)


def say_doubts(selection: Selection, lang: str | None) -> None:
    """Say what is doubtful about a selection, and if nothing of it is translated into `lang`."""
    for entry, what in selection.doubts[:_SHOWN_WARNINGS]:
        warn(f"warning: {entry.where}: {what}")
    if (more := len(selection.doubts) - _SHOWN_WARNINGS) > 0:
        warn(f"warning: {more} more like these; hkinno check lists all")
    if lang and selection.entries:
        from hkinno.languages import lookup

        tags = {tag: None for entry in selection.entries for tag in entry.event.translations or ()}
        if lookup(tags, lang) is None:
            there = f"; there is {', '.join(tags)}" if tags else ""
            warn(f"nothing here is translated into {quoted(lang)}{there}")


def suggest(store: Store, asked: QueryOptions) -> None:
    """Say which word of the question occurs nowhere, since a slip looks like an empty answer."""
    for row in VALUES:
        typed = [word for text in asked.words[row.option] for word in alternatives(text)]
        if not typed:
            continue
        known = {v.casefold(): v for entry in store for v in values_of(entry.event, row)}
        for word in typed:
            if word.casefold() not in known:
                inside = [v for low, v in known.items() if word.casefold() in low][:3]
                hint = f"; did you mean {' or '.join(inside)}?" if inside else ""
                hint = hint or near(word, known.values())
                warn(f"no event has the {row.option} {quoted(word)}{hint}")


def emit(chunks: Iterable[str], output: Output) -> None:
    """Write text as UTF-8: to a pager, to standard output, or to a file, whole or not at all."""
    if output.file is not None:
        say_remarks(replace(output.file, (chunk.encode() for chunk in chunks)))
    elif output.pager:
        page((chunk.encode() for chunk in chunks), output.pager)
    else:
        write_out(chunks)
