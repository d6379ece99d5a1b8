"""What cells say of pictures: their addresses, captions and credits."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from hkinno.events import STORED, Media, members
from hkinno.imports.guesses import folded
from hkinno.imports.markup import read_markup
from hkinno.imports.table import Cell, is_list, text_of
from hkinno.imports.values import is_nothing, says_nothing, urls_of
from hkinno.rawjson.errors import JSON_FAULTS

_ADDRESS = re.compile(
    r"https?://\S+|data:image/\S+|[\w./%~-]+\.\w{2,5}"
    r'|[^<>:"|?*;\r\n\t]+\.(?:jpe?g|png|gif|webp|avif|svg)',
    re.IGNORECASE,
).fullmatch
_BETWEEN = (re.compile(r"[;,|]?\s+|[;,|](?=https?://)"), re.compile(r"\s*[;|]\s*"))
_WORDS = ("url", "caption", "credit")
_NULL = msgspec.Raw(b"null")
_ours = msgspec.json.Decoder(tuple[Media, ...]).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode


def addresses(text: str) -> list[str]:
    """The addresses that a cell lists; none if it says anything else, as HTML that shows a film."""
    text = text.strip().rstrip(",;")
    for parts in (*(mark.split(text) for mark in _BETWEEN), [text]):
        if all(map(_ADDRESS, parts)):
            return parts
    return []


def pictures(cell: Cell) -> list[Any]:
    """The pictures of a cell: addresses, or objects of JSON that have one; none if it says more."""
    if not is_list(cell) and (text := text_of(cell).strip()):
        return [] if is_nothing(text) else [{"url": url} for url in addresses(text)]
    if isinstance(cell, str):
        return []
    with suppress(*JSON_FAULTS):
        found = [_picture(item) for item in (_items(cell) if is_list(cell) else [cell])]
        return [] if None in found else found
    return []


ADDRESSES: Mapping[str, Callable[[Cell], list[Any]]] = {"media": pictures, "url": urls_of}
"""How cells are read in which addresses are looked for, by the field; what is none is kept."""


def _picture(item: msgspec.Raw) -> Any:
    """An item of JSON as a picture; None if it is none."""
    text = text_of(item)
    if bytes(item).startswith(b"{"):
        said = members(item)
        texts = [bytes(said.get(name, b"null"))[:1] in (b'"', b"n") for name in _WORDS]
        return said if all(texts) and text_of(said.get("url", "")).strip() else None
    return {"url": text} if text and addresses(text) == [text] else None


def with_words(found: Sequence[Any], caption: str, credit: str) -> list[Any]:
    """Pictures with what stands beside them in columns of its own, where they do not say it."""
    said = {"caption": plain(caption), "credit": plain(credit)}
    said = {name: text for name, text in said.items() if not is_nothing(text)}
    return [
        {"url": item["url"], **said}
        | {name: part for name, part in item.items() if name not in said or part != _NULL}
        for item in found
    ]


def is_foreign(cell: Cell) -> bool:
    """Whether a field `media` is filled as hkinno does not fill it."""
    if isinstance(cell, str) or says_nothing(cell):
        return False
    try:
        _ours(cell)
        return False
    except (msgspec.ValidationError, *JSON_FAULTS):
        return True


def unread_name(column: str) -> str:
    """The field that keeps what of a column cannot be read: not one that is called as ours are."""
    return f"{column}_unread" if folded(column) in STORED else column


def plain(text: str) -> str:
    """A caption or a credit without HTML; where its links lead stays behind the text."""
    words, links = read_markup(text)
    shown = " ".join(words.split())
    more = (link["url"] for link in links if link["url"] not in shown)
    return " ".join([shown, *(f"({url})" for url in more)]).strip()
