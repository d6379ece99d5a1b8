"""The drawing of the page, drawn twice: at rest by Python, and by the script, which zooms it."""

import json
import random
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import inf
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import EVENTS, HARD, ROOT, Open, Store, Write, needs
from playwright.sync_api import Page, expect
from reader import (
    COLUMNS,
    assert_alike,
    boxes,
    crowd,
    drawing,
    events,
    place,
    settle,
)

from hkinno.chart.axis import Axis, ticks
from hkinno.chart.extent import is_after, is_before
from hkinno.chart.marks import Shape, shape
from hkinno.dates.edtf import parse
from hkinno.dates.wordings import tags, wording
from hkinno.page.article import anchor
from hkinno.page.ink import shapes
from hkinno.page.layout import in_sight
from hkinno.page.picture import DENSITIES, EDGE, PictureItem, PictureView, clipped, home
from hkinno.page.script import block
from hkinno.page.served import served
from hkinno.words.language import language

REDRAWN = "?x"  # an address that asks for nothing, so that all is drawn again by the script


@pytest.mark.parametrize(("window", "columns"), [(1300, COLUMNS), (800, "94"), (400, "46")])
@pytest.mark.parametrize("store", [EVENTS, HARD])
def test_the_script_draws_what_was_drawn(
    write: Write, visit: Open, store: Path, window: int, columns: str
) -> None:
    path = write("--width", columns, store=store)
    page = visit(path, REDRAWN, viewport={"width": window, "height": 900})
    assert_alike(drawing(visit(path, script=False)), drawing(page))


SOFT = (
    *("1890/1900", "[1890..1900]", "1895~/1905?", "1898-03-04/1903-10-12", "{1891,1899..1901}"),
    *("[1892,1904]", "1903/..", "1896/", "/1899", "189X-07-04", "1896-03/1896-08", "1906/1906"),
    *("../1893", "{1900-01-01,1905-01-01,1907-06-01}", "[..1888,1907..]", "{..1890,1901}"),
)


@pytest.mark.parametrize("text", ["T", "A title of some length", "long " * 30])
@pytest.mark.parametrize(("window", "columns"), [(1300, COLUMNS), (800, "94"), (400, "46")])
def test_soft_ends_and_holes_are_drawn_alike(
    write: Write, visit: Open, store: Store, window: int, columns: str, text: str
) -> None:
    events = [{"id": f"e{n}", "date": d, "title": f"{d} {text}"} for n, d in enumerate(SOFT)]
    path = write("--width", columns, store=store(*events))
    page = visit(path, REDRAWN, viewport={"width": window, "height": 900})
    assert_alike(drawing(visit(path, script=False)), drawing(page))
    found = page.locator(".drawing .mark").evaluate_all("all => all.map(e => e.outerHTML)")
    for mark in found:
        made = list(forms(ElementTree.fromstring(mark)))
        assert_hides_nothing([one for one in made if one[0] == "gap"], made)


@pytest.mark.long
def test_it_does_so_at_every_density(write: Write, visit: Open, store: Store) -> None:
    for count in (25, 45, 70, 900):
        page = write("--width", COLUMNS, store=store(*crowd(count)))
        assert_alike(drawing(visit(page, script=False)), drawing(visit(page, REDRAWN)))


Form = tuple[str, list[float]]


def forms(mark: ElementTree.Element) -> Iterator[Form]:
    """What a mark is made of, without texts: kinds, and where from and to in pixels."""
    for element in mark.iter():
        name, numbers = element.get("class", ""), element.attrib
        if element.tag.endswith("circle"):
            yield name, [float(numbers["cx"]), float(numbers["r"])]
        elif element.tag.endswith("rect"):
            start, width = float(numbers["x"]), float(numbers["width"])
            yield name, [start, start + width, float(numbers["height"])]
        elif element.tag.endswith(("}g", "path")) or element.tag == "g":
            yield name, [float(text) for text in re.findall(r"-?[\d.]+", numbers["transform"])]


def window_of(page: Page, shapes: Sequence[Shape]) -> tuple[float, float]:
    """The first and the last day that are shown: those of the fields, else those at rest."""
    first, last = (page.get_by_label(name, exact=True).input_value() for name in ("From", "To"))
    lo, hi = home(shapes)
    return parse(first).lo if first else lo, parse(last).hi if last else hi - 1


