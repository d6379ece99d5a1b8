"""A folder as a menu: the modules of a package are the names that users type.

`names("formats")` reads the folder and imports nothing; `load("formats", "csv")` imports one. What
a menu has to tell of all its modules is read from their sources, since to import them would take a
hundred times as long: their first line, the constants that they declare, the functions they have.

Other packages may bring modules that do the same, as entry points of the group `hkinno.formats`.
They are looked for only where a name, or a suffix, is none of ours, which they cannot take away.
"""

import os
import re
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from hkinno import foreign
from hkinno.errors import HkinnoError

_HERE = os.path.dirname(__file__)


@cache
def names(package: str) -> tuple[str, ...]:
    """The names in a package of hkinno, as in "formats" or "cli/commands", sorted."""
    files = os.listdir(os.path.join(_HERE, package))
    found = (file.removesuffix(".py") for file in files if file.endswith(".py"))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def load(package: str, name: str) -> ModuleType:
    """The module behind a name of `names`, or of `foreign_names`. Raises HkinnoError of these."""
    if name not in names(package):
        return foreign.load(_group(package), name)
    return import_module(f"hkinno.{package.replace('/', '.')}.{name}")


def headline(package: str, name: str) -> str:
    """The first line of a module's docstring."""
    return _source(package, name).split("\n", 1)[0].strip('"')


def constant(package: str, name: str, what: str, *, default: Any) -> Any:
    """A constant that a module declares on one line of its own, as in `SUFFIXES = (".md",)`."""
    if name and name not in names(package):
        return getattr(foreign.load(_group(package), name), what, default)
    if not name or not (found := re.search(rf"^{what} = (.+)$", _source(package, name), re.M)):
        return default
    from ast import literal_eval

    return literal_eval(found[1].partition("  #")[0])


def suffixes(name: str, package: str = "formats") -> tuple[str, ...]:
    """The suffixes of a format: those that it declares, else its name."""
    found: tuple[str, ...] = constant(package, name, "SUFFIXES", default=(f".{name}",))
    return found


def having(package: str, function: str) -> tuple[str, ...]:
    """The names whose modules have a function of this name."""
    head = f"\ndef {function}("
    return tuple(name for name in names(package) if head in _source(package, name))


@cache
def _source(package: str, name: str) -> str:
    folder = os.path.join(_HERE, package)
    loader: Any = import_module(f"hkinno.{package.replace('/', '.')}").__loader__
    data: bytes = loader.get_data(os.path.join(folder, f"{name}.py"))
    return data.decode()


# --- of other packages


def foreign_names(package: str) -> tuple[str, ...]:
    """The names that other packages bring to this one, sorted."""
    return tuple(
        sorted(name for name in foreign.entry_points(_group(package)) if name not in names(package))
    )


def foreign_of(suffix: str, package: str = "formats") -> str | None:
    """The name of another package's module that has this suffix: its name, or one it declares."""
    known = foreign_names(package)
    if suffix.removeprefix(".") in known:
        return suffix.removeprefix(".")  # and no other is loaded
    return next((name for name in known if suffix in _suffixes_or_none(name, package)), None)


def _group(package: str) -> str:
    return f"hkinno.{package}"


def _suffixes_or_none(name: str, package: str) -> tuple[str, ...]:
    try:
        return suffixes(name, package)
    except HkinnoError:
        return ()  # it is broken, which is told to those who name it
