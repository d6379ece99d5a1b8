"""What an answer is like: which format, for which reader, to which place."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import click
from msgspec import Struct

from hkinno import registry
from hkinno.cli.complete import complete
from hkinno.cli.help import HelpOption
from hkinno.cli.options import FILE, Choice, Command, FormatChoice, stacked
from hkinno.cli.stores import is_for_want, stores_meant
from hkinno.cli.streams import Wish, wants_color
from hkinno.cli.terminal import MOST_COLUMNS, pager_of, terminal_width
from hkinno.errors import UsageError, quoted
from hkinno.events import STORED, VALUES
from hkinno.files import STDIN
from hkinno.query.groups import GROUPS
from hkinno.render import RenderOptions

NO_TEXT = "is no text, and a terminal shows only that: write it with -o FILE"
OR_TYPE = " (or use -f)"
FORMATS = registry.names("formats")
_in_output = partial(click.option, cls=HelpOption, heading="Output")
_on_screen = partial(click.option, cls=HelpOption, heading="Terminal")
screen_options = stacked(
    _on_screen(
        "--width", type=click.IntRange(20, MOST_COLUMNS), metavar="N", help="Fit N columns."
    ),
    _on_screen(
        "--color",
        type=Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour; auto heeds NO_COLOR, FORCE_COLOR and TERM.",
    ),
    _on_screen(
        "--pager/--no-pager",
        default=None,
        help="Page what is longer than the screen, by $HKINNO_PAGER or less; --pager: all.",
    ),
)
lang_option = _in_output(
    "--lang",
    metavar="TAG",
    shell_complete=complete("lang"),
    help="Speak this language (BCP 47): its words for dates, translations into it.",
)
look_options = stacked(lang_option, screen_options)


def file_options(formats: Sequence[str], usual: str) -> Callable[[Command], Command]:
    """Which of these formats, and into which file; `usual` is what an answer is like else."""
    kind = FormatChoice if tuple(formats) == FORMATS else Choice
    named = _in_output(
        "-f", "--format", type=kind(formats), help=f"The format; {usual} if nothing is said."
    )
    short = _in_output("--json", "as_json", is_flag=True, help="Short for --format json.")
    file = _in_output(
        "-o",
        "--output",
        type=FILE,
        metavar="FILE",
        help="Write to this file; its suffix names the format.",
    )
    force = _in_output("--force", is_flag=True, help="Overwrite FILE even if events are lost.")
    return stacked(named, *([short] if "json" in formats else []), file, force)


fields_option = _in_output("--fields", metavar="A,B", help="Choose columns or keys.")
_list_options = stacked(
    _in_output(
        "--fields",
        metavar="A,B",
        shell_complete=complete("field"),
        help="Choose columns or keys; lo, hi, precision, approximate, uncertain are there too.",
    ),
    _in_output("--group", type=Choice(list(GROUPS)), help="Break the table into sections."),
    _in_output("--raw-dates", is_flag=True, help="Show dates as EDTF, not in words."),
)
_loss_options = stacked(
    _in_output(
        "--strict",
        is_flag=True,
        help="Write nothing where a format of another tool loses something.",
    ),
    _in_output("--explain-loss", is_flag=True, help="Say what each event loses in the format."),
)
output_options = stacked(
    file_options(FORMATS, "a table"), _loss_options, _list_options, look_options
)
list_options = stacked(_list_options, lang_option)
"""How a list of events looks, wherever it is shown."""


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
    pager: bool | None = None
    force: bool = False
    strict: bool = False
    explain_loss: bool = False


class Output(NamedTuple):
    """Where an answer goes, and how. `format` is empty where the command has words of its own.

    `stores` are those that are read, of which `unnamed` says that nobody has named one.
    """

    format: str
    file: str | None
    options: RenderOptions
    pager: str | None = None
    paged: bool = False  # also what is no longer than the screen
    force: bool = False
    strict: bool = False
    explain_loss: bool = False
    stores: tuple[str, ...] = ()
    unnamed: bool = False

    @property
    def streams(self) -> bool:
        """Whether events can be written as they come."""
        return bool(registry.constant("formats", self.format, "STREAM", default=False))

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


def chosen(typed: OutputOptions, formats: Sequence[str] = FORMATS, usual: str = "table") -> Output:
    """Read what is typed, the terminal and the environment, once."""
    name, file = _format(typed, formats, usual), typed.output
    file = None if file == STDIN else file
    terminal = file is None and sys.stdout is not None and sys.stdout.isatty()
    options = RenderOptions(
        width=typed.width or (terminal_width() if terminal else None),
        color=colored(typed.color, terminal),
        terminal=terminal,
        lang=typed.lang,
        fields=_parse_names(typed.fields),
        raw_dates=typed.raw_dates,
        group=typed.group,
    )
    if options.group and not _has_sections(name):
        able = ", ".join(filter(_has_sections, formats))
        raise UsageError(f"{name} has no headings; --group works with {able}")
    if options.fields and registry.constant("formats", name, "FIXED", default=False):
        raise UsageError(f"{name} has keys of its own, which --fields cannot choose")
    if name:
        _refuse_bytes(name, file, terminal)
    store = click.get_current_context().params.get("store")
    return Output(
        name,
        file,
        options,
        pager=pager_of(typed.pager) if terminal else None,
        paged=bool(typed.pager),
        force=typed.force,
        strict=typed.strict,
        explain_loss=typed.explain_loss,
        stores=() if store is None else stores_meant(store),
        unnamed=store is not None and is_for_want(store),
    )


def _refuse_bytes(name: str, file: str | None, terminal: bool) -> None:
    """Raise UsageError where bytes that are no text would go to a terminal, or to no file, and of a
    format of another package that is only read.
    """
    if file is None and registry.constant("formats", name, "TO_FILE", default=False):
        raise UsageError(f"{name} is a file, and goes nowhere else: write it with -o FILE")
    if terminal and registry.constant("formats", name, "BINARY", default=False):
        raise UsageError(f"{name} {NO_TEXT}")
    if name not in FORMATS and not hasattr(registry.load("formats", name), "write"):
        raise UsageError(f"{name} can be read alone, by hkinno import")


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
        if tuple(formats) == FORMATS and (foreign := registry.foreign_of(suffix)):
            return foreign
        known = ", ".join(sorted(suffixes)) + (OR_TYPE if len(suffixes) > 1 else "")
        raise UsageError(f"the suffix of {quoted(file)} names no format here; there are {known}")
    return suffixes[suffix]


def colored(wish: str, terminal: bool) -> bool:
    """Whether there is colour, as options and the environment have it."""
    if wish != "auto":
        return wish == "always"
    typed = click.get_current_context().find_object(Wish)
    return wants_color(terminal) and not (typed and typed.color is False)


def _parse_names(text: str | None) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(n.strip() for n in (text or "").split(",") if n.strip()))
    if text is not None and not names:
        raise UsageError("--fields needs at least one name")
    return names
