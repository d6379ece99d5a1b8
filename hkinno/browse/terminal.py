"""The terminal itself as the place to draw on and to read keys from, whatever the streams are."""

import io
import os
import select
from contextlib import suppress
from typing import Any

from textual.driver import Driver

_EVERY = 1.0  # seconds, after which it is looked whether the terminal is still there


class _Output(io.RawIOBase):
    """A terminal to write to; once it is gone, nothing is written, and nobody waits for it."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        rest = memoryview(data)
        with suppress(OSError):
            while rest:
                rest = rest[os.write(self._terminal, rest) :]
        return len(data)


def driver_on(terminal: int) -> type[Driver]:
    """A driver for a terminal that is open for reading and writing, by its file descriptor.

    Textual's own reads standard input and writes standard error, and either may be a pipe.
    """
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Draws on that terminal, and leaves when it is closed."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fileno = terminal
            self.input_tty = True
            self._size = self._size or self._get_terminal_size()  # else that of standard output
            self._file = io.TextIOWrapper(
                io.BufferedWriter(_Output(terminal)), "utf-8", write_through=True
            )
            self._app.set_interval(_EVERY, self._leave_if_gone)

        def _leave_if_gone(self) -> None:
            """Where no signal tells of it, reading would go on for ever, and find nothing."""
            poll = select.poll()
            poll.register(terminal, select.POLLIN)
            if any(what & (select.POLLHUP | select.POLLERR) for _, what in poll.poll(0)):
                self._app.exit()

        def _get_terminal_size(self) -> tuple[int, int]:
            try:
                size = os.get_terminal_size(terminal)
            except OSError:
                return 80, 25
            return size.columns or 80, size.lines or 25

    return TerminalDriver
