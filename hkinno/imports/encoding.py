"""The bytes of a file that is imported as UTF-8, whatever encoding they came in."""

import codecs
import re

from hkinno.errors import HkinnoError, UsageError, quoted

_MARKS = (  # the longer ones first: that of UTF-32 begins as that of UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_OTHERS = (  # how they begin, and what they are
    (b"pk\x03\x04", "a spreadsheet or another zipped file"),
    (_OLE, "a file of an old office program"),
    (b"sqlite format 3\0", "a SQLite database"),
    (b"%pdf", "a PDF"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"{\\rtf", "a text of a word processor"),
)
_SHEETS = (  # how spreadsheets begin that are none of ours, what else is in them, what they are
    (_ZIP, b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    (_ZIP, b"xl/workbook.bin", "a binary spreadsheet (.xlsb)"),
    (_ZIP, b".iwa", "a document of Apple, as of Numbers"),
    (_OLE, "Workbook".encode("utf-16-le"), "an old spreadsheet (.xls)"),
)
_MOST = 0.3  # of the letters of a text in a language of the West are not of ASCII
_WESTERN = "windows-1252"
_CALENDAR = re.compile(rb"\s*BEGIN:VCALENDAR", re.I).match
_FOLDED = re.compile(rb"(?<=[\x80-\xf4])\r?\n[ \t](?=[\x80-\xbf])")


def as_text(data: bytes, label: str, encoding: str | None = None) -> tuple[bytes, str]:
    """The bytes of a file in UTF-8, and what was guessed of its encoding, in a sentence.

    Raises HkinnoError if it is no text, or not in the encoding.
    """
    _refuse_others(data, label)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and marked is None:
        return _guessed(data, label)
    wanted = encoding or marked or ""
    try:
        return data.decode(wanted).encode(), ""
    except LookupError as error:
        raise UsageError(
            f"--encoding: no encoding {quoted(wanted)}; there are utf-8, utf-16, windows-1252, "
            "shift_jis, gb18030, big5, koi8-r and others that Python knows"
        ) from error
    except UnicodeError as error:
        raise HkinnoError(f"{label} is not {wanted}: {_where(data, error)}") from error


def _refuse_others(data: bytes, label: str) -> None:
    """Raise HkinnoError for files that people take for tables, and that are none."""
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise HkinnoError(f"{label} has a password: save it without one first")
    for start, inside, what in _SHEETS:
        if data.startswith(start) and inside in data:
            raise HkinnoError(f"{label} is {what}: save it as .xlsx or CSV first")
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, what in _OTHERS:
        if head.startswith(start):
            raise HkinnoError(f"{label} is {what}, and no table: save or export it as CSV first")


def _guessed(data: bytes, label: str) -> tuple[bytes, str]:
    """UTF-8; else Windows-1252, in which spreadsheets of the West save, if it can be that."""
    if 0 < data[:4].count(0) < 4:
        raise HkinnoError(f"{label} looks like UTF-16 without its mark: say --encoding utf-16-le")
    try:
        data.decode()
        return data, ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if _CALENDAR(data) and _is_utf_8(whole := _FOLDED.sub(b"", data)):
        return whole, ""  # simple programs fold lines within a character (RFC 5545, 3.1)
    try:
        text = data.decode(_WESTERN)
    except UnicodeDecodeError as error:
        raise _unknown(label, line) from error
    letters = sum(map(str.isalpha, text))
    foreign = sum(byte > 127 for byte in data)
    if foreign > _MOST * letters or any(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text):
        raise _unknown(label, line)
    shown = next(part for part in text.splitlines() if not part.isascii())
    at = next(place for place, c in enumerate(shown) if not c.isascii())
    said = quoted(shown[max(at - 12, 0) : at + 12].strip())
    return text.encode(), (
        f"it is not UTF-8 (line {line}) and is read as Windows-1252, as in {said}; "
        "--encoding decides otherwise"
    )


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unknown(label: str, line: int) -> HkinnoError:
    return HkinnoError(
        f"{label}: line {line} is neither UTF-8 nor Windows-1252, by its letters; say the "
        "encoding, as in --encoding shift_jis, gb18030, windows-1251 or mac-roman"
    )


def _where(data: bytes, error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"line {data.count(bytes([10]), 0, error.start) + 1} has other bytes"
    return "its bytes are others"
