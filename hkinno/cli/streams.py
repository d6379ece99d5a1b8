"""The streams of the process: bytes to standard output or a pager, sentences to standard error."""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

import click

from hkinno.errors import HkinnoError, UsageError, quoted


def write_out(chunks: Iterable[str]) -> None:
    """Write text to standard output, as UTF-8 whatever the locale."""
    if sys.stdout is None:
        raise HkinnoError("standard output is closed")
    for chunk in chunks:
        _put(chunk.encode())
    _put(b"")


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


def page(data: Iterable[bytes], pager: str) -> None:
    import shlex
    import subprocess

    quits = contextlib.suppress(BrokenPipeError)  # the reader may leave the pager at any time
    try:
        with quits, subprocess.Popen(shlex.split(pager), stdin=subprocess.PIPE) as process:
            assert process.stdin is not None  # it is a pipe
            process.stdin.writelines(data)
    except (OSError, ValueError) as error:
        raise UsageError(f"the pager {quoted(pager)} cannot be started: {error}") from error


def warn(message: str) -> None:
    """A sentence on standard error."""
    tell(f"hkinno: {message}")


def tell(line: str) -> None:
    """A line on standard error. That it cannot be told is no fault: what it tells of is done."""
    try:
        click.echo(line, err=True)
    except OSError:
        silence(sys.stderr)


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
