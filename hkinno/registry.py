"""A folder as a menu: the modules of a package are the names that users type.

`names("formats")` reads the folder and imports nothing; `load("formats", "csv")` imports one. What
a menu has to tell of all its modules is read from their sources, since to import them would take a
hundred times as long: their first line, the constants that they declare, the functions they have.

Other packages may bring modules that do the same, as entry points of the group `hkinno.formats`.
They are looked for only where a name, or a suffix, is none of ours, which they cannot take away.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hkinno.errors import HkinnoError, quoted

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

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
        return _load_foreign(package, name)
    return import_module(f"hkinno.{package.replace('/', '.')}.{name}")


def headline(package: str, name: str) -> str:
    """The first line of a module's docstring."""
    return _source(package, name).split("\n", 1)[0].strip('"')


def constant(package: str, name: str, what: str, *, default: Any) -> Any:
    """A constant that a module declares on one line of its own, as in `SUFFIXES = (".md",)`."""
    if name and name not in names(package):
        return getattr(_load_foreign(package, name), what, default)
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
    return tuple(sorted(name for name in _foreign(package) if name not in names(package)))


def foreign_of(suffix: str, package: str = "formats") -> str | None:
    """The name of another package's module that has this suffix: its name, or one it declares."""
    known = foreign_names(package)
    if suffix.removeprefix(".") in known:
        return suffix.removeprefix(".")  # and no other is loaded
    return next((name for name in known if suffix in _suffixes_or_none(name, package)), None)


def _suffixes_or_none(name: str, package: str) -> tuple[str, ...]:
    try:
        return suffixes(name, package)
    except HkinnoError:
        return ()  # it is broken, which is told to those who name it


def _foreign(package: str) -> dict[str, list["EntryPoint"]]:
    from importlib.metadata import entry_points  # takes as long as all else

    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=f"hkinno.{package}"):
        same = found.setdefault(point.name, [])
        if point.value not in [other.value for other in same]:
            same.append(point)
    return found


@cache
def _load_foreign(package: str, name: str) -> ModuleType:
    """The module of another package, whose faults are HkinnoErrors."""
    points = _foreign(package).get(name, [])
    label = f"the format {quoted(name)}, which is {' and '.join(p.value for p in points)},"
    if len(points) != 1:
        raise HkinnoError(f"{label} is brought by two packages; uninstall one")
    try:
        found = points[0].load()
    except Exception as error:  # whatever a stranger's code does
        raise HkinnoError(f"{label} cannot be loaded: {_why(error)}") from error
    module = ModuleType(name, getattr(found, "__doc__", None))
    module.__dict__.update(vars(found) if isinstance(found, ModuleType) else {})
    acts = [act for act in ("write", "read") if callable(getattr(found, act, None))]
    if not acts:
        raise HkinnoError(f"{label} has neither write nor read, so it is no format")
    for act in acts:
        setattr(module, act, _told(getattr(found, act), label))
    return module


def _told(act: Callable[..., Any], label: str) -> Callable[..., Iterator[Any]]:
    """A stranger's function, whose faults are told in a sentence."""

    def run(*args: Any) -> Iterator[Any]:
        try:
            yield from act(*args)
        except (HkinnoError, MemoryError, RecursionError):
            raise
        except Exception as error:
            raise HkinnoError(f"{label} failed: {_why(error)}") from error

    return run


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
