"""Print what makes a shell complete commands and values.

\b
  eval "$(hkinno completion bash)"                           in ~/.bashrc
  eval "$(hkinno completion zsh)"                            in ~/.zshrc
  hkinno completion fish > ~/.config/fish/completions/hkinno.fish

Ids, tags, categories, places, actors and fields are those of the store that is meant.
"""

import re
from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem, get_completion_class

from hkinno.cli.options import Choice, open_store
from hkinno.cli.output import write_out
from hkinno.errors import HkinnoError
from hkinno.events import FIELDS, PARTS, STORED, values_of
from hkinno.fields import DERIVED, unknown_fields, visible
from hkinno.reader import STDIN
from hkinno.store import Store

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


@click.command("completion", help=__doc__)
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


def candidates(what: str, stores: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """What the store offers for an option; nothing at all if it cannot be read.

    Of a list such as `a,b` the last member is completed. Standard input is the terminal here, and
    values that a shell cannot take on one line are left out.
    """
    paths = tuple(stores)
    if STDIN in paths:
        return []
    try:
        pairs = dict(_offers(what, open_store(paths)))
    except HkinnoError:
        return []
    done = "" if what == "id" else _done(incomplete)
    values = {value: value if what == "id" else _member(value) for value in pairs}
    start = incomplete[len(done) :].casefold()
    return [
        CompletionItem(done + values[value], help=about and visible(about))
        for value, about in sorted(pairs.items())
        if values[value].casefold().startswith(start) and visible(value) == value
    ]


def _done(typed: str) -> str:
    """The members of a list that are complete: all up to the last comma that is none of a value."""
    done = re.match(r"(?:(?:[^,\\]|\\.)*,)*", typed, re.S)
    return done[0] if done else ""


def _member(value: str) -> str:
    """A value as a member of a list such as `a,b`."""
    return re.sub(r"([\\,])", r"\\\1", value)


def _offers(what: str, store: Store) -> Iterator[tuple[str, str | None]]:
    if what == "id":
        yield from ((event.id, event.title) for event, _ in store.scan())
    elif what == "field":
        yield from ((name, None) for name in (*STORED, *DERIVED, *unknown_fields(store)))
    else:
        for row in FIELDS:
            if row.name == what and what not in PARTS:
                found = (values_of(event, row) for event, _ in store.scan())
                yield from ((value, None) for values in found for value in values)
