"""Writing YAML that all readers of 1.1 and 1.2 read alike, by PyYAML."""

import re
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any

from hkinno.errors import HkinnoError

TAG = "tag:yaml.org,2002:"
# What a reader of 1.2, or a strict one of 1.1, takes for something else, and PyYAML for a text
_ELSEWHERE = re.compile(
    r"[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9_]+)?|0o[0-7_]+|[yYnN]"
)
_BREAKS = re.compile("[\x85\u2028\u2029]")  # which end a line in 1.1, and not in 1.2
_KEPT = re.compile(r"(?:\A|\n)\n\Z")  # at the end of a block, behind which a document would end
_WIDEST = (1 << 31) - 1  # columns of a line, for libyaml
# Where libyaml writes something else: characters beyond U+FFFF, tags, keys that are long or empty
_DIFFERS = re.compile(r"\\U|!!|^[ -]*(?:\? |'':)", re.MULTILINE).search


class Number(str):
    """A number as it is written."""

    __slots__ = ()


def library() -> Any:
    try:
        import yaml
    except ImportError as error:
        raise HkinnoError("YAML needs PyYAML beside hkinno: pip install PyYAML") from error
    return yaml


def dumper() -> Callable[[object], str]:
    """What writes YAML as PyYAML does in Python, six times as fast where libyaml is there."""
    yaml = library()
    sure = _dumper_of(yaml, yaml.SafeDumper, inf)
    if not hasattr(yaml, "CSafeDumper"):
        return sure
    quick = _dumper_of(yaml, yaml.CSafeDumper, _WIDEST)

    def dump(value: object) -> str:
        text = quick(value)
        return sure(value) if _DIFFERS(text) else text

    return dump


def _dumper_of(yaml: Any, base: Any, width: float) -> Callable[[object], str]:
    class Dumper(base):  # type: ignore[misc]  # of a module that may lack
        def ignore_aliases(self, _: object) -> bool:
            return True

    Dumper.add_representer(Number, _represent_number)
    Dumper.add_representer(str, _represent_text)
    return partial(yaml.dump, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=width)


def _represent_number(dumper: Any, number: Number) -> Any:
    kind = "int" if re.fullmatch("-?[0-9]+", number) else "float"
    return dumper.represent_scalar(f"{TAG}{kind}", str(number))


def _represent_text(dumper: Any, text: str) -> Any:
    """Text over several lines as a block, if that can be; quoted where that is needed."""
    style = None
    if _BREAKS.search(text):
        style = '"'
    elif "\n" in text and not _KEPT.search(text):
        style = "|"
    elif _ELSEWHERE.fullmatch(text):
        style = "'"
    return dumper.represent_scalar(f"{TAG}str", text, style=style)
