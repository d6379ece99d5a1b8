"""How help is laid out: commands in groups, options under headings, and where the manual is."""

import sys
from typing import Any

import click

from hkinno import registry
from hkinno.cli.slips import refuse_dashes
from hkinno.cli.streams import Wish, wants_color, write_out

COMMANDS = "cli/commands"
GROUPS = {  # of commands, in this order; and the page of the manual that tells of them
    "Look": "docs/tour.md",
    "Import": "docs/import.md",
    "Change": "docs/editing.md",
    "Check and merge": "docs/editing.md",
    "Helpers": "docs/reference.md",
}
MANUAL = (
    "The manual is README.md and the pages in docs/, in the folder from which hkinno was installed."
)
_MAIN = "timeline"  # stands first
_WIDEST = 30  # columns of what is typed; what is longer has a line of its own


class HelpOption(click.Option):
    """An option that stands under a heading."""

    def __init__(self, *names: Any, heading: str, **attributes: Any) -> None:
        super().__init__(*names, **attributes)
        self.heading = heading


class HelpFormatter(click.HelpFormatter):
    """Help with headings that stand out where there is colour."""

    def write_heading(self, heading: str) -> None:
        super().write_heading(click.style(heading, bold=True))


class HelpContext(click.Context):
    """How a command is called, whose help is laid out so."""

    formatter_class = HelpFormatter


def show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """What `--help` does."""
    if wanted and not context.resilient_parsing:
        write_help(context, context)
        context.exit()


def write_help(shown: click.Context, context: click.Context) -> None:
    """Write the help of a command, which is data: if that cannot be done, it is an error."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    colored = wants_color(terminal) and context.ensure_object(Wish).color is not False
    text = shown.get_help()
    write_out([f"{text if colored else click.unstyle(text)}\n"])


def forbid_color(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """What `--no-color` does."""
    if wanted:
        context.ensure_object(Wish).color = False


no_color = HelpOption(
    ["--no-color"],
    heading="Terminal",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=forbid_color,
    help="Neither in answers nor in messages.",
)


class HelpCommand(click.Command):
    """A command whose options stand under their headings, all others under Options."""

    context_class = HelpContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        refuse_dashes(ctx, args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        own, last = self.params, super().get_params(ctx)[len(self.params) :]  # its --help
        return [*own, no_color, *last]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record and isinstance(param, click.Option):
                heading = param.heading if isinstance(param, HelpOption) else "Options"
                rows.setdefault(heading, []).append(record)
        specs = [len(spec) for section in rows.values() for spec, _ in section]
        width = max(n for n in specs if n <= _WIDEST)
        for heading, section in rows.items():
            with formatter.section(heading):
                padded = [(typed(f"{spec:<{width}}"), told) for spec, told in section]
                formatter.write_dl(padded, col_max=width)


def typed(text: str) -> str:
    """What is typed, as it stands in help: in colour."""
    return click.style(text, fg="cyan")


def group_of(name: str) -> str:
    """The group of a command, which its file declares, as in `GROUP = "Look"`; else Helpers."""
    group: str = registry.constant(COMMANDS, name, "GROUP", default="")
    return group if group in GROUPS else "Helpers"


def grouped() -> dict[str, list[str]]:
    """The commands of each group, in the order in which they are listed."""
    names = sorted(registry.names(COMMANDS), key=lambda name: name != _MAIN)
    return {group: [name for name in names if group_of(name) == group] for group in GROUPS}


def write_commands(formatter: click.HelpFormatter) -> None:
    """All commands by their groups, none of them imported, and where to read on."""
    widest = max(map(len, registry.names(COMMANDS)))
    for group, names in grouped().items():
        with formatter.section(f"{group} ({GROUPS[group]})"):
            rows = [
                (typed(f"{name:<{widest}}"), registry.headline(COMMANDS, name)) for name in names
            ]
            formatter.write_dl(rows)
