"""The pictures of events, as a page shows them: inside it, or by a link, and never fetched.

Inside stands what is in a `data:` URL, or in a file beside the store that is a picture by its first
bytes. Which these are is decided for all of a page at once (`collect`), before anything is written,
so that what is left out can be said (`remarks`). An `<img>` runs no script, also not one of an SVG.
"""

import io
import os
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hkinno.display import translated
from hkinno.errors import StoreError, named, quoted
from hkinno.events import Media
from hkinno.files import open_file
from hkinno.page.article import is_asked, link
from hkinno.render import RenderOptions
from hkinno.store.beside import beside, is_path
from hkinno.store.store import Entry
from hkinno.text import escape_controls, plural

MOST = 1 << 20  # bytes of a picture
MOST_OF_PAGE = 16 << 20  # bytes of all pictures of a page
_HEAD = 8192  # bytes, by which a picture is known; in front of an SVG may be more than a line
_SPACE_OF_SVG = rb"\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^>\[]*(?:\[.*?\]\s*)?>"
_KINDS = tuple(
    (re.compile(head, re.DOTALL | re.IGNORECASE * (kind == "image/svg+xml")).match, kind)
    for head, kind in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"....ftyp(?:.{4}){0,12}?avi[fs]", "image/avif"),
        # atomic, so that what is made to look like this for long costs no more than its length
        (rb"(?:\xef\xbb\xbf)?(?>" + _SPACE_OF_SVG + rb")*+<(?:svg:)?svg[\s>/]", "image/svg+xml"),
    )
)
_TYPES = frozenset(kind for _, kind in _KINDS)
_DATA = re.compile(
    r"data:(?P<type>[a-z+/]+)(?P<more>(?:;[\w=.+-]+)*),(?P<data>[ -~]*)", re.ASCII
).fullmatch
_WEB = re.compile(r"https?://", re.IGNORECASE).match
_KNOWN = "PNG, JPEG, GIF, WebP, AVIF or SVG"
_LARGE = f"it has more than {MOST >> 20} MiB"
_FULL = f"all pictures of a page have {MOST_OF_PAGE >> 20} MiB at most"
_NOWHERE = "it is neither a web address nor a path from the folder of the store"
_OUTSIDE = "it leads out of the folder of the store"
_NO_FOLDER = "it is a path, and the store is no file beside which others are"


class Shown(NamedTuple):
    """A picture for the template. Nothing here acts on a reader, and nothing is HTML yet."""

    src: str  # the picture as a `data:` URL; empty where it does not stand in the page
    href: str  # its address, if that may be followed
    name: str  # what it is called where neither it nor a caption is there
    alt: str  # what it shows, for those who do not see it; never empty
    caption: str
    credit: str


class Album(NamedTuple):
    """The pictures of a page.

    `types` has those that stand in it, by the place of their event and their number there, `left`
    the URLs of those that should and do not, by the reason.
    """

    types: Mapping[tuple[int, int], str]
    left: Mapping[str, Sequence[str]]


class _Verdict(NamedTuple):
    """Whether a picture may stand in a page: its type if so, or why not if that has to be said."""

    type: str = ""
    size: int = 0
    why: str = ""


def collect(entries: Iterable[Entry], options: RenderOptions) -> Album:
    """Which pictures of these events stand in a page, as far as there is room for them."""
    types: dict[tuple[int, int], str] = {}
    left: dict[str, list[str]] = defaultdict(list)
    room = MOST_OF_PAGE
    for entry in entries if is_asked("media", options) else ():
        for number, picture in enumerate(entry.event.media or ()):
            found = _judge(entry.reader.folder, picture.url)
            if found.type and found.size > room:
                found = _Verdict(why=_FULL)
            if found.type:
                types[entry.place, number] = found.type
                room -= found.size
            elif found.why:
                left[found.why].append(picture.url)
    return Album(types, left)


