"""The streams of the process: standard input as it comes, standard output, a pager, sentences."""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TextIO

import click
from msgspec import Struct

from hkinno.errors import HkinnoError, StoreError, UsageError, quoted
from hkinno.files import (
    MOST_HELD,
    PIECE,
    STDIN,
    cannot_read,
    label_of,
    refuse_device,
    replace,
    too_large,
)
from hkinno.text import escape_controls, width, wrap

if TYPE_CHECKING:
    import subprocess

PAGER = "less -FRX"
"""The usual one: what fits the screen stays on it, colours are colours."""
_INDENT = "  "  # of a message's lines but the first one
_WAIT = 0.05  # seconds for what comes, after which others have their turn
_LEAST = 20  # columns; nobody reads in fewer


def write_out(chunks: Iterable[str | bytes]) -> None:
    """Write to standard output: text as UTF-8 whatever the locale, bytes as they are."""
    if sys.stdout is None:
        raise HkinnoError("standard output is closed")
    for chunk in chunks:
        _put(encoded(chunk))
    _put(b"")


def encoded(chunk: str | bytes) -> bytes:
    """A piece of an answer, as it is written."""
    return chunk.encode() if isinstance(chunk, str) else chunk


def _put(data: bytes) -> None:
    """Write bytes to standard output; none at all flush what was written before."""
    try:
        sys.stdout.buffer.write(data)
        if not data:
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader has what it wanted, which is no fault
    except OSError as error:
        silence(sys.stdout)
        raise HkinnoError(f"standard output cannot be written: {error.strerror}") from error


def silence(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, since flushing it at exit would fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def page(chunks: Iterable[str], pager: str, screen: tuple[int, int], always: bool) -> None:
    """Write text to a pager; what fits a screen of these columns and rows only if told `always`."""
    import shutil  # slow to load

    rest = iter(chunks)
    head, is_longer = _screenful(rest, *screen)
    whole = chain(head, rest)
    if not (is_longer or always):
        write_out(head)
    elif pager == PAGER and not shutil.which("less"):
        write_out(whole)
    else:
        _send((chunk.encode() for chunk in whole), pager)


def _screenful(chunks: Iterator[str], columns: int, rows: int) -> tuple[list[str], bool]:
    """The first chunks, and whether they have as many lines as there are rows; else they are all.

    The last row is for the prompt of the shell.
    """
    head, lines = [], 0
    for chunk in chunks:
        head.append(chunk)
        lines += sum(1 + max(0, width(line) - 1) // columns for line in chunk.splitlines())
        if lines >= rows:
            return head, True
    return head, False


def _send(data: Iterable[bytes], pager: str) -> None:
    import shlex
    import subprocess

    try:
        with subprocess.Popen(shlex.split(pager), stdin=subprocess.PIPE) as process:
            assert process.stdin is not None  # it is a pipe
            try:
                with contextlib.suppress(BrokenPipeError):  # the reader may leave at any time
                    process.stdin.writelines(data)
            finally:
                with contextlib.suppress(OSError):
                    process.stdin.close()
                _wait(process)
    except (OSError, ValueError) as error:
        raise UsageError(f"the pager {quoted(pager)} cannot be started: {error}") from error


def _wait(process: "subprocess.Popen[bytes]") -> None:
    """Wait until a pager has ended. An interrupt does not end it: it has the terminal."""
    while True:
        try:
            process.wait()
            return
        except KeyboardInterrupt:
            continue


class Wish(Struct):
    """Whether colour is wanted, as it was typed for the process: `--no-color`."""

    color: bool | None = None


def wants_color(terminal: bool) -> bool:
    """Whether what goes to a terminal, or to none, is coloured, as the environment has it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def warn(message: str, command: str = "") -> None:
    """A sentence on standard error, and perhaps a command, which is left in one piece."""
    context = click.get_current_context(silent=True)
    _say(message, command, "yellow", context.find_object(Wish) if context else None)


def say_remarks(remarks: Iterable[str]) -> None:
    """What has to be said of a file that was written."""
    for remark in remarks:
        warn(f"warning: {remark}")


@contextlib.contextmanager
def though_done(what: str) -> Iterator[None]:
    """Where an answer cannot be written, say that what it tells of is done nevertheless."""
    try:
        yield
    except HkinnoError as error:
        raise HkinnoError(f"{error}; but {what}") from error


def fail(message: str, wish: Wish) -> None:
    """Why the command could not do what it should, on standard error."""
    _say(message, "", "red", wish)


def tell(line: str) -> None:
    """A line below a sentence on standard error."""
    _write(escape_controls(line))


def has_reader() -> bool:
    """Whether a person reads standard error."""
    return sys.stderr is not None and sys.stderr.isatty()


def _say(message: str, command: str, ink: str, wish: Wish | None) -> None:
    terminal, command = has_reader(), escape_controls(command)
    lines = [f"hkinno: {escape_controls(message)}"]
    if command and terminal and width(f"{lines[0]} {command}") > _columns():
        lines += [f"{_INDENT}{command}"]
    elif command:
        lines[0] += f" {command}"
    if terminal:
        lines = [*_folded(lines[0]), *lines[1:]]
    if wants_color(terminal) and not (wish and wish.color is False):
        for head in ("hkinno: warning:", "hkinno:"):
            if lines[0].startswith(head) and (ink == "red" or head != "hkinno:"):
                lines[0] = click.style(head, fg=ink, bold=True) + lines[0].removeprefix(head)
                break
    _write("\n".join(lines))


def _write(lines: str) -> None:
    """Write to standard error. That it cannot be told is no fault: what it tells of is done."""
    try:
        click.echo(lines, err=True, color=True)
    except OSError:
        silence(sys.stderr)


def _folded(line: str) -> list[str]:
    """A sentence in lines that fit the terminal, all but the first one indented."""
    first, *rest = wrap(line, _columns() - len(_INDENT))
    return [first.rstrip(), *(f"{_INDENT}{part.rstrip()}" for part in rest)]


def _columns() -> int:
    """The columns of the terminal that standard error is."""
    if (told := os.environ.get("COLUMNS", "")).isdecimal() and int(told):
        return max(_LEAST, int(told))
    try:
        return max(_LEAST, os.get_terminal_size(sys.stderr.fileno()).columns or 80)
    except OSError:
        return 80


def arriving(copy: str) -> Iterator[None]:
    """Copy standard input into a file, in steps, also while nothing comes. Raises StoreError.

    What is typed on a terminal is one step, and so is all where the system cannot tell.
    """
    import select  # few need it

    label, pieces, size = label_of(STDIN), list[bytes](), 0
    if sys.stdin is None:
        raise StoreError("standard input is closed")
    stream = sys.stdin.buffer
    refuse_device(stream, label)
    waits = not stream.isatty() and os.name == "posix"
    try:
        while not pieces or pieces[-1]:
            while waits and not select.select([stream], [], [], _WAIT)[0]:
                yield
            pieces.append(os.read(stream.fileno(), PIECE))
            size += len(pieces[-1])
            if size > MOST_HELD:
                raise too_large(label)
            if waits:
                yield
    except OSError as error:
        raise cannot_read(label, error) from error
    replace(copy, pieces)
