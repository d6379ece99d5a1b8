"""What is said to readers in their language: each has all texts, and none that nothing says."""

import re
from pathlib import Path

import msgspec
import pytest
from conftest import HARD, ROOT, call

from hkinno.chart.marks import FORMS
from hkinno.dates import wordings
from hkinno.dates.calendar import WEEKDAYS
from hkinno.display import COLUMNS
from hkinno.events import BOUNDS, FIELDS, VALUES, Event
from hkinno.query.derived import DERIVED
from hkinno.stats.histogram import OPEN, PRECISIONS, UNREADABLE
from hkinno.stats.tally import BY
from hkinno.text import width as columns
from hkinno.words.language import language, spoken, tags

WORDS = ROOT / "hkinno" / "words"
UNITS = ("month", "season", "quarter", "quadrimester", "semester", "year")
MADE = {
    *(f"unit {name}" for name in UNITS),
    *(f"form {name}" for name in FORMS),
    *(f"more {row.option}" for row in VALUES),
    *BOUNDS,
}
NAMED = {  # above columns, in menus, beside the lines of a card
    *Event.__struct_fields__,
    *(row.option for row in VALUES),
    *(row.label for row in FIELDS if row.label),
    *DERIVED,
    *("original", "before", "after"),
    *BY,  # above the columns of stats, and its rows that are no values of a store
    *("millennium", "events", "silence", "lasting", "change"),
    *(*PRECISIONS, *WEEKDAYS, OPEN, UNREADABLE),
    *("approximate", "uncertain", "unbounded", "unreadable"),
}


def test_each_language_is_a_file_and_says_dates() -> None:
    assert {path.stem for path in WORDS.glob("*.json")} == set(tags()) <= set(wordings.tags())


@pytest.mark.parametrize("tag", tags())
def test_each_language_says_the_same(tag: str) -> None:
    ours, english = language(tag).texts, language("en").texts
    fields = {f"field {name}" for name in NAMED}
    assert set(ours) == set(english) | (fields if tag != "en" else set())
    for key, text in english.items():
        told = [set(re.findall(r"{(\w+)}", str(one))) - {"n"} for one in (text, ours[key])]
        assert told[0] == told[1], key


def test_each_text_is_said_somewhere() -> None:
    house = ROOT / "hkinno"
    code = [*house.rglob("*.js"), *house.rglob("*.py"), house / "page" / "template.html"]
    said = "".join(path.read_text("utf-8") for path in code)
    for key in language("en").texts.keys() - MADE:
        assert re.search(f"""['"`]{re.escape(key)}['"`]""", said), key


# --- what is seen of them


@pytest.fixture
def chronicle(tmp_path: Path) -> str:
    """A store in whose own texts there is no Latin letter but in ids."""
    path = tmp_path / "年表"
    kinds = {
        "category": "類",
        "tags": ["籤"],
        "places": ["地"],
        "actors": ["人"],
        "date_note": "備",
    }
    figure = {"name": "數", "value": 1500, "approximate": True, "bound": "at least"}
    dates = ("2019-02-18", "2019-02", "2021/..", "-0524~", "201X", "[1890..1900]", "Y-13800000000")
    events = [
        {"id": f"{n}", "date": date, "title": f"第{n}件事", "summary": "摘要", **kinds}
        | {"figures": [figure], "sources": [{"title": "書"}]}
        for n, date in enumerate(dates)
    ]
    events += [{"id": "9", "date": "不詳", "title": "無日期", "category": "類"}]
    path.write_bytes(msgspec.json.encode({"title": "大事", "events": events}))
    return str(path)


