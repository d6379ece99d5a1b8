"""Print what makes a shell complete commands and values.

\b
  eval "$(hkinno completion bash)"                           in ~/.bashrc
  eval "$(hkinno completion zsh)"                            in ~/.zshrc
  hkinno completion fish > ~/.config/fish/completions/hkinno.fish

Ids, tags, categories, places, actors and fields are those of the store that is meant.
"""

import click
from click.shell_completion import get_completion_class

from hkinno.cli.help import HelpCommand
from hkinno.cli.options import Choice
from hkinno.cli.streams import write_out

GROUP = "Helpers"

# What click's scripts do to values of more than one word, or with a comma or a backslash.
_MENDED = {
    "bash": [
        ("read type value", "read -r type value"),
        (
            "COMPREPLY+=($value)",
            """COMPREPLY+=("$value")
            # readline then quotes the value as it quotes a file's name
            [[ $value == *[^[:alnum:],._:/=@%+-]* ]] && compopt -o filenames""",
        ),
    ],
    "zsh": [],
    "fish": [('string split ","', 'string split --max 1 ","')],
}


@click.command("completion", cls=HelpCommand, help=__doc__)
@click.argument("shell", type=Choice(list(_MENDED)))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    found = get_completion_class(shell)
    assert found is not None  # click knows the three shells
    root = context.find_root()
    script = found(root.command, {}, "hkinno", "_HKINNO_COMPLETE").source()
    for theirs, ours in _MENDED[shell]:
        script = script.replace(theirs, ours)
    write_out([script])