@pytest.mark.parametrize("count", [0, 12, 25, 45, 70, 900])
def test_zoomed_marks_are_where_python_draws_them(
    write: Write, visit: Open, store: Store, count: int
) -> None:
    """At every density, at rest and zoomed; those in the window, and all of them."""
    days = [f"{year}-01-01" for year in range(1980, 2070, 1 if count > 12 else 4)]
    days += [] if count else ["[1985,2035]", "{1990,2031,2062}", "[198X-07-04,2040]"]
    known = [*({"id": d, "date": d, "title": "T"} for d in days), *crowd(count)]
    path = write("--width", COLUMNS, "--sort", "id", store=store(*known))
    page = visit(path, REDRAWN)
    assert_alike(drawing(visit(path, script=False)), drawing(page))
    dates = {f"#{anchor(event['id'])}": shape(parse(event["date"])) for event in known}
    for key in ("0", "+", "+", "+", "ArrowRight", "+", "+", "-", "ArrowLeft", "-"):
        page.locator(".stage").press(key)
        settle(page)
        lo, hi = window_of(page, [*dates.values()])
        inside = {href for href, one in dates.items() if one.lo <= hi and one.hi >= lo}
        marks, font = seen_marks(page)
        folds = sum(map(int, page.locator(".drawing .fold text").all_text_contents()))
        assert len(marks) + folds == len(in_sight(items(dates.values()), lo, hi).numbers)
        assert set(marks) <= set(dates)
        assert folds or inside <= set(marks)
        points = [
            (dates[href].lo + 0.5, made[0][1])
            for href, made in marks.items()
            if dates[href].kind == "point"
        ]
        view, bar = seen_by(points)
        (density, *_) = [d for d in DENSITIES if (d.font, d.bar) == (font, bar)]
        for href, made in marks.items():
            text = "".join(shapes(clipped(dates[href], lo, hi), view, density))
            expected = forms(ElementTree.fromstring(f"<a>{text}</a>"))
            ours = [one for one in made if one[0] != "gap"]
            assert_hides_nothing([one for one in made if one[0] == "gap"], ours)
            for (kind, numbers), (name, others) in zip(ours, expected, strict=True):
                assert kind == name
                # the days of the window are whole in the fields, and not in the view
                assert numbers == pytest.approx(others, abs=0.7 + view.scale), (key, href)


def seen_marks(page: Page) -> tuple[dict[str, list[Form]], float]:
    """The marks of the drawing by the address of their event, and the size of the font."""
    found = page.locator(".drawing .mark").evaluate_all("all => all.map(e => e.outerHTML)")
    font = page.locator(".drawing .marks").get_attribute("font-size")
    marks = [ElementTree.fromstring(text) for text in found]
    return {mark.get("href", ""): list(forms(mark)) for mark in marks}, float(font or 0)


def items(found: Iterable[Shape]) -> list[PictureItem]:
    return [PictureItem(one, "") for one in found]


def assert_hides_nothing(gaps: Iterable[Form], made: Sequence[Form]) -> None:
    """Where a label stands on a mark, no form of it begins or ends."""
    for _, (start, end, _) in gaps:
        assert any(
            kind != "gap" and len(place) == 3 and place[0] <= start and end <= place[1]
            for kind, place in made
        )


def seen_by(points: list[tuple[float, list[float]]]) -> tuple[PictureView, float]:
    """The view that has these days at these places, as wide as the drawing; how high a bar is."""
    (first, (x, radius)), (last, (end, _)) = min(points), max(points)
    scale = (end - x) / (last - first)
    return PictureView(first - x / scale, scale, 8 * int(COLUMNS)), 2 * radius


@pytest.mark.long
def test_real_stores_are_drawn_alike(write: Write, visit: Open, real: list[Path]) -> None:
    for store in real:
        path = write("--width", COLUMNS, store=store)
        assert_alike(drawing(visit(path, script=False)), drawing(visit(path, REDRAWN)))


def lopsided(count: int) -> list[dict[str, str]]:
    """Events of the last years, one in a hundred of which lies far before them."""
    chance = random.Random(count)
    years = [chance.randrange(1100, 1200) if n % 100 == 7 else 1990 + n % 30 for n in range(count)]
    dates = [f"{year}-{chance.randrange(1, 13):02}" for year in years]
    return [
        {"id": f"e{n}", "date": date, "title": f"What happened as number {n}"}
        for n, date in enumerate(dates)
    ]


def assert_shows_itself(page: Page, known: Sequence[Shape]) -> None:
    """The middle 90 % take half of the width, 25 labels are legible, what is outside is told."""
    first = sorted(one.lo for one in known if one.lo > -inf)
    lo, hi = home(known)
    drawn_width = place(page.locator(".drawing"))["width"]
    scale = (drawn_width - 2 * EDGE) / (hi - lo)
    middle = first[int(0.95 * len(first))] - first[int(0.05 * len(first))]
    assert middle * scale >= drawn_width / 2
    labels = boxes(page, "label")
    assert len(labels) >= 25
    assert all(box["height"] >= 9 for _, box in labels)
    beyond = {
        "earlier": sum(is_before(one, lo) for one in known),
        "later": sum(is_after(one, hi - 1) for one in known),
    }
    for name, count in beyond.items():
        said = page.locator(f".drawing .{name}").all_text_contents()
        assert [int(re.sub(r"\D*([\d,]+).*", r"\1", text)) for text in said] == [count][
            : bool(count)
        ]


