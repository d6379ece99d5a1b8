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

# What click's scripts do to values of more than one word, or with a comma, a backslash or `=`.
_MENDED = {
    "bash": [
        (
            "    local response\n",
            """    local response
    # bash takes FIELD=VALUE for three words: they are one here, of which bash replaces the last
    local i line=$COMP_LINE cword=0 words=()
    for i in "${!COMP_WORDS[@]}"; do
        local word=${COMP_WORDS[i]} joined=
        [[ -n $word && $line == "$word"* || -z $word && -z $line ]] && joined=1
        if [[ $joined && i -gt 0 && ( $word == = || ${COMP_WORDS[i - 1]} == = ) ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        line=${line#*"$word"}
        (( i == COMP_CWORD )) && cword=$(( ${#words[@]} - 1 ))
    done
    local last=${COMP_WORDS[COMP_CWORD]#=}
    local before=${words[cword]%"$last"}
    [[ $before == *= ]] || before=
    [[ $before == -* ]] && before=${before#*=}
    before=${before//\\\\/}
""",
        ),
        (
            'COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD',
            'COMP_WORDS="${words[*]}" COMP_CWORD=$cword',
        ),
        ("read type value", "read -r type value"),
        (
            "COMPREPLY+=($value)",
            """COMPREPLY+=("${value#"$before"}")
            [[ $value == *= ]] && compopt -o nospace
            # readline then quotes the value as it quotes a file's name
            [[ $value == *[^[:alnum:],._:/=@%+-]* ]] && compopt -o filenames""",
        ),
    ],
    "zsh": [
        (
            '                completions+=("$key")',
            """                if [[ "$key" == *= ]]; then
                    compadd -U -V unsorted -S '' -- "$key"  # its value follows
                else
                    completions+=("$key")
                fi""",
        ),
    ],
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
