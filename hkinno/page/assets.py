"""The files of this folder that are no code of Python's: templates, styles, scripts, texts."""

import os
from functools import cache

from hkinno.files import read_bytes


@cache
def asset(name: str) -> str:
    """The text of a file of this folder."""
    return read_bytes(os.path.join(os.path.dirname(__file__), name)).decode()
