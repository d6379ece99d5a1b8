"""What other packages bring: modules of a stranger, by entry points, whose faults are sentences.

The group `hkinno.formats` has formats: `write`, `read` or both, and constants in capitals, of which
`hkinno.formats` says what they mean.
"""

from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hkinno.errors import HkinnoError, quoted

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_Points = dict[str, list["EntryPoint"]]


@cache
def entry_points(group: str) -> _Points:
    """The entry points of a group by their names, each once; two packages may have one name."""
    from importlib import metadata  # takes as long as all else

    found: _Points = {}
    for point in metadata.entry_points(group=group):
        same = found.setdefault(point.name, [])
        if point.value not in [other.value for other in same]:
            same.append(point)
    return found


@cache
def load(group: str, name: str) -> ModuleType:
    """What a name of a group leads to. Raises HkinnoError."""
    points = entry_points(group).get(name, [])
    label = f"the format {quoted(name)}, which is {' and '.join(p.value for p in points)},"
    if len(points) != 1:
        raise HkinnoError(f"{label} is brought by two packages; uninstall one")
    try:
        found = points[0].load()
    except (Exception, SystemExit) as error:  # whatever a stranger's code does
        raise HkinnoError(f"{label} cannot be loaded: {_why(error)}") from error
    module = ModuleType(name, getattr(found, "__doc__", None))
    for act, check in (("write", _is_chunk), ("read", _is_row)):
        if callable(done := getattr(found, act, None)):
            setattr(module, act, _told(done, label, check))
    if not (hasattr(module, "write") or hasattr(module, "read")):
        raise HkinnoError(f"{label} has neither write nor read, so it is no format")
    module.__dict__.update({what: getattr(found, what) for what in dir(found) if what.isupper()})
    suffixes = getattr(module, "SUFFIXES", ())
    if not (isinstance(suffixes, tuple) and all(isinstance(one, str) for one in suffixes)):
        raise HkinnoError(f"{label} has SUFFIXES that are no tuple of texts")
    return module


def _told(act: Callable[..., Any], label: str, check: Callable[[Any], bool]) -> Callable[..., Any]:
    """A stranger's function, whose faults are told in a sentence."""

    def run(*args: Any) -> Iterator[Any]:
        try:
            for found in act(*args):
                if not check(found):
                    raise TypeError(f"{act.__name__} gives {quoted(repr(found))}")
                yield found
        except (HkinnoError, MemoryError, RecursionError):
            raise
        except (Exception, SystemExit) as error:
            raise HkinnoError(f"{label} failed: {_why(error)}") from error

    return run


def _is_chunk(found: Any) -> bool:
    return isinstance(found, str | bytes)


def _is_row(found: Any) -> bool:
    pair = isinstance(found, tuple) and len(found) == 2
    return pair and isinstance(found[0], str) and isinstance(found[1], str | dict)


def _why(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
