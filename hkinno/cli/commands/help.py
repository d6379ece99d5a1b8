"""Show how hkinno, or one of its commands, is used.

\b
  hkinno help
  hkinno help timeline

It is what `hkinno --help` and `hkinno timeline --help` show.
"""

from typing import Any

import click

from hkinno.cli.help import HelpCommand, HelpContext, write_help

GROUP = "Helpers"


def _commands(context: click.Context, _: click.Parameter, incomplete: str) -> Any:
    return context.find_root().command.shell_complete(context, incomplete)


@click.command("help", cls=HelpCommand, help=__doc__)
@click.argument("name", metavar="[COMMAND]", required=False, shell_complete=_commands)
@click.pass_context
def command(context: click.Context, name: str | None) -> None:
    root = context.find_root()
    if name is not None and isinstance(root.command, click.Group):
        _, found, _ = root.command.resolve_command(root, [name])
        if found:
            root = HelpContext(found, parent=root, info_name=name)
    write_help(root, context)
