"""The time of day in what was typed: `10:30`, `3 pm`, `at noon`, and its offset."""

import re
from collections.abc import Mapping

from hkinno.errors import DateError

_ZONE = r"z|(?:utc|gmt)? ?[-+][0-9]{2}(?::?[0-9]{2})?|(?:utc|gmt)(?: ?[-+] ?[0-9])?"
_TIME = (
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)?"
    rf"(?: ?(?P<half>[ap]) ?m)?(?: ?\(?(?P<zone>{_ZONE})\)?)?"
)
_CLOCK = (
    rf"(?P<date>.+?)(?:(?<=[0-9])t|,? (?:at )?){_TIME}",
    rf"(?:at )?{_TIME},? (?:on )?(?P<date>.+)",
)
# Fri May 3 10:00:00 2019 +0200, as git and the clock of Unix have it
_YEAR_LAST = r"(.+[a-z0-9]) ([0-9]{2}:[0-9]{2}:[0-9]{2})( utc| gmt)? ([0-9]{4})( [-+][0-9]{4})?"
_NAMED = (  # names that are written for offsets, some for several
    "[aecmp][sd]t|ak[sd]t|hst|[cew]es?t|bst|ist|[jkh]st|hkt|msk|a[ecw][sd]t|nz[sd]t|sgt|wib|sast"
)


def split_clock(said: str) -> tuple[str, str]:
    """A date, and its time of day as EDTF has it: with seconds, but without their fractions."""
    if not re.search("[0-9]:[0-9]|[0-9] ?[ap] ?m|noon|midnight", said):
        return said, ""
    said = re.sub(r"\b(?:12(?::00)? )?noon\b", "12:00", said)
    said = re.sub(_YEAR_LAST, r"\1 \4 \2\3\5", said)
    _refuse_unclear(said)
    for pattern in _CLOCK:
        found = re.fullmatch(pattern, said)
        if found and (found["minute"] or found["half"]):
            return found["date"], edtf_time(said, found.groupdict(default=""))
    return said, ""


def _refuse_unclear(said: str) -> None:
    """Raise DateError for what is no time until somebody says more."""
    if "midnight" in said:
        why = "midnight begins a day or ends it, write 00:00 on the day that it begins"
        raise DateError(said, why)
    if end := re.search(r" [0-9]{1,2}:[0-9]{2} ?-([0-9]{1,2}:[0-9]{2})$", said):
        why = f"it has two readings, until {end[1]}, which no date says, or the offset -{end[1]}"
        raise DateError(said, f"{why}, for which write seconds, too")
    zone = said.rpartition(" ")[2].strip("()")
    if re.fullmatch(_NAMED, zone):
        raise DateError(said, "a zone has other offsets at other times, write it, as in -05:00")


def edtf_time(said: str, time: Mapping[str, str]) -> str:
    """The EDTF text of a time of day, given its `hour`, `minute`, `second`, `half` (a or p) and
    `zone`, in lower case. Raises DateError, which says `said`.
    """
    hour, minute, second = (time[name].zfill(2) for name in ("hour", "minute", "second"))
    zone = _offset(time["zone"])
    if time["half"]:
        if not 1 <= int(hour) <= 12:
            raise DateError(said, "before am and pm, hours go from 1 to 12")
        hour = f"{int(hour) % 12 + 12 * (time['half'] == 'p'):02}"
    highest = zip((hour, minute, second, zone[1:3], zone[4:]), (23, 59, 59, 23, 59), strict=True)
    if any(int(digits or 0) > most for digits, most in highest):
        raise DateError(said, "hours go from 00 to 23, minutes and seconds from 00 to 59")
    return f"T{hour}:{minute}:{second}{zone}"


def _offset(zone: str) -> str:
    """An offset as EDTF has it: UTC is Z, and UTC+2 is +02."""
    sign = re.search("[-+]", zone)
    if not sign:
        return "Z" if zone else ""
    digits = re.sub("[^0-9]", "", zone).zfill(2)
    return sign[0] + digits[:2] + (f":{digits[2:]}" if digits[2:] else "")
