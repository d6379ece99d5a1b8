"""The edge: finds commands, reads the terminal, writes bytes, turns errors into exit codes."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hkinno import registry
from hkinno.cli.help import (
    COMMANDS,
    MANUAL,
    HelpContext,
    forbid_color,
    show_help,
    write_commands,
)
from hkinno.cli.slips import format_usage_error, near_name, near_value
from hkinno.cli.streams import Wish, fail, silence, write_out
from hkinno.errors import HkinnoError, named, quoted

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_LONG = 800  # characters of a sentence, which may quote something without an end
_INTRO = """hkinno keeps a chronology and is honest about its dates.

\b
Four commands to try:
  hkinno browse
  hkinno timeline --since 2015
  hkinno show science-park-opens
  hkinno date "circa 1620"
"""


class Menu(click.Group):
    """The commands are files of a folder; only the one that is called is imported."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(registry.names(COMMANDS))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in registry.names(COMMANDS):
            return None
        found: click.Command = registry.load(COMMANDS, name).command
        if not gc.isenabled():  # all that is needed is loaded, and need not be looked through
            gc.freeze()
            gc.enable()
        return found

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        if option := super().get_help_option(ctx):
            option.callback = show_help
        return option

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        write_commands(formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        names = [name for name in registry.names(COMMANDS) if name.startswith(incomplete)]
        return [CompletionItem(n, help=registry.headline(COMMANDS, n)) for n in names]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = registry.names(COMMANDS)
        if args[0] not in known and not args[0].startswith("-"):
            hint = near_name(args[0], known) or near_value(args[0], "hkinno timeline")
            hint = hint or f"; there are {', '.join(known)}"
            raise click.UsageError(f"no command {quoted(args[0])}{hint}", ctx)
        name, found, rest = super().resolve_command(ctx, args)
        if found and (option := found.get_help_option(ctx)):
            option.callback = show_help
        return name, found, rest

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand or ""
            if error.ctx is None and (called := self.get_command(ctx, name)):
                error.ctx = click.Context(called, parent=ctx, info_name=name)  # for its --help
            raise


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        write_out([f"hkinno {version('hkinno')}\n"])
        context.exit()


@click.group(
    cls=Menu,
    help=_INTRO,
    epilog=MANUAL,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Which hkinno this is.",
)
@click.option(
    "--no-color",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=forbid_color,
    help="Neither in answers nor in messages.",
)
@click.pass_context
def cli(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        more = "\nhkinno --help lists all commands, and says where the manual is.\n"
        write_out([_INTRO.replace("\b\n", "") + more])


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0 done, 1 could not, 2 usage, 130 interrupted."""
    stdout, wish = sys.stdout, Wish()
    try:
        result: Any = cli.main(args=argv, prog_name="hkinno", standalone_mode=False, obj=wish)
        return result if isinstance(result, int) else 0
    except HkinnoError as error:
        return _fail(str(error), error.exit_code, error, wish)
    except click.ClickException as error:
        return _fail(format_usage_error(error), error.exit_code, error, wish)
    except RecursionError as error:  # at the brink: a reader higher up took it, one below does not
        return _fail("brackets are nested too deeply in one of the events", 1, error, wish)
    except RuntimeError as error:  # which Python 3.11 makes of a signal where a class is being made
        if not isinstance(error.__cause__, KeyboardInterrupt | SystemExit):
            raise
        if isinstance(error.__cause__, SystemExit):
            raise error.__cause__ from None
        return 130
    except MemoryError as error:
        sys.unraisablehook = lambda _: None  # who ends now may have no room for that either
        error.__traceback__ = None  # it holds on to what there was no room for
        return _fail("there is not enough memory for this", 1, error, wish)
    except ImportError as error:  # also where a library finds no memory, or cannot be read
        return _fail(f"a part of hkinno cannot be loaded: {error}", 1, error, wish)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except OSError as error:  # what no one below took for a fault of a file of the user
        if isinstance(error.__context__, KeyboardInterrupt):  # click tells it, and could not
            return 130
        return _fail(_format_os_error(error), 1, error, wish)
    except SystemExit:
        if sys.stdout is stdout:
            raise
        silence(stdout)  # click has replaced it: the reader has closed the pipe
        return 0


def _fail(message: str, code: int, error: Exception, wish: Wish) -> int:
    if os.environ.get("HKINNO_DEBUG"):
        raise error
    fail(message if len(message) < _LONG else f"{message[:_LONG]} … {message[-99:]}", wish)
    return code


def _format_os_error(error: OSError) -> str:
    where = f"{named(os.fsdecode(error.filename))}: " if error.filename else ""
    return f"the system refuses: {where}{error.strerror or error}"