@pytest.mark.parametrize(
    "args",
    [
        "timeline",
        "timeline --width 60",
        "timeline --group year",
        "timeline --group month",
        "timeline --group decade",
        "timeline --group century",
        "timeline --group category",
        "timeline --fields date,title,summary,tags,places,actors,figures,approximate,uncertain",
        "timeline -f markdown",
        "timeline -f svg",
        "chart",
        "chart --by tag",
        "chart --by none",
        "chart --since 1800",
        "chart --describe",
        "chart --describe --since 2019-02-10 --until 2022",
        "chart -f svg",
        "stats",
        "stats --since 1800",
        "stats --by month --limit 3",
        "stats --by year --count possible --limit 3",
        "stats --by decade --count certain",
        "stats --by weekday --limit 2",
        "stats --by precision",
        "stats --by category",
        "stats --by actor --no-actor 人",
        "stats --figure 數",
        "stats --gaps --limit 2",
        "stats --gaps --on 2019-02-18",
    ],
)
def test_an_answer_in_chinese_is_in_chinese_alone(args: str, chronicle: str) -> None:
    done = call(*args.split(), "-s", chronicle, "--lang", "zh-Hant")
    assert done.code == 0
    shown = done.out
    if "svg" in args:
        shown = " ".join(re.findall(r">([^<]*)<", re.sub(r"(?s)<style.*?</style>", "", shown)))
    shown = re.sub(
        "hkinno check|--(zoom|count|limit) ?|Y-?(?=[0-9])|201X", "", shown
    )  # what is typed
    assert re.findall(r"[A-Za-z]+", shown) == []


@pytest.mark.parametrize(
    ("second", "lang", "said"),
    [
        ("[2010-06..]", "en", "later, if at all"),
        ("[2010-06..]", "de", "später, wenn überhaupt"),
        ("[2010-06..]", "zh", "較晚，如有先後"),
        ("2011", "de", "1 Tag bis 1 Jahr 11 Monate 30 Tage später"),
        ("[2010-06-01..2011-06-01]", "zh", "至多晚1年5個月，如有先後"),
        ("[2010-06-01..2011-06-01]", "de", "höchstens 1 Jahr 5 Monate später, wenn überhaupt"),
    ],
)
def test_how_much_later(second: str, lang: str, said: str, tmp_path: Path) -> None:
    dates = {"a": "2010", "b": second}
    events = [{"id": name, "date": date, "title": name} for name, date in dates.items()]
    store = tmp_path / "two.json"
    store.write_bytes(msgspec.json.encode(events))
    assert re.search(rf"[,，]\s?{said}\n", call("show", "a", "-s", str(store), "--lang", lang).out)
    between = call("between", "a", "b", "-s", str(store), "--lang", lang).out
    assert len(between.splitlines()) == (4 if ".." in second[-3:] else 5)


def test_a_card_in_chinese(chronicle: str) -> None:
    out = call("show", "2", "-s", chronicle, "--lang", "zh-Hant").out
    assert re.findall(r"[A-Za-z]+", out) == ["EDTF"]
    assert "  數字  數：至少約1,500\n" in out
    assert "2021/..（一段時期，2021-01-01起；沒有終點；最遲於2021-12-31開始）" in out
    assert re.search(r"之前  2019年2月18日：第0件事（0），早1年10個月14日", out)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_columns_of_wide_characters_are_in_line(width: int) -> None:
    out = call("timeline", "-s", str(HARD), "--lang", "zh-Hant", "--width", str(width)).out
    assert all(columns(line) <= width for line in out.splitlines())
    out = call("timeline", "--lang", "zh-Hant", "--fields", ",".join((*COLUMNS, "id"))).out
    head, _, *rows = out.splitlines()[:-2]
    starts = {columns(row[: row.rindex("  ") + 2]) for row in rows}
    assert starts == {columns(head[: head.rindex("  ") + 2])}


def test_an_event_is_on_one_line_in_any_language() -> None:
    for tag in wordings.tags():
        out = call("timeline", "--lang", tag, "-s", ":bundled:").out
        assert len(out.splitlines()) == 19 + 4


def test_english_is_what_there_is_without_a_language() -> None:
    for args in ("timeline", "show article-published", "chart", "chart --describe", "stats"):
        assert call(*args.split(), "--lang", "en").out == call(*args.split()).out


