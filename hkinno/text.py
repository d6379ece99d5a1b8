"""Text for terminals: how wide it is, how it is clipped, wrapped and shortened, nothing that acts.

Widths are columns of a terminal, as `wcwidth` measures them (Unicode, UAX #11 and #29).
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

_Step = tuple[Iterable[int], Sequence[int]]  # places and, of all columns, floors
_QUOTES = b"'\\"  # which end and begin things in a shell's $'…'
LONG = 120  # characters that are shown of a text which may be of any length
UNSEEN = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
_LAYOUT = r"[ \t\n\r\f\v]+"
# One column each: Latin, and the signs of drawings, which are many.
_SLIM = " -~\xa1-\xac\xae-\u02ff‐-‧−≡\u2500-\u25a1▸▾◀●"
_NARROW = f"[{_SLIM}]*"
# Two: ideographs, kana, and the signs beside them, but for those that combine.
_BROAD = (
    "\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60"
)
_MIXED, _WIDE = f"[{_SLIM}{_BROAD}]*", "\u3000"  # of the former, all from the latter on are wide
_NUMBER = "0123456789,."
_BEGUN = f"(?<=[{_BROAD}])[{_NUMBER}]+$"  # a number that goes on where a text is broken
LEAST_LINE = 20  # columns of a line of a label, if it can be had


def escape_controls(text: str) -> str:
    """Text that cannot act on a terminal: control and bidi characters shown as escapes.

    Line breaks, tabs and runs of blanks become one blank, since they are layout, not content.
    """
    if text.isprintable():
        return text
    return re.sub(UNSEEN, lambda found: ascii(found[0])[1:-1], re.sub(_LAYOUT, " ", text))


def shell_word(text: str) -> str:
    """A word that a shell reads as this text, all of it on one line that can be printed.

    What no other quoting can show is in the form `$'…'` of bash, zsh and ksh.
    """
    if text.isprintable():
        import shlex

        return shlex.quote(text)
    safe = (32 <= byte < 127 and byte not in _QUOTES for byte in os.fsencode(text))
    pairs = zip(os.fsencode(text), safe, strict=True)
    inside = "".join(chr(byte) if is_safe else f"\\x{byte:02x}" for byte, is_safe in pairs)
    return f"$'{inside}'"


def paragraphs(text: str | None) -> list[str]:
    """A text by its lines, nothing in them that acts; those that are blank are left out."""
    lines = re.split(r"[\n\r]+", text or "")
    return [shown for line in lines if (shown := escape_controls(line).strip())]


def plural(count: int, noun: str) -> str:
    """A number and its noun: "1 event", "1,935 events", "2 categories"."""
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count:,} {noun}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def width(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii() or re.fullmatch(_NARROW, text):
        return len(text)
    if re.fullmatch(_MIXED, text):
        return len(text) + sum(char >= _WIDE for char in text)
    import wcwidth  # slow to load, and most texts can be measured without it

    return wcwidth.width(text, control_codes="ignore")


def take(text: str, room: int) -> str:
    """As much of a text's beginning as fits, at least one character, and none of them in part."""
    if text.isascii() or re.fullmatch(_NARROW, text):
        return text[: max(1, room)]
    if re.fullmatch(_MIXED, text):
        ends = accumulate(1 + (char >= _WIDE) for char in text)
        return text[: max(1, sum(end <= room for end in ends))]
    import wcwidth

    kept, used = "", 0
    for character in wcwidth.iter_graphemes(text):
        used += width(character)
        if kept and used > room:
            break
        kept += character
    return kept


def clip(text: str, room: int, sign: str = "…") -> str:
    """A text that fits, with a sign where something was cut off."""
    return text if width(text) <= room else take(text, room - len(sign)).rstrip() + sign


def chop(text: str, room: int) -> Iterator[str]:
    """A text in parts that fit, each as full as can be, wherever that breaks it.

    Only a number between ideographs is kept together, as that of a year in Chinese.
    """
    while width(text) > room and (part := take(text, room)) != text:
        if text[len(part)] in _NUMBER:
            part = re.sub(_BEGUN, "", part)
        yield part
        text = text[len(part) :]
    yield text


def wrap(text: str, room: int) -> list[str]:
    """A text in lines that are broken between words, one that is too long where it is full.

    Blanks stay at the end of a line where there is room, as rich has it.
    """
    if width(text) <= room:
        return [text]
    lines, line, used = [], "", 0
    for word in re.findall(r"\s*\S+\s*", text):
        long = width(word.rstrip())
        if used + long <= room:
            line, used = line + word, used + width(word)
            continue
        if line:
            lines.append(line)
        *full, line = [word] if long <= room else chop(word, room)
        lines += full
        used = width(line)
    return [line if width(line) <= room else line.rstrip() for line in (*lines, line)]


def balance(text: str, room: int, lines: int, sign: str = "…") -> list[str]:
    """A text in as few lines as fit, of about the same length; in at most so many, clipped."""
    found = _fill_lines(text, room, lines, sign)
    words = text.split()
    if len(found) > 1 and " ".join(found).split() == words:  # nothing is broken but at blanks
        for less in range(min(room, max(LEAST_LINE, width(text) // len(found))), room):
            even = _fill_lines(text, less, lines, sign)
            if len(even) == len(found) and " ".join(even).split() == words:
                return even
    return found


def _fill_lines(text: str, room: int, lines: int, sign: str) -> list[str]:
    """Lines that fit, each as full as can be, broken where words end unless that is far off."""
    found: list[str] = []
    while len(found) < lines - 1 and width(text) > room:
        kept = len(take(text, room))
        ends = [text.rfind(" ", 0, kept + 1), *(text.rfind(dash, 0, kept) + 1 for dash in "-–—/")]
        kept = max(ends) if max(ends) > kept // 2 else kept
        found.append(text[:kept].rstrip())
        text = text[kept:].lstrip()
    return [*found, clip(text, room, sign)]


def narrow(widths: Sequence[int], over: int, steps: Iterable[_Step]) -> list[int]:
    """Widths that are `over` columns less, if that can be had.

    In each step the widest of some columns, given by their places, gives way, none below its floor.
    """
    found = list(widths)
    for places, floors in steps:
        while over > 0 and (able := [place for place in places if found[place] > floors[place]]):
            found[max(able, key=found.__getitem__)] -= 1
            over -= 1
    return found


def shorten(text: str, limit: int = LONG) -> str:
    """A text on one line, all of it visible, the middle of a long one left out."""
    if len(text) > limit:
        text = f"{text[: limit * 3 // 4]} … {text[-limit // 4 :]}"
    from unicodedata import category

    blank = not text.strip()  # then every blank is shown, else those that have a width are
    shown = (c.isprintable() or (not blank and category(c) == "Zs") for c in text)
    pairs = zip(text, shown, strict=True)
    escaped = "".join(c if is_shown else ascii(c)[1:-1] for c, is_shown in pairs)
    return escaped.replace(" ", "␣") if blank else escaped
