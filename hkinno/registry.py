"""A folder as a menu: the modules of a package are the names that users type.

`names("formats")` reads the folder and imports nothing; `load("formats", "csv")` imports one.
"""

import os
from functools import cache
from importlib import import_module
from types import ModuleType

_HERE = os.path.dirname(__file__)
# modules of hkinno.cli that are no commands
_INNER = frozenset({"main", "options", "output", "editing", "editor", "typed"})


@cache
def names(package: str) -> tuple[str, ...]:
    """The names in a package of hkinno, sorted."""
    files = os.listdir(os.path.join(_HERE, package))
    found = (file.removesuffix(".py") for file in files if file.endswith(".py"))
    return tuple(sorted(n for n in found if not n.startswith("_") and n not in _INNER))


def load(package: str, name: str) -> ModuleType:
    """The module behind a name, which must be one of `names(package)`."""
    return import_module(f"hkinno.{package}.{name}")
