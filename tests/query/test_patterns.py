r"""What `--regex` reads, and that no pattern takes for ever.

The engine is `regex`; before, it was RE2, and `OTHERWISE` is what has changed for who wrote a
pattern then. CHANGELOG names these.
"""

import json
import re
import resource
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call, run

from hkinno.query.patterns import LONGEST, written_out


def titled(path: Path, *titles: str) -> str:
    events = [{"id": f"e{n}", "date": "2002", "title": title} for n, title in enumerate(titles)]
    path.write_text(json.dumps(events), encoding="utf-8")
    return str(path)


def search(pattern: str, store: str) -> Done:
    return call("timeline", "-s", store, "--regex", "--search", pattern, "--fields", "id", "--json")


def found(pattern: str, text: str, folder: Path) -> bool:
    done = search(pattern, titled(folder / "s.json", text))
    return bool(done.json())


# --- what is read ---

AS_EVER = [  # pattern, a text in which it is, one in which it is not
    ("^robot", "Robotics", "a robot"),
    (r"robo(t|rn)\b", "Roborn", "robots"),
    (r"\pN", "a5", "ab"),
    (r"\p{Han}+", "天河", "river"),
    (r"\PL", "5", "a"),
    (r"\bpark$", "Science Park", "parking"),
    (r"park\z", "Park", "Park\n"),
    (r"(?-i)IMD", "by IMD", "imdb"),
    (r"a(?-i)B", "AB", "Ab"),
    (r"(?i)imd", "IMD", "I"),
    (r"a(?-i:B)c", "ABC", "abc"),
    (r"(?P<year>\d{4})", "in 2018", "in 18"),
    (r"[[:alpha:]]5", "a5", "55"),
    (r"[[a]x", "[x", "bx"),
    (r"[a&&b]x", "&x", "cx"),
    (r"[\w-]x", "-x", ".x"),
    (r"(?s)a.b", "a\nb", "ab"),
    (r"a.b", "axb", "a\nb"),
    (r"(?m)^b", "a\nb", "ab"),
    (r"^b", "b", "a\nb"),
    (r"a{2}b", "aab", "ab"),
    (r"a{2", "a{2", "aa"),
    (r"\101", "a", "101"),
    (r"K", "\u212a", "q"),  # the sign for kelvin is a k
]
OTHERWISE = [  # pattern, a text in which it is now, one in which it is not, what RE2 made of it
    (r"\d", "٣", "a", "0 to 9"),
    (r"^\w+$", "天河é", "é!", "a to z, 0 to 9 and _"),
    (r"\bé", "é", "aé", "é was no part of a word"),
    (r"\s", "\u3000", "a", "blanks of ASCII"),
    (r"[[:alpha:]]", "é", "5", "letters of ASCII"),
    ("strasse", "Straße", "strase", "ß was ß alone"),
    ("a$", "a\n", "a\n\n", "only the very end"),
    ("a{,3}b", "aaab", "a{,3}c", "no repetition, but those characters"),
    (r"^(?:arrangement){e<=2}$", "Arangement", "range", "no repetition, but those characters"),
    (r"\Aa\Z", "a", "a\n", "refused"),
    (r"(a)\1", "aa", "ab", "refused"),
    (r"(?=ab)a", "ab", "ac", "refused"),
    (r"(?<!x)a", "a", "xa", "refused"),
    (r"(?>a+)b", "aab", "ac", "refused"),
    (r"a++b", "aab", "ac", "refused"),
    (r"(?x)a b # both", "ab", "a b", "refused"),
    (r"a{1001}", "a" * 1001, "a" * 1000, "refused"),
    (r"\N{DIGIT ONE}", "1", "N", "refused"),
    (r"\X!", "é!", "!", "refused"),
]
REFUSED = [  # pattern, why; the first ones are those that RE2 read
    (r"\Qa.b\E", r"bad escape \Q at position 2"),
    (r"\C", r"bad escape \C at position 2"),
    (r"\x{41}", r"incomplete escape \x at position 2"),
    (r"(?U)a+", "unknown extension at position 2"),
    ("(?P<1>a)", "bad character in group name at position 5"),
    ("(", "missing ) at position 1"),
    ("[a", "unterminated character set at position 2"),
    ("*", "nothing to repeat at position 0"),
    ("a{2}{3}", "multiple repeat at position 4"),
    ("(?V1)a", "VERSION0 and VERSION1 flags are mutually incompatible"),
    ("(" * 900 + ")" * 900, "it is nested too deeply"),
]


