"""What can go wrong, as one sentence and an exit code. The only exceptions users meet.

Anything that is not an `HkinnoError` is a bug in hkinno.
"""

from collections.abc import Iterable


class HkinnoError(Exception):
    """Something could not be done; the text is one sentence: what, where, what would be right."""

    exit_code = 1


class UsageError(HkinnoError):
    """What was asked for makes no sense (exit code 2)."""

    exit_code = 2


class DateError(UsageError, ValueError):
    """A text that is no date: not EDTF in a store, not EDTF or words where a person types.

    `why` says what is wrong with `text`; where that is None, it is the sentence. `advice` says how
    dates are written; it is empty where `why` says what is wrong with just this one.
    """

    def __init__(self, text: str | None, why: str = "", advice: str = "") -> None:
        said = f"{why}, {advice}" if why and advice else why or advice
        super().__init__(said if text is None else f"{quoted(text)} is no date: {said}")
        self.why, self.text, self.advice = why, text, advice


class StoreError(HkinnoError):
    """A store that cannot be read; the sentence names file, event and line as far as known.

    `what` is at fault, and `hint`, if there is one, what would be right.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what}; {hint}" if hint else what)
        self.what, self.hint = what, hint


class EventError(HkinnoError):
    """JSON that is no event: `why` is what is wrong with it; the sentence may begin with more."""

    def __init__(self, why: str, verdict: str = "") -> None:
        super().__init__(f"{verdict}: {why}" if verdict else why)
        self.why = why


class NoFileError(StoreError):
    """There is no file where one should be read."""


def quoted(text: str, limit: int = 60) -> str:
    """`text` for a sentence: in quotes, nothing unprintable, and not longer than `limit`."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def named(path: str) -> str:
    """A path for a sentence: in quotes where it is empty or has what cannot be printed."""
    return path if path and path.isprintable() else repr(path)


def near(text: str, known: Iterable[str]) -> str:
    """The end of a sentence that suggests what was meant: "; did you mean a or b?", or nothing."""
    import difflib

    folded = {word.casefold(): word for word in known}
    found = difflib.get_close_matches(text.casefold(), folded, 3)
    return f"; did you mean {' or '.join(folded[word] for word in found)}?" if found else ""