def test_letters_of_a_typewriter_say_english(chronicle: str) -> None:
    out = call("chart", "--ascii", "-s", chronicle, "--lang", "zh-Hant").out
    assert out.isascii()
    assert "7 events" in out


def test_date_and_between_speak() -> None:
    date = call("date", "--lang", "de", "Feb 2019")
    assert date.out == ("Feb 2019 → 2019-02\n  Feb. 2019: ein Monat, 2019-02-01 bis 2019-02-28\n")
    out = call("between", "2002", "2018", "--lang", "zh-Hant").out
    assert out.splitlines() == [
        "甲  2002年",
        "乙  2018年",
        "由甲至乙：15年1日至16年11個月30日（5,480至6,208日）",
        "甲必定在乙開始之前結束。",
        "事件：隨附的年表",
    ]
    for a, b in (("2002/..", "2018"), ("2002", "../2018"), ("2018", "2002"), ("2002", "2002")):
        out = call("between", a, b, "--lang", "zh-Hant").out
        assert re.findall("[A-Za-z]+", out) == []


@pytest.mark.parametrize("args", ["date 2019", "between 2002 2018"])
def test_a_language_without_words_is_told_once(args: str) -> None:
    done = call(*args.split(), "--lang", "fr")
    assert done.out == call(*args.split()).out
    assert done.err == "hkinno: no words for 'fr'; there are de, en and zh-Hant\n"


def test_stats_say_dates_in_the_language() -> None:
    out = call("stats", "--gaps", "--lang", "zh-Hant").out
    assert "2005年1月1日 – 2014年12月31日" in out
    assert "約1,500 companies" in call("stats", "--figure", "start-ups", "--lang", "zh").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("--by month --lang zh-Hant", "1997年7月"),
        ("--by year --lang zh", "2002年"),
        ("--by decade --lang de", "1990er"),
        ("--lang de-AT --by century", "1900 – 1999"),
        ("--lang zh-Hant", "2005年至2014年"),
    ],
)
def test_stretches_of_time_are_told_in_the_language(args: str, said: str) -> None:
    """For people alone: what a script reads is the same in any."""
    out = call("stats", "-s", ":bundled:", *args.split()).out
    assert said in [re.split("  +", line)[0] for line in out.splitlines()]
    data = call("stats", "-s", ":bundled:", *args.split(), "--json").out
    assert (
        data
        == call("stats", "-s", ":bundled:", *re.sub(r"--lang \S+", "", args).split(), "--json").out
    )


def test_a_language_that_has_words_for_dates_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text has its dates, wherever they stand; what is a whole is English."""
    monkeypatch.setattr("hkinno.words.language.tags", lambda: ("en",))
    found = language.cache_clear, spoken.cache_clear
    for clear in found:
        clear()
    table = call("timeline", "--lang", "de", "--group", "month", "-s", ":bundled:").out
    page = call("timeline", "--lang", "de", "-s", ":bundled:", "-f", "html").out
    for clear in found:
        clear()
    assert "\nJuli 1997\n" in table
    assert "19 of 19 events" in table
    assert "Jul 1997" in page
    assert "Juli 1997" not in page


def test_deep_time_is_told_in_the_language(tmp_path: Path) -> None:
    store = tmp_path / "deep.json"
    store.write_text('[{"id": "a", "date": "Y-50000", "title": "a"}]')
    for by in ("decade", "century"):
        assert "v. Chr. – " in call("stats", "-s", str(store), "--by", by, "--lang", "de").out


def test_a_page_is_in_one_language_as_a_whole() -> None:
    """Also where there are words for dates alone, as there may be for a language some day."""
    page = call("timeline", "-f", "html", "--lang", "de-AT").out
    assert '<html lang="de"' in page
    assert "Feb. 2019" in page
    page = call("timeline", "-f", "html", "--lang", "fr").out
    assert '<html lang="en"' in page
    assert "Feb 2019" in page
