"""`hkinno show`: an event whole, and its neighbours."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EVENTS, HARD, call, run
from wcwidth import wcswidth

Store = Callable[..., str]
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
LINK = re.compile(r"\x1b\]8;id=\d+;([^\x1b]*)\x1b\\")


def card(*args: str) -> list[tuple[str, str]]:
    """The lines of a card in a pipe: label and text; the title has no label."""
    done = call("show", *args)
    assert done.code == 0, done.err
    whole, footer = done.out.rsplit("\n\n", 1)
    assert re.search("[0-9] of [0-9]|[0-9]件事中的[0-9]", footer)
    first, *rest = whole.split("\n")
    return [("", first), *((found[0], found[1]) for line in rest if (found := parts(line)))]


def parts(line: str) -> tuple[str, str]:
    label, _, text = line.strip().partition("  ")
    return label, text


def test_a_card_says_all_that_is_known() -> None:
    assert card("cooperation-committee") == [
        ("", "Committee for mainland–Hong Kong science cooperation formed"),
        ("date", "2004"),
        ("EDTF", "2004 (a year, 2004-01-01 to 2004-12-31)"),
        (
            "note",
            "The article writes 'as early as 2004', read here as the founding year. The number of "
            "meetings belongs to July 2022, not to 2004.",
        ),
        (
            "summary",
            "Hong Kong and the mainland establish a joint committee on scientific and "
            "technological cooperation. By July 2022 it had met 15 times.",
        ),
        ("category", "institution"),
        ("figure", "committee meetings: 15 meetings"),
        ("places", "Hong Kong, Mainland China"),
        ("actors", "Mainland–Hong Kong Science and Technology Cooperation Committee"),
        ("tags", "milestone, mainland-cooperation"),
        ("zh-Hant", "內地與香港科技合作委員會成立"),
        (
            "zh-Hant",
            "內地與香港成立科技合作委員會，推動兩地科技合作。截至2022年7月，委員會已舉行15次會議。",
        ),
        (
            "source",
            "Hong Kong: Innovation Hub in the Making, LU Zijian, Science and Technology Daily, "
            "2022-07-07, Obtaining policy and fund support: “established as early as 2004”",
        ),
        ("id", "cooperation-committee"),
        (
            "before",
            "2002: Hong Kong Science Park opens (science-park-opens), "
            "1 year 1 day to 2 years 11 months 30 days earlier",
        ),
        (
            "after",
            "2015: Hong Kong counts about 1,500 start-ups (start-ups-2015), "
            "10 years 1 day to 11 years 11 months 30 days later",
        ),
    ]


@pytest.mark.parametrize(
    ("event", "label", "text"),
    [
        ("hong-kong-returns", "EDTF", "1997-07-01 (a day)"),
        ("bay-area-outline-plan", "date", "Feb 2019"),
        ("bay-area-outline-plan", "EDTF", "2019-02 (a month, 2019-02-01 to 2019-02-28)"),
        (
            "five-year-plan",
            "EDTF",
            "2021/2025 (an interval, 2021-01-01 to 2025-12-31; begins by 2021-12-31; "
            "ends not before 2025-01-01)",
        ),
        ("start-ups-2015", "figure", "start-ups: about 1,500 companies"),
        ("bay-science-forum", "figure", "research funding authorised: more than 440,000,000 RMB"),
    ],
)
def test_lines_of_the_bundled_chronology(event: str, label: str, text: str) -> None:
    assert (label, text) in card(event)


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            "numbers",
            [
                ("figure", "big: 123,456,789,012,345,678,901,234,567,890"),
                ("figure", "price: about 1.5 HKD"),
                ("big", "98765432109876543210987654321"),
                ("price", "1.50"),
                ("exponent", "1E400"),
                ("list", "[1, 2.50, null]"),
            ],
        ),
        (
            "unknown-fields",
            [
                ("titel", "a slip of title"),
                (
                    "deep",
                    '{"nested": [1, {"key": null, "url": "https://example.org"}], "empty": {}}',
                ),
                ("looks_like_json", "[1]"),
                ("nothing", "null"),
                ("lo", "not the derived one"),
                ('""', "no name"),
            ],
        ),
        ("date 2020/..", [("date", "since 2020")]),
        (
            "date /1985",
            [
                (
                    "EDTF",
                    "/1985 (an interval, until 1985-12-31; the start is not known; "
                    "begins by 1985-12-31; ends not before 1985-01-01)",
                )
            ],
        ),
        (
            "date 156X-12-25",
            [
                (
                    "EDTF",
                    "156X-12-25 (one of several days, 1560-12-25 to 1569-12-25; "
                    "the digits in the place of X are not known)",
                )
            ],
        ),
        (
            "unreadable-1",
            [("date", "19-02-2019"), ("EDTF", "19-02-2019 (no date that can be read)")],
        ),
        ("unknown-fields", [("fr", "Champs inconnus"), ("source", "S")]),
    ],
)
def test_lines_of_hard_events(event: str, lines: list[tuple[str, str]]) -> None:
    found = card("-s", str(HARD), "--", event)
    assert [line for line in lines if line not in found] == []


@pytest.mark.parametrize("event", ["nulls", "empty"])
def test_what_is_empty_is_not_said(event: str) -> None:
    labels = [label for label, _ in card("-s", str(HARD), event)]
    assert labels == ["", "date", "EDTF", "id", "before", "after"]


def test_the_first_and_the_last_have_one_neighbour() -> None:
    assert [label for label, _ in card("hong-kong-returns")][-2:] == ["id", "after"]
    assert [label for label, _ in card("article-published")][-2:] == ["id", "before"]


def test_neighbours_are_those_in_time_not_in_the_file(store: Store) -> None:
    path = store(
        {"id": "late", "date": "2010", "title": "Late"},
        {"id": "early", "date": "-0524", "title": "Early"},
        {"id": "middle", "date": "2000~", "title": "Middle"},
    )
    assert card("-s", path, "middle")[-2:] == [
        (
            "before",
            "525 BC: Early (early), 2,523 years 1 day to 2,524 years 11 months 30 days earlier",
        ),
        ("after", "2010: Late (late), 9 years 1 day to 10 years 11 months 30 days later"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2010-01-01", "2010-03-04", "2 months 3 days"),
        ("2010", "2010-03-04", "up to 2 months 3 days {}, if at all"),
        ("2010/", "2011", "up to 1 year 11 months 30 days {}, if at all"),
        ("2010-01-01", "2010-02-01/2012", "1 month"),
        ("2010-01-01/..", "2012", "at the same time"),
        ("2010/2013", "2011", "at the same time"),
        ("2010/2013", "2010-06", "perhaps at the same time"),
        ("2010-01-01", "2010-01-01T10:00:00", "on the same day"),
        ("2010-01-01", "[2010-01-02..]", "1 day or more"),
        ("2010", "[2010-02-01..]", "{}, if at all"),
    ],
)
def test_how_much_time_lies_between_neighbours(
    first: str, second: str, said: str, store: Store
) -> None:
    path = store(
        {"id": "a", "date": first, "title": "A"}, {"id": "b", "date": second, "title": "B"}
    )
    if "same" not in said and "{}" not in said:
        said += " {}"
    assert card("-s", path, "a")[-1][1].endswith(f"B (b), {said.format('later')}")
    assert card("-s", path, "b")[-1][1].endswith(f"A (a), {said.format('earlier')}")


def test_several_cards_come_in_the_order_asked_each_once() -> None:
    done = call("show", "start-ups-2021", "start-ups-2015", "start-ups-2021")
    titles = [text.split("\n")[0] for text in done.out.split("\n\n")]
    assert titles == [
        "Start-ups in Hong Kong reach 4,000",
        "Hong Kong counts about 1,500 start-ups",
        "2 of 19 events · 2015 – 2021 · the bundled chronology",
    ]


def test_a_translation_takes_the_place_of_the_original_which_is_kept() -> None:
    shown = card("science-park-opens", "--lang", "zh-Hant")
    assert shown[0] == ("", "香港科學園啟用")
    assert ("原文", "Hong Kong Science Park opens") in shown
    near = "1997年7月1日：香港回歸中國（hong-kong-returns），早4年6個月至5年5個月30日"
    assert ("之前", near) in shown
    assert "zh-Hant" not in dict(shown)


def test_a_language_that_is_not_there_changes_nothing() -> None:
    assert card("science-park-opens", "--lang", "fr") == card("science-park-opens")


# --- ids ---


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("cooperation-commitee", "did you mean cooperation-committee"),
        ("world-competitivness", "did you mean world-competitiveness?"),
        ("xyzzy", None),
        (" ", None),
        ("1850", "did you mean hkinno timeline --on 1850?"),
        ("mine.json", "did you mean hkinno timeline -s mine.json?"),
    ],
)
def test_an_unknown_id_suggests_near_ones(wanted: str, hint: str | None) -> None:
    done = call("show", wanted)
    assert (done.code, done.out) == (1, "")
    said = f"hkinno: no event has the id '{wanted}'"
    assert done.err.startswith(f"{said}; {hint}") if hint else done.err == f"{said}\n"


@pytest.mark.parametrize(
    ("piece", "meant"),
    [
        ("science-park-o", "science-park-opens"),
        ("SCIENCE-PARK-OPENS", "science-park-opens"),
        ("counts about", "start-ups-2015"),
        ("tianhe-2-", "tianhe-2-teams"),
        ("direct research", "direct-research-funding"),
    ],
)
def test_a_piece_of_an_id_or_a_title_will_do_where_it_is_read(piece: str, meant: str) -> None:
    whole = call("show", meant)
    done = call("show", piece)
    assert (done.code, done.out) == (0, whole.out)
    assert done.err == f"hkinno: '{piece}' is taken for {meant}\n"
    near = call("timeline", "--around", piece, "--json")
    assert near.json() == call("timeline", "--around", meant, "--json").json()
    assert f"is taken for {meant}" in near.err
    between = call("between", piece, "2030", "--json")
    assert between.json() == call("between", meant, "2030", "--json").json()


def test_a_piece_that_fits_several_is_refused_with_the_list() -> None:
    done = call("show", "start-ups")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("hkinno: 'start-ups' fits ")
    assert "start-ups-2015, start-ups-2021" in done.err


def test_an_exact_id_wins_over_pieces(store: Store) -> None:
    path = store(
        {"id": "a", "date": "2001", "title": "T"}, {"id": "ab", "date": "2002", "title": "a"}
    )
    done = call("show", "-s", path, "a", "--json")
    assert ([event["id"] for event in done.json()], done.err) == (["a"], "")


@pytest.mark.parametrize("command", [["edit", "--title", "N"], ["remove"]])
def test_a_piece_is_not_enough_to_change_an_event(store: Store, command: list[str]) -> None:
    path = store({"id": "science-park", "date": "2001", "title": "T"})
    done = call(command[0], "-s", path, "science", *command[1:])
    assert done.code == 1
    assert "no event has the id 'science'; did you mean science-park?" in done.err


def test_nothing_is_shown_if_one_id_is_unknown() -> None:
    done = call("show", "science-park-opens", "xyzzy")
    assert (done.code, done.out) == (1, "")


def test_an_id_is_needed() -> None:
    assert call("show").code == 2


# --- formats ---


def test_json_has_the_events_in_the_order_asked() -> None:
    events = call("show", "start-ups-2021", "start-ups-2015", "--json").json()
    assert [event["id"] for event in events] == ["start-ups-2021", "start-ups-2015"]
    assert events[1]["figures"][0]["value"] == 1500


def test_fields_choose_columns_of_a_table() -> None:
    done = call("show", "start-ups-2015", "--fields", "id,lo,hi")
    assert done.out.split("\n")[2].split() == ["start-ups-2015", "2015-01-01", "2015-12-31"]
    assert "1 of 19 events" in done.out


def test_events_with_an_unreadable_date_elsewhere_are_no_matter_here() -> None:
    done = call("show", "-s", str(HARD), "nulls", "-f", "jsonl")
    assert done.err == ""


def test_cards_have_no_headings() -> None:
    done = call("show", "nulls", "-s", str(HARD), "--group", "year")
    assert (done.code, done.out) == (2, "")
    assert call("show", "nulls", "-s", str(HARD), "--group", "year", "-f", "table").code == 0


# --- on a terminal ---


@pytest.mark.parametrize("width", ["20", "40", "60", "80", "100", "120", "200"])
@pytest.mark.parametrize("store", [EVENTS, HARD])
def test_a_card_fits_and_loses_nothing(width: str, store: object) -> None:
    events = call("timeline", "-s", str(store), "--json", "--fields", "id").json()
    ids = [event["id"] for event in events]
    plain = call("show", "-s", str(store), "--", *ids).out
    drawn = call("show", "-s", str(store), "--width", width, "--", *ids).out
    assert max(wcswidth(line) for line in drawn.split("\n")) <= min(int(width), 100)
    assert min(wcswidth(line) for line in drawn.split("\n")) == 0  # -1 is a control character
    assert sorted("".join(drawn.split())) == sorted("".join(plain.split()))


def test_labels_are_aligned_by_columns_not_by_characters(store: Store) -> None:
    path = store({"id": "a", "date": "2002", "title": "T", "全形文字的欄名": "x", "e\u0301": "y"})
    lines = call("show", "-s", path, "a").out.split("\n")[1:-3]
    starts = {wcswidth(line[: re.match(r" *\S+  ", line).end()]) for line in lines}  # type: ignore[union-attr]
    assert len(starts) == 1


def test_nothing_on_a_card_acts_on_the_terminal() -> None:
    events = call("timeline", "-s", str(HARD), "--json", "--fields", "id").json()
    ids = [event["id"] for event in events]
    for width in ("40", "100"):
        for colour in ("always", "never"):
            done = run("show", "-s", str(HARD), "--width", width, "--color", colour, "--", *ids)
            bare = re.sub(
                r"\x1b\[[0-9;]*m", "", LINK.sub("", done.out).replace("\x1b]8;;\x1b\\", "")
            )
            assert not ACTS.search(bare)
    assert not ACTS.search(run("show", "-s", str(HARD), "--", *ids).out)


def test_only_sound_web_addresses_become_links() -> None:
    done = run("show", "-s", str(HARD), "terminal-escapes", "--color", "always", "--width", "100")
    assert set(LINK.findall(done.out)) == {"https://good.example/a?b=c&d=%20#e"}
    assert "https://evil.example/a b" in done.out
    assert "\x1b]8" not in run("show", "-s", str(HARD), "terminal-escapes", "--width", "80").out


@pytest.mark.parametrize(
    "url", ["https://a.example/\x07", "https://a.example/é", "ftp://a.example", "https://"]
)
def test_addresses_that_are_no_links(url: str, store: Store) -> None:
    path = store({"id": "a", "date": "2002", "title": "T", "sources": [{"url": url}]})
    assert "\x1b]8" not in call("show", "-s", path, "a", "--color", "always").out


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_is_doubtful_about_an_event_is_told(tmp_path: Path, form: list[str]) -> None:
    path = tmp_path / "twice.json"
    events = [f'{{"id": "{i}", "date": "2019", "title": "A", "x": 1, "x": 2}}' for i in "abc"]
    path.write_text(f"[{','.join(events)}]")
    done = call("show", "-s", str(path), "b", *form)
    assert done.code == 0
    assert done.err == (
        f"hkinno: warning: {path}: event 2 'b' (line 1): x stands twice; the last one counts\n"
    )


def test_neighbours_are_those_in_order_of_time(tmp_path: Path) -> None:
    years = [2005, 2001, 2004, 2002, 2003]
    path = tmp_path / "years.json"
    path.write_text(json.dumps([{"id": f"e{y}", "date": str(y), "title": f"T{y}"} for y in years]))
    for year in years:
        out = call("show", "-s", str(path), f"e{year}").out
        near = re.findall(r"(before|after)  (\d+)", out)
        there = {"before": year - 1, "after": year + 1}
        assert near == [(k, str(y)) for k, y in there.items() if 2001 <= y <= 2005]
    both = call("show", "-s", str(path), "e2001", "e2005").out
    assert re.findall(r"(?:before|after)  (\d+)", both) == ["2002", "2004"]


def test_paragraphs_of_a_summary_stay(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    event = {"id": "a", "date": "2002", "title": "A", "summary": "One.\n\nTwo\x1b.\r\nThree."}
    path.write_text(json.dumps([event]))
    for width in ([], ["--width", "60"]):
        lines = call("show", "-s", str(path), "a", *width).out.splitlines()
        assert [line.strip() for line in lines[:-1] if "." in line] == [
            "summary  One.", "Two\\x1b.", "Three.",
        ]  # fmt: skip
