"""Times of day as tables have them: behind a date, or in a column of their own.

EDTF has a time of day with seconds, without their fractions, and with an offset from UTC or none
(Level 0, "Date and Time"). A zone that is told by a name alone, as CST, is no offset: America and
China mean different ones. The time is then stored without it, and the words go to `date_note`.
"""

import re
from typing import NamedTuple

from hkinno.dates.phrases.clock import edtf_time
from hkinno.errors import DateError

_TIME = (
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))?(?::(?P<second>[0-9]{2})(?P<part>[.,][0-9]+)?)?"
    r"(?:\s*(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
    r"(?:\s*(?P<zone>Z|[-+][0-9]{2}(?::?[0-9]{2})?|\(?[A-Z]{2,5}\)?|[A-Z][a-z]+/[A-Z]\w+))?"
)
_ALONE = re.compile(_TIME)
_BEHIND = re.compile(rf"(?P<date>.*?[0-9].*?)(?:(?<=[0-9])T|,?\s+(?:at\s+)?){_TIME}")
_LONGEST = 200  # characters of a date with a time; of more, to look takes long
_RANGE = re.compile(r".*[0-9]\s*[-–—]\s*[0-9]{1,2}:[0-9]{2}\s*(?:[apAP]\.?[mM]\.?)?")
_UTC = ("Z", "UTC", "GMT")


class ClockTime(NamedTuple):
    """A time of day: as EDTF has it behind a date, and a zone that it cannot tell."""

    text: str  # as in "T14:30:00Z"
    zone: str = ""
    part: str = ""  # of a second

    @property
    def is_midnight(self) -> bool:
        """Whether it is 00:00, which spreadsheets write where no time is known."""
        return self.text.startswith("T00:00:00") and not self.part.strip(".,0")


def split_time(text: str) -> tuple[str, ClockTime | None]:
    """A date, and the time behind it; all of it and None where no time is. Raises DateError."""
    if len(text) > _LONGEST or (":" not in text and "m" not in text.lower()):
        return text, None
    found = _BEHIND.fullmatch(text)
    if not found or not _is_clock(found):
        return text, None
    if re.fullmatch(r".*[^0-9:][0-9]{1,2}:[0-9]{2}\s*-\s*[0-9]{1,2}:[0-9]{2}", text):
        why = "it has two readings, a range of times or an offset from UTC; put the end in a column"
        raise DateError(text, f"{why} of its own")
    return found["date"], _clock(found)


def read_time(text: str) -> ClockTime | None:
    """A time of day alone; None if the text is none, or a range of times. Raises DateError."""
    if len(text) > _LONGEST or _RANGE.fullmatch(text):
        return None
    found = _ALONE.fullmatch(text.strip())
    return _clock(found) if found and _is_clock(found) else None


def _is_clock(found: re.Match[str]) -> bool:
    """Whether it has minutes, or says am or pm: a number alone is an hour to nobody."""
    return bool(found["minute"] or found["half"])


def _clock(found: re.Match[str]) -> ClockTime:
    parts = {name: (text or "").lower() for name, text in found.groupdict().items()}
    zone = (found["zone"] or "").strip("()")
    lost = "" if zone in _UTC or zone.startswith(("+", "-")) else zone
    text = edtf_time(found[0], {**parts, "zone": "" if lost else zone.lower()})
    return ClockTime(text, lost, parts["part"])
