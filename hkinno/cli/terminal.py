"""The terminal of standard output: how large it is, and who pages for it."""

import os
import sys

from hkinno.cli.streams import PAGER

MOST_COLUMNS = 10_000  # no screen has more, and what fits a width is made of so many characters


def screen() -> tuple[int, int]:
    """The columns and the rows of the terminal."""
    import shutil  # slow to load

    return shutil.get_terminal_size()  # heeds $COLUMNS


def terminal_width() -> int:
    """The columns of the terminal, or of who reads for one, within reason."""
    return min(max(20, screen()[0]), MOST_COLUMNS)


def pager_of(wish: bool | None) -> str | None:
    """The pager of a terminal, if answers are to be paged; as git decides it."""
    world = os.environ
    named = world.get("HKINNO_PAGER")
    if wish is None and (
        sys.stdin is None or not sys.stdin.isatty() or world.get("TERM") == "dumb" or "CI" in world
    ):
        return None
    if wish is False or (named is not None and not named.strip()):
        return None
    return named or PAGER


def open_terminal() -> int | None:
    """The terminal of the process, whatever its streams are; None if it has none."""
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None


def is_light() -> bool:
    """Whether the terminal says that its ground is light ($COLORFGBG, as rxvt has it)."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return ground in ("7", "15")