@pytest.mark.parametrize(("pattern", "where", "where_not"), AS_EVER)
def test_what_patterns_mean(pattern: str, where: str, where_not: str, tmp_path: Path) -> None:
    assert found(pattern, where, tmp_path)
    assert not found(pattern, where_not, tmp_path)


@pytest.mark.parametrize(("pattern", "where", "where_not", "before"), OTHERWISE)
def test_what_has_changed_with_the_engine(
    pattern: str, where: str, where_not: str, before: str, tmp_path: Path
) -> None:
    assert before
    test_what_patterns_mean(pattern, where, where_not, tmp_path)


@pytest.mark.parametrize(("pattern", "why"), REFUSED)
def test_what_is_no_pattern(pattern: str, why: str) -> None:
    done = call("timeline", "--regex", "--search", "x", "--search", pattern)
    shown = pattern if len(pattern) <= 60 else pattern[:59] + "…"
    assert done == Done(2, "", f"hkinno: {shown!r} is no pattern: {why}\n")


# --- no end ---


def tried(pattern: str, store: str) -> Done:
    """The same in a process of its own, which may use two seconds of a processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run("timeline", "-s", store, "--regex", "--search", pattern, "--json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    return done


SHAPES: dict[str, Any] = {  # titles; the pattern has no end on each of them, or is slow on each
    "one long": ["a" * 20_000 + "!"],
    "many": ["a" * 22 + "!"] * 10_000,
    "now and then": ["a" * 27 + "!" if n % 50 == 0 else "quiet" for n in range(10_000)],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("pattern", ["(a|a)*[bc]", "(a+)+[bc]", "^(a|aa)+$"])
def test_a_pattern_without_end_is_one_sentence(pattern: str, shape: str, tmp_path: Path) -> None:
    done = tried(pattern, titled(tmp_path / "s.json", *SHAPES[shape]))
    if done.code == 0:  # it was quick enough, and none of these texts has it
        assert (done.out, shape) == ("[]\n", "now and then") or shape == "many"
        return
    assert (done.code, done.out) == (1, "")
    wanted = rf"hkinno: the pattern '{re.escape(pattern)}' takes too long, last on event 'e\d+'; "
    assert re.fullmatch(wanted + ".+\n", done.err)


def test_what_has_an_end_may_take_its_time(tmp_path: Path) -> None:
    """A pattern in a long store is no pattern without end: what it needs to read is not counted."""
    texts = [f"{'quiet words ' * 40}{n}" for n in range(20_000)]
    done = search(r"[a-z]+ words 19999", titled(tmp_path / "s.json", *texts))
    assert [event["id"] for event in done.json()] == ["e19999"]


@pytest.mark.parametrize(
    "pattern",
    [
        *("x{1000000000}", "(?:(?:x{1000}){1000}){1000}", "x{,1000000000}", "[ab]{5000}"),
        *("((a?){50}){50}", "x{" + "9" * 5000 + "}", "x" * (LONGEST + 1), "(" * 5000),
    ],
)
def test_a_pattern_has_a_length(pattern: str, tmp_path: Path) -> None:
    done = tried(pattern, titled(tmp_path / "s.json", "x"))
    shown = pattern if len(pattern) <= 60 else pattern[:59] + "…"
    longer = "is longer than 2,000 characters with its repetitions written out"
    assert done == Done(2, "", f"hkinno: the pattern {shown!r} {longer}; look for less at once\n")


@pytest.mark.parametrize("pattern", ["(?R)?a", "(a(?1)?)", "(?P<n>a(?&n)?)", "(?P<n>a(?P>n)?)"])
def test_a_pattern_does_not_call_itself(pattern: str) -> None:
    done = call("timeline", "--regex", "--search", pattern)
    sentence = f"hkinno: the pattern {pattern!r} calls itself; write out what it repeats\n"
    assert done == Done(2, "", sentence)


def test_what_only_looks_like_a_call(tmp_path: Path) -> None:
    assert found(r"\(?1997", "(1997", tmp_path)
    assert found(r"[(?1]x", "?x", tmp_path)


@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        ("", 0),
        ("abc", 3),
        ("a{3}", 3),
        ("a{2,5}", 5),
        ("a{2,}b", 3),
        ("(ab){3}", 9),  # with a bracket each
        ("((a{2}){3}){4}", 40),
        (r"\({3}", 3),
        ("[a{9}]{2}", 2),
        ("[]{9}]{2}", 2),
        ("[[:alpha:]{9}]{2}", 2),
        (r"[\]{9}]{2}", 2),
        ("a)b", 3),
        ("((){50}){50}", 2550),
        ("{9}", 0),
        ("a{0}b", 2),
    ],
)
def test_a_pattern_written_out(pattern: str, length: int) -> None:
    assert written_out(pattern) == length
