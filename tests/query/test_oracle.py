"""`hkinno timeline` and the oracle, which know nothing of each other, answer alike.

Three kinds of stores: a small one made of every kind of date, the bundled events.json, and the two
real sets in the folder that $HKINNO_REAL_STORES names (kleptocracy.json, historicaldate.json).
"""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import oracle
import pytest
from click.testing import CliRunner

from hkinno.cli.main import cli

Query = dict[str, Any]

OWN = Path(__file__).parents[2] / "events.json"
REAL = os.environ.get("HKINNO_REAL_STORES")
needs_real_sets = pytest.mark.skipif(
    REAL is None, reason="HKINNO_REAL_STORES does not name the folder of the two real sets"
)


# ---- asking the command line ----------------------------------------------------------------


def options(query: Query) -> list[str]:
    """The command line that asks `query`."""
    given: list[str] = []
    for name in ("since", "until", "on"):
        if name in query:
            typed = query[name]
            given += [f"--{name}", typed if isinstance(typed, str) else typed[0]]
    for name in ("category", "tag", "place", "actor"):
        for key, option in ((name, f"--{name}"), (f"no_{name}", f"--no-{name}")):
            for group in query.get(key, []):
                given += [option, ",".join(value.replace(",", r"\,") for value in group)]
    for text in query.get("search", []):
        given += ["--search", text]
    if "around" in query:
        given += ["--around", query["around"][0], "--within", query["around"][1]]
    for name in ("sort", "limit", "today"):
        if name in query:
            given += [f"--{name}", str(query[name])]
    return given + [
        f"--{name}" for name in ("certain", "inside", "regex", "reverse") if query.get(name)
    ]


def command(path: Path, query: Query) -> list[str]:
    return ["timeline", "--store", str(path), *options(query), "--json"]


def hkinno(path: Path, query: Query) -> list[str]:
    """The ids that hkinno answers."""
    result = CliRunner().invoke(
        cli, command(path, query), env={"HKINNO_STORE": None, "HKINNO_TODAY": None}
    )
    assert result.exit_code == 0, result.stderr or repr(result.exception)
    return [event["id"] for event in json.loads(result.stdout)]


