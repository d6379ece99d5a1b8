r"""What `--regex` makes of a text: a pattern that finds, or gives up in time.

The engine is `regex`, which has wheels for every system and Python that we run on, musl among them.
It goes back when a way has failed, so that a pattern such as `(a+)+$` has no end on some texts. Two
bounds keep that from us: how long a pattern may be with its repetitions written out, as that of
`x{1000000000}` fills the memory before anything is looked for, and how much time it may take, in
all texts together, beyond what any pattern needs to read them.
"""

import re
from collections.abc import Callable
from time import perf_counter, process_time

from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import Event, searched_texts

LONGEST = 2_000  # characters; the engine looks at its clock often enough up to some thousands
PATIENCE = 0.5  # seconds of work, which are two on a machine that has much else to do
_PER_TEXT, _PER_CHARACTER = 2e-5, 2e-7  # seconds that every pattern may take: ten times the usual
_GIVEN_BACK = 1e-6  # seconds, by a text that took no longer: small delays add up, too
# `re` compiles these when --regex first needs them, not at every start
_TOKEN = (  # a class is one, as `{` may mean itself there
    r"(?s)\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\{(?P<least>\d*)(?:,(?P<most>\d*))?\}|."
)
_RECURSION = r"\?(?:R|[+-]?\d|&|P>)"  # after a bracket: the pattern in itself


def pattern_test(pattern: str) -> Callable[[Event], bool]:
    """Whether a pattern occurs in one of the searched fields, ignoring case as `--search` does.

    Raises UsageError for what is no pattern. What is returned raises HkinnoError where the pattern
    takes too long.
    """
    search, left = _compiled(pattern), PATIENCE

    def found(event: Event) -> bool:
        nonlocal left
        worked = process_time()
        for text in searched_texts(event):
            usual = _PER_TEXT + _PER_CHARACTER * len(text)
            began = perf_counter()
            try:
                hit = search(text, timeout=left + usual) is not None
            except (TimeoutError, MemoryError):
                raise _endless(pattern, event) from None
            more = perf_counter() - began - usual
            if more > 0:  # perhaps the machine had other work; this clock is slower, but knows
                before, worked = worked, process_time()
                more = min(more, worked - before)
            left = min(PATIENCE, left - max(more, -_GIVEN_BACK))
            if left < 0:
                raise _endless(pattern, event)
            if hit:
                return True
        return False

    return found


def _compiled(pattern: str) -> Callable[..., object | None]:
    import regex

    if written_out(pattern) > LONGEST:
        longest = f"longer than {LONGEST:,} characters with its repetitions written out"
        raise UsageError(f"the pattern {quoted(pattern)} is {longest}; look for less at once")
    brackets = (token.end() for token in re.finditer(_TOKEN, pattern) if token[0] == "(")
    if any(re.match(_RECURSION, pattern[end:]) for end in brackets):  # which would take 800 MB
        raise UsageError(f"the pattern {quoted(pattern)} calls itself; write out what it repeats")
    # version 0 reads [[a] and [a&&b] as other engines do; full case makes ß what ss is
    flags = regex.VERSION0 | regex.IGNORECASE | regex.FULLCASE
    try:
        search: Callable[..., object | None] = regex.compile(pattern, flags).search
    except (regex.error, ValueError, OverflowError) as error:
        raise UsageError(f"{quoted(pattern)} is no pattern: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{quoted(pattern)} is no pattern: it is nested too deeply") from error
    return search


def _endless(pattern: str, event: Event) -> HkinnoError:
    return HkinnoError(
        f"the pattern {quoted(pattern)} takes too long, last on event {quoted(event.id)}; repeat "
        "nothing that repeats, as in (a+)+, and nothing that can match in two ways, as in (a|aa)+"
    )


def written_out(pattern: str) -> int:
    """How many characters a pattern has if `a{3}` is written as `aaa`; a class is one."""
    if len(pattern) > LONGEST:
        return len(pattern)
    sizes, last = [0], 0  # of each group that is open; of what would be repeated
    for token in re.finditer(_TOKEN, pattern):
        if token["least"] is not None:
            more = last * (int(token["most"] or token["least"] or 1) - 1)
        elif token[0] == ")" and len(sizes) > 1:
            last = more = sizes.pop() + 1
        else:
            last = more = 1
        if token[0] == "(":
            sizes.append(0)
        else:
            sizes[-1] += max(0, more)
            last += more if token["least"] is not None else 0
    return sum(sizes)
