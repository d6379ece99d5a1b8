"""What is wrong in a document that is no YAML, and what would be right."""

import re
from typing import Any

from hkinno.errors import quoted
from hkinno.text import shorten

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_INDENTED = "the keys of an object begin in one column"
_COLON = "a text with a colon and a blank in it stands in quotes"
_BULLETS = re.compile(r"^(?:- +)*")


def describe(error: Any, text: str) -> str:
    """A MarkedYAMLError of either parser of PyYAML: where, and what is right instead."""
    mark, context = error.problem_mark, error.context_mark
    problem, scanned = error.problem or "", error.context or ""
    if context and ("':'" in problem or "end of stream" in problem or " block scalar" in scanned):
        mark = context  # where it began, and not where it was found
    if mark is None:
        return f"not YAML: {problem or scanned}"
    lines = _BREAK.split(text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    why = _remedy(problem, scanned, line[: mark.column], line[mark.column :])
    return f"line {mark.line + 1}: not YAML: {why or problem or scanned}"


def _remedy(problem: str, scanned: str, before: str, after: str) -> str:
    """What is right, by the parser's words and what stands before and behind the place."""
    if "mapping values are not allowed" in problem:
        return _of_colon(before, after)
    if "'-' indicator" in problem or "found '<block mapping start>'" in problem:
        return _INDENTED
    if after.startswith("\t") or "tab character" in problem:
        return "blanks indent, and no tabs"
    if "':'" in problem:
        return "a key has a colon and a blank behind it, as in 'date: 1998'"
    if " quoted scalar" in scanned and "end of stream" in problem:
        return "a quote is never closed"
    if "unknown escape" in problem:
        return r"in double quotes \ is written \\; in single quotes it is itself"
    if "escape code" in problem:
        return "an escape that is no character"
    if re.search("cannot start|not allowed|node content|comment or|chomping", problem):
        return _of_first(after)
    if re.search(" alias| anchor", scanned):
        return _of_first(before[-1:] or after)
    if before.rstrip().endswith(("'", '"', "]", "}")) and re.search(" key|block end", problem):
        return "something stands behind a closing quote or bracket; put all of the text in quotes"
    return ""


def _of_colon(before: str, after: str) -> str:
    """Of a colon that cannot be there: it is in a text, or behind a key that is in no column."""
    key, colon, value = _BULLETS.sub("", before.strip()).partition(": ")
    if not colon:  # nobody knows whether it is a key, or belongs to the text of the line above
        return f"{_INDENTED}, and {_COLON}"
    whole = f"{value}{after}".strip()
    mark = "'" if '"' in whole or "\\" in whole else '"'
    whole = whole.replace("'", "''") if mark == "'" else whole
    shown = f"{key}: {mark}{shorten(whole)}{mark}"
    return f"{_COLON}, as in {shown}"


def _of_first(text: str) -> str:
    return f"a text that begins with {quoted(text[:1])} stands in quotes" if text else ""
