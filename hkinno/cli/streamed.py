"""A whole store in a format that looks at each event but once: written as it comes, with a bar."""

from collections.abc import Iterator
from itertools import accumulate

from hkinno import registry
from hkinno.cli.advice import say_doubts
from hkinno.cli.delivery import emit
from hkinno.cli.output import Output
from hkinno.cli.progress import watched
from hkinno.store.store import Doubt, Entry, Selection, Store
from hkinno.text import plural


def deliver_all(store: Store, output: Output) -> None:
    """Write all events of a store as they come, in a format that needs to see each but once."""
    doubts, module = list[Doubt](), registry.load("formats", output.format)
    sizes = [reader.size for reader in store.readers]
    begins = {id(r): b for r, b in zip(store.readers, accumulate(sizes, initial=0), strict=False)}
    seen = 0

    def counted() -> Iterator[Entry]:
        nonlocal seen
        for seen, entry in enumerate(store.stream(doubts), 1):  # noqa: B007  # is told at the end
            yield entry

    entries = watched(
        counted(),
        sum(sizes),
        f"writing {output.format}",
        lambda entry: begins[id(entry.reader)] + entry.start,
    )
    options = output.options._replace(title=store.title())
    emit(module.write(entries, options), output, lambda: plural(seen, "event"), store=store)
    say_doubts(Selection([], seen, doubts), None)
