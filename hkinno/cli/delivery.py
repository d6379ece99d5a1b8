"""An answer on its way out: written whole or not at all, with what has to be said of it."""

from collections.abc import Container, Iterable, Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from hkinno import registry
from hkinno.cli.advice import say_doubts
from hkinno.cli.output import FORMATS, NO_TEXT, Output
from hkinno.cli.streams import (
    encoded,
    has_reader,
    page,
    say_remarks,
    tell,
    warn,
    write_out,
)
from hkinno.cli.targets import is_same_file, refuse_loss
from hkinno.cli.terminal import screen
from hkinno.errors import HkinnoError, UsageError, named
from hkinno.events import VALUES
from hkinno.fields import check_names
from hkinno.files import STDIN, replace
from hkinno.render import RenderOptions
from hkinno.store.store import Entry, Selection, Store, load
from hkinno.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from hkinno.losses import Report

LISTED = "; --explain-loss lists them"
_UNNAMED = "this is the bundled chronology, for want of an events.json in this folder"


def deliver(selection: Selection, store: Store, output: Output) -> None:
    """Write a selection, and what has to be said about it."""
    say_doubts(selection, output.options.lang)
    check_names(output.options.fields, store)
    module = registry.load("formats", output.format)
    options = shown_of(output.options, selection, store)
    if getattr(module, "WHOLE", False):
        options = options._replace(title=store.title(), categories=store.categories())
    if remarks := getattr(module, "remarks", None):
        say_remarks(remarks(selection.entries, options))
    whole = getattr(module, "STORE", False) and not (options.fields or options.lang)
    lost = _find_losses(module, output, selection.entries)
    entries: Iterable[Entry] = selection.entries
    if getattr(module, "STREAM", False):
        from hkinno.cli.progress import watched  # few formats are written so

        ordered = sorted(entries, key=lambda entry: entry.place)
        entries = watched(ordered, len(ordered), f"writing {output.format}")
    emit(
        module.write(entries, options),
        output,
        said=plural(len(selection.entries) - (lost.absent if lost else 0), "event"),
        kept={entry.event.id for entry in selection.entries} if whole else None,
        store=store,
    )
    if lost is not None:
        _say_losses(lost, output.explain_loss)


def _find_losses(module: ModuleType, output: Output, entries: Sequence[Entry]) -> "Report | None":
    """What is lost in a format that cannot carry all; None where nothing is.

    Raises HkinnoError if that is refused.
    """
    if (carries := getattr(module, "CARRIES", None)) is None:
        if output.format not in FORMATS:
            _say_unknown(output)
        return None
    from hkinno.losses import Carries, Report  # needed for these formats alone

    if not isinstance(carries, Carries):
        raise HkinnoError(f"what {output.format} declares as CARRIES is no hkinno.losses.Carries")
    headed = [row.name for row in VALUES if row.option == output.options.group]
    found = Report(output.format, carries.headed_by(headed[0]) if headed else carries, entries)
    if found.is_empty:
        return None
    if output.strict:
        if output.explain_loss:
            _list_losses(found)
        raise HkinnoError(found.line("; nothing is written (--strict)"))
    return found


def _say_unknown(output: Output) -> None:
    """Of a format of another package that declares nothing. Raises HkinnoError with --strict."""
    said = f"hkinno does not know what {output.format} leaves out"
    if output.strict:
        raise HkinnoError(f"{said}; nothing is written (--strict)")
    warn(said)


def _say_losses(found: "Report", explained: bool) -> None:
    warn(found.line("" if explained else LISTED))
    if explained:
        _list_losses(found)


def _list_losses(found: "Report") -> None:
    for line in found.lines():
        tell(line)


def shown_of(options: RenderOptions, selection: Selection, store: Store) -> RenderOptions:
    """The same options, with what an answer says of the store that it was made from.

    What leaves the terminal is for others, whom the folders of its author do not concern.
    """
    return options._replace(total=selection.total, stores=store.labels(brief=not options.terminal))


def emit(
    chunks: Iterable[str | bytes],
    output: Output,
    said: "str | Callable[[], str]" = "",
    kept: Container[str] | None = None,
    store: Store | None = None,
) -> None:
    """Write text as UTF-8, or bytes: to a pager, standard output, or a file, whole or not at all.

    `said` is how much that is, and `kept` are the ids of the events that can be read back from it,
    if it is a store itself.
    Raises HkinnoError where that would destroy other events.
    """
    if output.file is not None:
        _write_file(chunks, output, output.file, kept, store)
        if has_reader():
            told = said if isinstance(said, str) else said()
            warn(f"wrote {named(output.file)}{told and f': {told}'}")
    elif output.pager:
        page(_texts(chunks), output.pager, screen(), output.paged)
    else:
        write_out(_texts(chunks) if output.options.terminal else chunks)
    if output.unnamed and (output.file is not None or output.options.terminal):
        warn(f"{_UNNAMED}; make your own with:", "hkinno init")


def _texts(chunks: Iterable[str | bytes]) -> Iterator[str]:
    """What goes to a terminal. Raises UsageError for bytes of a format that did not say so."""
    for chunk in chunks:
        if isinstance(chunk, bytes):
            raise UsageError(f"this format {NO_TEXT}")
        yield chunk


def _write_file(
    chunks: Iterable[str | bytes],
    output: Output,
    file: str,
    kept: Container[str] | None,
    store: Store | None,
) -> None:
    def known() -> set[str]:
        if store:
            return store.names()
        return {n for path in output.stores if path != STDIN for n in load(path).names()}

    data = map(encoded, chunks)
    seen = None if output.force else refuse_loss(file, output.stores, kept, known, bool(store))
    if kept is not None and any(is_same_file(path, file) for path in output.stores):
        from hkinno.cli.editing import rewrite_store  # few need it

        rewrite_store(file, b"".join(data))
    else:
        say_remarks(replace(file, data, seen))
