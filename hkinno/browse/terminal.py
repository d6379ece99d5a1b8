"""The terminal itself as the place to draw on and to read keys from, whatever the streams are."""

import io
import os
from typing import Any

from textual.driver import Driver


def driver_on(terminal: int) -> type[Driver]:
    """A driver for a terminal that is open for reading and writing, by its file descriptor.

    Textual's own reads standard input and writes standard error, and either may be a pipe.
    """
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Draws on that terminal."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fileno = terminal
            self.input_tty = True
            self._file = io.TextIOWrapper(
                os.fdopen(os.dup(terminal), "wb", 0), "utf-8", write_through=True
            )

        def _get_terminal_size(self) -> tuple[int, int]:
            size = os.get_terminal_size(terminal)
            return size.columns or 80, size.lines or 25

    return TerminalDriver