def remarks(album: Album) -> list[str]:
    """What has to be said of the pictures that a page lacks: a sentence for each reason."""
    return [
        f"{plural(len(urls), 'picture')} {'are' if urls[1:] else 'is'} not in the page, "
        f"{'such as ' if urls[1:] else ''}{quoted(urls[0])}: {why}"
        for why, urls in album.left.items()
    ]


def shown(entry: Entry, album: Album, options: RenderOptions) -> list[Shown]:
    """The pictures of an event."""
    if not is_asked("media", options):
        return []
    title = _line(translated(entry.event, "title", options.lang))
    return [
        _shown(picture, _source(entry.reader.folder, picture.url, kind), title)
        for number, picture in enumerate(entry.event.media or ())
        for kind in [album.types.get((entry.place, number), "")]
    ]


def _shown(picture: Media, source: str, title: str) -> Shown:
    caption, url = _line(picture.caption), picture.url
    head, _, _ = url.partition(",") if _is_data(url) else (url, "", "")
    return Shown(
        src=source,
        href=_followed(url),
        name=_line(head) or '""',
        alt=caption or title or _line(head) or '""',
        caption=caption,
        credit=_line(picture.credit),
    )


def _line(text: str | None) -> str:
    """A text on one line, in which all can be seen."""
    return escape_controls(" ".join((text or "").split()))


def _followed(url: str) -> str:
    """The URL, if it is a web address that may be followed; else nothing."""
    return link(url) if _WEB(url) else ""


# --- whether it may stand in the page


def _judge(folder: str | None, url: str) -> _Verdict:
    if _is_data(url):
        return _judge_data(url)
    if not is_path(url):
        return _Verdict(why="" if _followed(url) else _NOWHERE)
    if folder is None:
        return _Verdict(why=_NO_FOLDER)
    path = beside(folder, url)
    return _Verdict(why=_OUTSIDE) if path is None else _judge_file(path)


def _is_data(url: str) -> bool:
    return url[:5].lower() == "data:"


def _judge_data(url: str) -> _Verdict:
    if len(url) > 2 * MOST:  # a picture of the most bytes has a third more letters
        return _Verdict(why=_LARGE)
    found = _DATA(url)
    if found is None or found["type"] not in _TYPES:
        return _Verdict(why=f"what is in it is no {_KNOWN}")
    encoded = found["more"].endswith(";base64")
    size = len(found["data"]) * 3 // 4 if encoded else len(found["data"])
    return _Verdict(why=_LARGE) if size > MOST else _Verdict(found["type"], size)


def _judge_file(path: str) -> _Verdict:
    try:
        size, head = _read(path, _HEAD)
    except StoreError:
        return _Verdict(why="it is a device or a pipe, and no file")
    except OSError as error:
        return _Verdict(why=_reason(error))
    if size > MOST:
        return _Verdict(why=_LARGE)
    kind = _kind_of(head)
    return _Verdict(kind, size) if kind else _Verdict(why=f"it is no {_KNOWN}")


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    return f"it cannot be read: {os.strerror(error.errno or 0)}"


def _kind_of(head: bytes) -> str:
    """The type of a picture by its first bytes; nothing for what is none."""
    return next((kind for matches, kind in _KINDS if matches(head[:_HEAD])), "")


def _read(path: str, most: int) -> tuple[int, bytes]:
    """How large a file is, and its first bytes. Raises StoreError if it is none, and OSError."""
    with open_file(path, named(path)) as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        return size, file.read(most)


# --- the picture itself


def _source(folder: str | None, url: str, kind: str) -> str:
    """The picture as a `data:` URL; nothing if it is of no kind, or is no longer what it was."""
    if not kind or _is_data(url):
        return url if kind else ""
    try:
        _, data = _read(beside(folder or "", url) or "", MOST + 1)
    except (StoreError, OSError):
        return ""
    if len(data) > MOST or _kind_of(data) != kind:
        return ""
    return f"data:{kind};base64,{b64encode(data).decode()}"