def test_lopsided_sets_begin_where_the_events_are(write: Write, visit: Open, store: Store) -> None:
    known = lopsided(300)
    page = visit(write(store=store(*known)))
    assert_shows_itself(page, [shape(parse(event["date"])) for event in known])
    titles = {event["title"] for event in known}
    assert_legible(page, titles, place(page.locator(".drawing"))["width"])
    page.locator(".earlier").click()
    settle(page)
    assert page.locator(".earlier").count() == 0
    expect(page).to_have_url(re.compile(r"[?&]from=11\d\d-"))


@pytest.mark.long
def test_real_sets_show_themselves(write: Write, visit: Open, real: list[Path]) -> None:
    for store in real:
        page = visit(write(store=store), viewport={"width": 1280, "height": 900})
        assert_shows_itself(page, [shape(parse(event["date"])) for event in events(store)])
        titles = {" ".join(t.split()) for t in page.locator("li.event .title").all_text_contents()}
        assert_legible(page, titles, place(page.locator(".drawing"))["width"])


@pytest.mark.parametrize("tag", tags())
def test_ticks_are_those_of_the_axis(tmp_path: Path, tag: str) -> None:
    chance = random.Random(4)
    asked = []
    for _ in range(400):
        days = int(10 ** chance.uniform(1, 12.7))
        lo = chance.choice((0, 730_000, -days // 2, -days)) + chance.randrange(400)
        asked.append((lo, lo + days, chance.randrange(8, 250)))
    program = tmp_path / "ticks.js"
    program.write_text(
        f"const PAGE = {json.dumps(block(served([], None), [language(None), language(tag)], {}))};"
        + (ROOT / "hkinno" / "page" / "dates.js").read_text()
        + f"speakDates({json.dumps(tag)});"
        + f"console.log(JSON.stringify({json.dumps(asked)}.map((one) => ticks(...one))));"
    )
    done = subprocess.run([needs("node"), str(program)], capture_output=True, check=True)
    for one, found in zip(asked, json.loads(done.stdout), strict=True):
        said = [(tick["day"], tick["label"]) for tick in found]
        assert said == [tuple(tick) for tick in ticks(Axis(*one), wording=wording(tag))], one


def assert_legible(page: Page, titles: set[str], width: float) -> None:
    """All labels and ticks are inside of the drawing; none runs into another."""
    for kind in ("label", "tick"):
        found = boxes(page, kind)
        for text, box in found:
            assert box["x"] > -1, text
            assert box["x"] + box["width"] < width + 1, text
        for (text, a), (other, b) in combinations(found, 2):
            apart_x = max(a["x"], b["x"]) >= min(a["x"] + a["width"], b["x"] + b["width"])
            assert apart_x or abs(a["y"] - b["y"]) > 8, (text, other)
    for text, _ in boxes(page, "label"):
        assert text in titles or any(
            text.endswith("…") and title.startswith(text[:-1]) for title in titles
        )
    assert page.locator(".drawing .grid").count() == len(boxes(page, "tick"))


@pytest.mark.parametrize("width", [400, 1000, 1400])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_labels_and_ticks_are_never_half(write: Write, visit: Open, width: int, lang: str) -> None:
    page = visit(write(), f"?lang={lang}", viewport={"width": width, "height": 900})
    room = place(page.locator(".drawing"))["width"]
    titles = set(page.locator("li.event .title").all_text_contents())
    assert_legible(page, titles, room)
    for key in ("+", "ArrowLeft", "ArrowRight", "ArrowRight", "+", "+", "ArrowRight", "+", "Home"):
        page.locator(".stage").press(key)
        settle(page)
        assert_legible(page, titles, room)
    assert boxes(page, "label")


@pytest.mark.slow
def test_real_labels_are_never_half(write: Write, visit: Open, real: list[Path]) -> None:
    for store in real:
        page = visit(write(store=store))
        room = place(page.locator(".drawing"))["width"]
        titles = {" ".join(t.split()) for t in page.locator("li.event .title").all_text_contents()}
        for key in ("+", *["+"] * 12, "ArrowLeft", "ArrowRight", "ArrowRight", "End", "Home"):
            page.locator(".stage").press(key)
            settle(page)
            assert_legible(page, titles, room)


def test_open_ends_of_which_little_is_seen(write: Write, visit: Open, store: Store) -> None:
    dates = [("{}/..", "../{}", "[..{}]")[n % 3].format(1900 + n) for n in range(100)]
    page = visit(write(store=store(*({"id": d, "date": d, "title": d} for d in dates))))
    for key in ("+", "+", *["ArrowRight"] * 4):
        page.locator(".stage").press(key)
        settle(page)
        assert_legible(page, set(dates), place(page.locator(".drawing"))["width"])


def test_labels_are_whole_where_there_is_room(write: Write, visit: Open) -> None:
    page = visit(write(), viewport={"width": 1000, "height": 900})
    titles = [event["title"] for event in events()]
    for _ in range(3):
        assert {text for text, _ in boxes(page, "label")} <= set(titles)
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
