"""What people type, as a value: dates, days, and the JSON that a store keeps."""

import os
import re
from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from hkinno.dates.calendar import iso
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import BOUNDS
from hkinno.languages import is_tag

_LIMITS = {">=": "at least", "≥": "at least", "<=": "at most", "≤": "at most"}
_LIMITS |= {">": "more than", "<": "less than"} | {words: words for words in BOUNDS}
_AMOUNT = r"-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE]\S+)?"
_FIGURE = re.compile(  # unicorns=>10, unicorns>=10, and with the words in which it is shown
    rf"(?P<name>[^=]*?[^=\s])\s*(?:(?P<sign>[<>]=|[<>≤≥])|=\s*(?P<limit>{'|'.join(_LIMITS)})?)\s*"
    # 1 500 km is not one kilometre of any kind
    rf"(?P<about>~|about )?\s*(?P<number>{_AMOUNT})(?:\s+(?P<unit>[^\d\s=<>≤≥].*))?\s*",
    re.DOTALL,
)


def today(value: str | None) -> date:
    """The day on which a relative phrase is asked: `--today`, `$HKINNO_TODAY`, the clock."""
    text = value or os.environ.get("HKINNO_TODAY")
    if not text:
        return date.today()
    try:
        day = parse(text)
        if text == iso(int(day.lo)):  # and neither a month nor 2026-W47-7
            return date.fromordinal(int(day.lo))
    except (HkinnoError, ValueError, OverflowError):
        pass  # also what is no day of the years 1 to 9999
    raise UsageError(f"today is a day such as 2026-11-22, not {quoted(text)}")


def typed_date(text: str, day: Callable[[], date]) -> Date:
    """A date that a person typed. EDTF needs no phrase book, nor the clock."""
    try:
        return parse(text)
    except HkinnoError:
        from hkinno.dates.phrases.parse import read

        return read(text, day())


def typed_bound(text: str, day: Callable[[], date], yearly: bool = False) -> Date:
    """A date that a person typed to filter by it: up to now ends today.

    With `yearly`, it may also be a day of any year.
    """
    try:
        return parse(text)
    except HkinnoError:
        from hkinno.dates.phrases.parse import read
        from hkinno.dates.phrases.yearly import read_yearly

        found = read_yearly(text) if yearly else None
        return found or read(text, day(), bound=True)


def refuse_other_bytes(texts: Iterable[str]) -> None:
    """Raise UsageError for text that was typed in bytes that are not UTF-8."""
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise UsageError(f"{quoted(text)} is not UTF-8") from error


def figure(text: str) -> object:
    """`start-ups=1500 companies`, with ~ for about, > for a bound, or a JSON object."""
    if text.lstrip().startswith("{"):
        return _bound(_having(("name",), _parse_json(text, "the figure"), "a figure has a name"))
    read = _FIGURE.fullmatch(text)
    number = read["number"].replace(",", "") if read else ""
    try:
        msgspec.json.decode(number, type=int | float)
    except ValueError as error:  # msgspec's errors are ValueErrors, too
        like = "'start-ups=1500 companies' (~1500: about, >1500: more than; also >=, <, <=)"
        raise UsageError(f"a figure is like {like}, not {quoted(text)}") from error
    assert read
    found: dict[str, object] = {"name": read["name"].strip(), "value": msgspec.Raw(number.encode())}
    if unit := (read["unit"] or "").strip():
        found["unit"] = unit
    limit = _LIMITS.get(read["sign"] or read["limit"] or "")
    return (
        found
        | ({"approximate": True} if read["about"] else {})
        | ({"bound": limit} if limit else {})
    )


def source(text: str) -> object:
    """A URL, a title, or a JSON object."""
    if text.lstrip().startswith("{"):
        return _having(
            ("title", "url"), _parse_json(text, "the source"), "a source has a title or a url"
        )
    if not text.strip():
        raise UsageError("a source is a URL, a title or a JSON object, and not blank")
    return {"url" if text.lower().startswith(("http://", "https://")) else "title": text}


def media(text: str) -> object:
    """A URL, a path, or a JSON object."""
    if text.lstrip().startswith("{"):
        return _having(("url",), _parse_json(text, "the picture"), "a picture has a url")
    if not text.strip():
        raise UsageError("a picture is a URL, a path or a JSON object, and not blank")
    return {"url": text}


def translations(texts: Iterable[str]) -> dict[str, object]:
    """`zh-Hant=標題`, or `zh-Hant={"title": …}`, each language once."""
    return _once((_translation(text) for text in texts), "a translation into")


def others(texts: Iterable[str]) -> dict[str, object]:
    """`FIELD=JSON`, each field once."""
    return _once((_other(text) for text in texts), "the field")


def _translation(text: str) -> tuple[str, object]:
    tag, equals, said = text.partition("=")
    if not (tag.strip() and equals and said.strip()):
        raise UsageError(f"a translation is like zh-Hant=標題, not {quoted(text)}")
    if not is_tag(tag.strip()):
        raise UsageError(f"{quoted(tag.strip())} is no language tag such as zh-Hant or fr")
    if said.lstrip().startswith("{"):
        return tag.strip(), _parse_json(said, "the translation")
    return tag.strip(), {"title": said}


def _other(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals):
        raise UsageError(f"--set takes FIELD=JSON, not {quoted(text)}")
    try:
        return name.strip(), _parse_json(value, f"the value of {quoted(name.strip())}")
    except UsageError as error:
        hint = "a text stands in quotes, as in --set 'mood=\"good\"'"
        raise UsageError(f"{error}; {hint}") from error


def _once(pairs: Iterable[tuple[str, object]], what: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise UsageError(f"{what} {quoted(name)} is given twice")
        found[name] = value
    return found


def _having(names: Iterable[str], value: msgspec.Raw, why: str) -> msgspec.Raw:
    """An object that says something in one of these members. Raises UsageError."""
    inside = msgspec.json.decode(value, type=dict[str, object])
    if not any(str(inside.get(name) or "").strip() for name in names):
        raise UsageError(f"{why}, unlike {quoted(bytes(value).decode())}")
    return value


def _bound(value: msgspec.Raw) -> msgspec.Raw:
    """A figure whose bound is one that there is. Raises UsageError."""
    bound = msgspec.json.decode(value, type=dict[str, object]).get("bound")
    if bound is not None and bound not in BOUNDS:
        raise UsageError(
            f"the bound of a figure is {', '.join(BOUNDS[:-1])} or {BOUNDS[-1]}, "
            f"not {quoted(str(bound))}"
        )
    return value


def _parse_json(text: str, what: str) -> msgspec.Raw:
    """JSON as it was typed. Raises UsageError."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageError(f"{what} is not JSON: {quoted(text)} ({error})") from error
    return msgspec.Raw(text.strip().encode())