def hkinno_process(path: Path, query: Query) -> list[str]:
    """The ids that hkinno answers as its users run it: in a process of its own, through a pipe."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("HKINNO_")}
    argv = [sys.executable, "-m", "hkinno", *command(path, query)]
    done = subprocess.run(argv, env=env, capture_output=True, cwd=OWN.parent)
    assert done.returncode == 0, done.stderr.decode()
    return [event["id"] for event in json.loads(done.stdout)]


@functools.cache
def events_of(path: Path) -> list[oracle.Event]:
    events: list[oracle.Event] = json.loads(path.read_text("utf-8"))["events"]
    return events


def title(query: Query) -> str:
    return " ".join(options(query)).encode("ascii", "replace").decode() or "everything"


# ---- a store with every kind of date --------------------------------------------------------

UNREADABLE = ["2019-13", "2019-02-29", "2021/2019", "about 1900", "-0000", " 2019", "２０１９"]
DATES = [
    *UNREADABLE[:3],
    *["2019-02-28T09:00:00", "2019-02-28T08:30:00Z", "2019-02-28", "2019-02", "2019", "2019-02-01"],
    *["2019-02-28T23:59:59+08:00", "2019-02-28T00:00:00", "2019-33", "2019-41", "2019", "2019-02"],
    *["201X", "20XX", "1XXX", "XXXX", "-052X", "156X-12-25", "201X-02-29", "2021-12-XX", "2019-1X"],
    *["2019-XX-31", "2019-04-3X", "2019-XX", "1950S2", "Y3388E2S3", "Y171010000S3"],
    *["Y170000002", "Y-17E7", "-0524", "-0001", "0000", "0001", "-0524-02", "0000-02-29"],
    *["[1667,1668,1670..1672]", "{1960,1961-12}", "[..1984]", "[1984..]", "[-0026..0014]"],
    *["2020/..", "../1985", "2020/", "/1985", "../2019-02", "2018/2020-06"],
    *["2004-06-XX/2004-07-03", "2018~", "2018?", "2018%"],
    *["2004-06-~11", "?2004-06-11", "2018~/2020?", "-0479~/-0407~"],
    *["2019-21", "2019-24", "2019-30", "-0001-24", "2020-02-29", "2019-12-31", "2020-01-31"],
    *UNREADABLE[3:],
]
WRITTEN: list[dict[str, Any]] = [
    {
        "title": "Die Straße",
        "category": "Verkehr",
        "tags": ["Bahn", "fbi"],
        "actors": ["Paul, Weiss"],
    },
    {"title": "STRASSE", "category": "verkehr", "tags": ["FBI"], "places": ["Hong Kong, China"]},
    {"title": "ΟΔΟΣ", "category": "Οδός", "tags": ["οδος", "bahn"], "actors": ["Viktor Orbán"]},
    {"title": "A road", "summary": "100 % [bold] .* road", "places": ["Tsuen Wan", "China"]},
    {"title": "Nothing more"},
    {
        "title": "Translated",
        "tags": [],
        "translations": {"zh-Hant": {"title": "大灣區綱要", "summary": "發展規劃"}},
        "unknown": "road",
    },
]


def every_kind() -> list[oracle.Event]:
    return [
        {"id": f"event-{number:02}", "date": date, **WRITTEN[number % len(WRITTEN)]}
        for number, date in enumerate(DATES)
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "every-kind.json"
    document = {"title": "Every kind of date", "events": every_kind()}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


SMALL: list[Query] = [
    {},
    {"reverse": True},
    {"limit": 9},
    {"reverse": True, "limit": 30},
    {"since": "2019", "until": "2019"},
    {"since": "2019", "until": "2019", "certain": True},
    {"on": "2019", "certain": True, "reverse": True},
    {"on": ("Feb 2019", "2019-02")},
    {"on": ("Feb 2019", "2019-02"), "certain": True},
    {"on": "2019-02-28"},
    {"on": "2019-02-28", "certain": True, "reverse": True},
    {"since": "2020-02-29", "until": "2020-02-29"},
    {"since": "2020-03-01", "certain": True},
    {"on": ("2019 Q1", "2019-33"), "certain": True},
    {"on": "2019-24"},
    {"on": "201X-02-29"},
    {"on": "2013-02-28"},
    {"on": "2012-02-29/2016-02-29", "certain": True},
    {"on": ("2010s", "201X"), "certain": True},
    {"on": ("2019 to 2021", "2019/2021")},
    {"on": ("circa 1620", "1620~")},
    {"until": "1985", "certain": True},
    {"until": "1985", "reverse": True},
    {"until": "0000", "certain": True},
    {"on": ("525 BC", "-0524")},
    {"on": ("525 BC", "-0524"), "certain": True},
    {"until": "-0525"},
    {"until": "Y-17E6"},
    {"since": "Y100000", "certain": True},
    {"since": "Y171009999", "until": "Y171009999"},
    {"since": "1669", "until": "1669"},
    {"since": "1667", "until": "1672", "certain": True},
    {"since": ("1 July 1997", "1997-07-01"), "limit": 12},
    {"since": ("last year", "2018"), "today": "2019-06-30", "certain": True},
    {"category": [["verkehr"]]},
    {"category": [["VERKEHR", "οδόΣ"]], "on": "2019"},
    {"no_category": [["Verkehr"]]},
    {"no_category": [["verkehr"], ["ΟΔΌΣ"]], "reverse": True},
    {"tag": [["Fbi"]]},
    {"tag": [["FBI"], ["bahn"]]},
    {"tag": [["fbi", "οδος"]], "no_tag": [["BAHN"]]},
    {"place": [["hong kong, china"]]},
    {"place": [["China"]]},
    {"no_place": [["Hong Kong, China", "tsuen wan"]], "since": "2015"},
    {"actor": [["paul, weiss", "VIKTOR ORBÁN"]]},
    {"no_actor": [["Paul, Weiss"]], "until": "1999", "certain": True},
    {"search": ["strasse"]},
    {"search": ["STRASSE"], "since": "2000"},
    {"search": ["οδος"]},
    {"search": ["road"]},
    {"search": ["ORBÁN"]},
    {"search": [".*"]},
    {"search": ["[bold]", "ROAD"]},
    {"search": ["灣區"], "reverse": True},
    {"search": ["發展"], "on": "2019"},
    {"search": ["hong kong"], "no_category": [["bahn"]]},
    {"search": ["^a road$|nothing"], "regex": True, "since": "1800"},
    {"around": ("event-05", "2w", 0, 14)},
    {"around": ("event-07", "1m", 1, 0), "reverse": True},
    {"around": ("event-62", "1m", 1, 0)},
    {"around": ("event-61", "18 months", 18, 0), "limit": 10},
    {"around": ("event-61", "30d", 0, 30)},
    {"around": ("event-44", "2y", 24, 0)},
    {"around": ("event-46", "30d", 0, 30), "tag": [["fbi"]]},
    {"around": ("event-32", "2y", 24, 0)},
    {"sort": "title", "since": "2019"},
    {"sort": "title", "on": "2019", "limit": 7},
    {"sort": "id", "on": "201X", "reverse": True},
    {"sort": "category", "since": "2018", "until": "2021"},
]


def in_other_modes(queries: list[Query]) -> list[Query]:
    """Those with bounds, in the modes in which they are not asked."""
    dated = [q for q in queries if {"since", "until", "on", "around"} & q.keys()]
    modes = [
        {"certain": certain, "inside": inside}
        for certain in (True, False)
        for inside in (True, False)
    ]
    return [{**q, **mode} for q in dated for mode in modes if {**mode, **q} != {**q, **mode}]


@pytest.mark.parametrize("query", [*SMALL, *in_other_modes(SMALL)], ids=title)
def test_every_kind_of_date_is_found_as_the_design_says(small: Path, query: Query) -> None:
    assert hkinno(small, query) == oracle.answer(every_kind(), query)


def test_what_is_asked_of_the_small_store_bites() -> None:
    answers = [oracle.answer(every_kind(), query) for query in SMALL]
    assert sum(0 < len(ids) < len(DATES) for ids in answers) >= len(SMALL) - 3


# ---- the bundled chronology -----------------------------------------------------------------

OWN_QUERIES: list[Query] = [
    {},
    {"reverse": True},
    {"limit": 5},
    {"reverse": True, "limit": 4},
    {"since": "2015"},
    {"since": "2015", "certain": True, "reverse": True},
    {"until": "2004"},
    {"until": ("1 July 1997", "1997-07-01")},
    {"on": "2018"},
    {"on": "2021", "reverse": True},
    {"on": "2021", "certain": True},
    {"on": "2021", "limit": 2},
    {"on": "2019-02-10"},
    {"since": ("Feb 2019", "2019-02"), "until": ("Feb 2019", "2019-02"), "certain": True},
    {"on": ("2010s", "201X")},
    {"on": ("2019 Q1", "2019-33")},
    {"on": ("2019 to 2021", "2019/2021"), "certain": True},
    {"since": ("last year", "2021"), "today": "2022-07-07"},
    {"since": ("5 years ago", "2017"), "until": "2018-06", "today": "2022-07-31"},
    {"since": "2023"},
    {"since": "2021-08-08", "until": "2021-08-08"},
    {"search": ["hong kong"], "since": "2018"},
    {"search": ["TIANHE"]},
    {"search": ["香港"], "limit": 3},
    {"search": ["大灣區"]},
    {"search": ["bay", "PLAN"]},
    {"sort": "title"},
    {"sort": "title", "limit": 6, "since": "2018"},
    {"sort": "id", "reverse": True},
    {"sort": "category"},
]


@pytest.mark.parametrize("query", [*OWN_QUERIES, *in_other_modes(OWN_QUERIES)], ids=title)
def test_the_bundled_chronology_is_found_as_the_design_says(query: Query) -> None:
    assert hkinno(OWN, query) == oracle.answer(events_of(OWN), query)


@pytest.mark.parametrize("name", ["category", "tag", "place", "actor"])
def test_each_word_of_the_bundled_chronology_finds_its_events(name: str) -> None:
    events = events_of(OWN)
    words = {word for event in events for word in oracle.values(event, oracle.WORDS[name])}
    assert words
    for word in sorted(words)[:6]:
        for query in ({name: [[word.upper()]]}, {f"no_{name}": [[word]]}):
            assert hkinno(OWN, query) == oracle.answer(events, query), query


def test_what_is_around_each_bundled_event() -> None:
    events = events_of(OWN)
    for event in events[::3]:
        for within in (("1y", 12, 0), ("30d", 0, 30)):
            query = {"around": (event["id"], *within)}
            assert hkinno(OWN, query) == oracle.answer(events, query), query


# ---- the real sets --------------------------------------------------------------------------

KLEPTOCRACY: list[Query] = [
    {},
    {"since": ("Feb 2025", "2025-02"), "until": ("Feb 2025", "2025-02")},
    {"on": ("Feb 2025", "2025-02"), "certain": True, "reverse": True},
    {"on": "2025-01-20"},
    {"on": ("20 January 2025", "2025-01-20"), "sort": "title", "limit": 10},
    {"until": "1899"},
    {"since": "1945", "until": "1979", "limit": 30},
    {"since": "2025-01-20", "limit": 20},
    {"until": "2025-01-20", "limit": 20, "reverse": True},
    {"reverse": True, "limit": 7},
    {"on": ("2010s", "201X"), "tag": [["regulatory-capture"]]},
    {"on": ("2019 Q1", "2019-33")},
    {"on": ("2019 to 2021", "2019/2021"), "reverse": True, "limit": 25},
    {"on": "2008-24"},
    {"on": "2017-21", "certain": True},
    {"since": "2020-02-28", "until": "2020-02"},
    {"until": ("last year", "2001"), "today": "2002-05-31", "reverse": True, "limit": 40},
    {"since": ("5 years ago", "2016"), "until": ("today", "2021-03-31"), "today": "2021-03-31"},
    {"tag": [["TRUMP"]]},
    {"tag": [["fbi", "Doge"]]},
    {"tag": [["Corruption"], ["kleptocracy"]]},
    {"tag": [["crypto", "corruption"], ["pay-to-play", "emoluments"]], "no_tag": [["doj"]]},
    {"no_tag": [["corruption", "Kleptocracy"], ["crypto"]], "since": "2025-09"},
    {"category": [["constitutional-crisis", "Constitutional_Crisis"]]},
    {"category": [["CONSTITUTIONAL-CRISIS"]], "reverse": True},
    {"no_category": [["constitutional-crisis"]], "on": "2025-06"},
    {"actor": [["Alemán, Cordero, Galindo & Lee"]]},
    {"actor": [["paul, weiss", "Skadden, Arps, Slate, Meagher & Flom LLP"]]},
    {"actor": [["Trump"]]},
    {"actor": [["trump administration"]], "limit": 60},
    {"actor": [["Donald Trump"], ["Elon Musk"]]},
    {"actor": [["donald trump"]], "no_actor": [["ELON MUSK", "Pam Bondi"]], "on": "2025-03"},
    {"actor": [["VIKTOR ORBÁN", "élysée palace", "ȘTEFAN BERCIU"]]},
    {"no_actor": [["Donald Trump"]], "since": "2016-11", "until": "2017-02"},
    {"no_place": [["Washington"]], "on": "2016"},
    {"search": ["ÉLYSÉE"]},
    {"search": ["§"]},
    {"search": ["\\"]},
    {"search": ["*"]},
    {"search": ["(imf)"]},
    {"search": ["50%"], "sort": "title"},
    {"search": ["$100 MILLION"], "reverse": True},
    {"search": ["Saudi", "KUSHNER"]},
    {"search": ["saudi"], "until": "2010"},
    {"search": ["saudi|qatar"], "regex": True, "since": "2017", "certain": True},
    {"search": [r"\$[0-9.]+ trillion"], "regex": True},
    {"around": ("2004-03-31--blackwater-fallujah-ambush-triggers-battle", "1m", 1, 0)},
    {"around": ("2024-08-31--openai-signs-ai-safety-institute-testing-agreement", "6m", 6, 0)},
    {
        "around": ("2025-03-31--trump-doj-fires-50-prosecutors", "2w", 0, 14),
        "search": ["doj"],
        "sort": "title",
    },
    {"around": ("2025-01-31--us-global-change-research-program-dismantled-with-", "2w", 0, 14)},
    {"around": ("1754-05-15--haudenosaunee-democratic-influence", "2y", 24, 0)},
    {"around": ("1722-08-25--haudenosaunee-great-law-of-peace", "30y", 360, 0)},
    {
        "around": ("1998-12-31--asian-financial-crisis-economic-impact", "18 months", 18, 0),
        "tag": [["imf", "world-bank", "Corruption"]],
        "reverse": True,
    },
    {"sort": "title", "limit": 50},
    {"sort": "title", "until": "1980"},
    {"sort": "title", "search": ["sanction"], "limit": 30},
    {"sort": "title", "reverse": True, "until": "1960"},
    {"sort": "id", "reverse": True, "limit": 12},
    {"sort": "id", "tag": [["russia"]]},
    {"sort": "category", "limit": 36},
    {"sort": "category", "since": "2025-08-29", "no_tag": [["trump"]]},
    {
        "since": ("Nov 2016", "2016-11"),
        "until": ("Jan 2017", "2017-01"),
        "actor": [["donald trump", "Paul Manafort"]],
        "no_tag": [["emoluments"]],
        "search": ["Russia"],
        "reverse": True,
        "limit": 2,
    },
]

HISTORICALDATE: list[Query] = [
    {},
    {"reverse": True},
    {"limit": 12},
    {"reverse": True, "limit": 40},
    {"until": "-0399"},
    {"until": "-0399", "certain": True},
    {"until": ("500 BC", "-0499")},
    {"on": ("525 BC", "-0524"), "reverse": True},
    {"since": "-0499", "until": "-0399", "certain": True},
    {"until": "0000", "reverse": True},
    {"since": "0001", "until": "0100"},
    {"since": "0001", "until": "0100", "certain": True},
    {"on": "0888-02-29"},
    {"on": "1066"},
    {"on": "1066", "certain": True},
    {"on": "1066-10-14", "limit": 3},
    {"on": "1816", "reverse": True},
    {"on": ("March 1815", "1815-03")},
    {"on": "1850-06-15"},
    {"on": "182X", "certain": True},
    {"on": ("circa 1620", "1620~")},
    {"on": ("circa 1620", "1620~"), "certain": True},
    {"on": "1861-12"},
    {
        "on": ("1861 to 1876", "1861/1876"),
        "certain": True,
        "category": [["science and TECHNOLOGY"]],
    },
    {"on": "1951-34"},
    {"on": "19XX", "certain": True, "limit": 80},
    {"since": "1920", "until": "1925"},
    {"since": "1914-07-28", "until": "1918-11-11", "category": [["History"]]},
    {"since": "1900", "until": ("1950s", "195X"), "certain": True, "reverse": True},
    {"since": "2023", "reverse": True},
    {"since": "2024"},
    {"since": "1947-09-21", "certain": True, "category": [["culture"]]},
    {"since": "1985-04", "until": "1985-04"},
    {"on": ("8 September 2022", "2022-09-08")},
    {"category": [["SPORT"]]},
    {"category": [["culture", "sport"]], "since": "1990"},
    {"no_category": [["History", "culture"]], "until": "1800"},
    {"category": [["culture"]], "no_category": [["Sport"]], "tag": [["LIFE"]], "limit": 33},
    {"tag": [["playwrights"], ["western-canon"]], "on": "1600"},
    {"tag": [["the-brontes", "us-presidents"]], "no_tag": [["other-brontes"]]},
    {"no_tag": [["event"]], "since": "1800", "until": "1850"},
    {"actor": [["ANNE BRONTË"]]},
    {"actor": [["eugene o’neill", "dvořák", "ÆTHELRED II THE UNREADY"]]},
    {"no_actor": [["Charlotte Brontë"]], "tag": [["the-brontes"]]},
    {"search": ["BRONTË"]},
    {"search": ["æthel"]},
    {"search": ["ÁED"]},
    {"search": ["the-brontes", "SCHOOL"], "reverse": True},
    {"search": ["’s"], "until": "1830"},
    {"around": ("authors-stephen-king", "2y", 24, 0)},
    {"around": ("technology-and-computing-camera-obscura", "10y", 120, 0)},
    {"around": ("technology-and-computing-glass-blowing", "5y", 60, 0)},
    {"around": ("playwrights-aeschylus", "20y", 240, 0), "tag": [["playwrights"]]},
    {"around": ("technology-and-computing-bluetooth", "6m", 6, 0), "sort": "title"},
    {"around": ("events-in-british-history-uk-leaves-eu", "1m", 1, 0)},
    {"around": ("anne-bronte-agnes-grey-published", "2w", 0, 14), "no_category": [["history"]]},
    {"around": ("maths-physics-astronomy-nuclear-fission", "18 months", 18, 0), "reverse": True},
    {"sort": "title", "limit": 45},
    {"sort": "title", "tag": [["us-presidents"]]},
    {"sort": "title", "reverse": True, "until": "0300"},
    {"sort": "category", "limit": 10},
    {"sort": "category", "on": "1848"},
    {"sort": "id", "reverse": True, "limit": 5, "search": ["king"]},
]

REAL_QUERIES = [("kleptocracy", query) for query in KLEPTOCRACY]
REAL_QUERIES += [("historicaldate", query) for query in HISTORICALDATE]


def real(name: str) -> Path:
    assert REAL is not None
    return Path(REAL) / f"{name}.json"


@needs_real_sets
@pytest.mark.parametrize(
    ("name", "query"),
    REAL_QUERIES,
    ids=lambda value: value if isinstance(value, str) else title(value),
)
def test_the_real_sets_are_found_as_the_design_says(name: str, query: Query) -> None:
    path = real(name)
    assert hkinno_process(path, query) == oracle.answer(events_of(path), query)


@needs_real_sets
def test_what_is_asked_of_the_real_sets_bites() -> None:
    bites = 0
    for name, query in REAL_QUERIES:
        events = events_of(real(name))
        bites += 0 < len(oracle.answer(events, query)) < len(events)
    assert bites >= 110


# ---- the oracle itself ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("2019-02", (2019, 2, 1), (2019, 2, 28)),
        ("201X", (2010, 1, 1), (2019, 12, 31)),
        ("2021-12-XX", (2021, 12, 1), (2021, 12, 31)),
        ("156X-12-25", (1560, 12, 25), (1569, 12, 25)),
        ("201X-02-29", (2012, 2, 29), (2016, 2, 29)),
        ("-052X", (-529, 1, 1), (-520, 12, 31)),
        ("-000X", (-9, 1, 1), (-1, 12, 31)),
        ("1950S2", (1900, 1, 1), (1999, 12, 31)),
        ("Y171010000S3", (171000000, 1, 1), (171999999, 12, 31)),
        ("Y3388E2S3", (338000, 1, 1), (338999, 12, 31)),
        ("2019-24", (2019, 12, 1), (2020, 2, 29)),
        ("2019-30", (2019, 12, 1), (2020, 2, 29)),
        ("2019-39", (2019, 9, 1), (2019, 12, 31)),
        ("2018~/2020?", (2018, 1, 1), (2020, 12, 31)),
        ("2020/", (2020, 1, 1), oracle.AFTER_ALL),
        ("../1985", oracle.BEFORE_ALL, (1985, 12, 31)),
        ("[1667,1668,1670..1672]", (1667, 1, 1), (1672, 12, 31)),
        ("[..-0399]", oracle.BEFORE_ALL, (-399, 12, 31)),
    ],
)
def test_the_oracle_has_the_bounds_that_the_design_spells_out(
    text: str, lo: oracle.Day, hi: oracle.Day
) -> None:
    assert oracle.bounds(text) == (lo, hi)


@pytest.mark.parametrize("text", [*UNREADABLE, "2019-2", "2019 ", "", "19", "2019/2020/2021"])
def test_the_oracle_takes_no_other_text_for_a_date(text: str) -> None:
    with pytest.raises(oracle.NoDateError):
        oracle.bounds(text)


def test_the_oracle_asks_edtf_about_most_dates() -> None:
    dates = [date for date in DATES if date not in UNREADABLE]
    assert sum(oracle.edtf_is_right(date) for date in dates) >= len(dates) // 2
    for date in dates:
        oracle.bounds(date)  # which asserts that edtf agrees wherever it is asked
