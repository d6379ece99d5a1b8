"""`hkinno completion`: the shell's part, and what it is offered from the store."""

from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem, get_completion_class

from hkinno.cli.options import open_store
from hkinno.cli.output import write_out
from hkinno.errors import HkinnoError
from hkinno.fields import DERIVED, STORED, unknown_fields
from hkinno.query import WORD_FILTERS
from hkinno.store import Store


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands, options, ids, tags, categories and formats.

    \b
      eval "$(hkinno completion bash)"                           in ~/.bashrc
      eval "$(hkinno completion zsh)"                            in ~/.zshrc
      hkinno completion fish > ~/.config/fish/completions/hkinno.fish
    """
    found = get_completion_class(shell)
    assert found is not None  # click knows the three shells
    root = context.find_root()
    write_out([found(root.command, {}, "hkinno", "_HKINNO_COMPLETE").source()])


def candidates(what: str, stores: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """What the store offers for an option; nothing at all if it cannot be read.

    Of a list such as `a,b` the last member is completed.
    """
    done, comma, typed = incomplete.rpartition(",")
    try:
        pairs = dict(_offers(what, open_store(stores)))
    except HkinnoError:
        return []
    start = typed.casefold()
    return [
        CompletionItem(done + comma + value.replace(",", "\\,"), help=about)
        for value, about in sorted(pairs.items())
        if value.casefold().startswith(start)
    ]


def _offers(what: str, store: Store) -> Iterator[tuple[str, str | None]]:
    if what == "id":
        yield from ((event.id, event.title) for event, _ in store.scan())
    elif what == "field":
        yield from ((name, None) for name in (*STORED, *DERIVED, *unknown_fields(store)))
    else:
        values = next(row.values for row in WORD_FILTERS if row.name == what)
        yield from ((value, None) for event, _ in store.scan() for value in values(event))
