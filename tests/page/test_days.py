"""From and To, and the zoom: in the list is what may have been then, as by --since and --until."""

import re
from pathlib import Path

import pytest
from conftest import EVENTS, HARD, Open, Store, Write, call
from playwright.sync_api import Locator, Page, expect
from reader import assert_shows, drawn, events, rest, settle, shown, status

from hkinno.page.article import anchor


def bound(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def type_days(page: Page, since: str, until: str) -> None:
    for name, text in (("From", since), ("To", until)):
        bound(page, name).fill(text)
        bound(page, name).press("Enter")


def between(path: Path, since: str, until: str) -> list[str]:
    """The ids of what the command line finds, as the page has them."""
    asked = [*(["--since", since] if since else []), *(["--until", until] if until else [])]
    return [anchor(e["id"]) for e in call("timeline", "-s", str(path), "--json", *asked).json()]


SPANS = (
    *(("2018", ""), ("", "2018"), ("2018", "2018"), ("2019-02", "2019-02"), ("Feb 2019", "")),
    *(("Feb 2019", "2020"), ("18 Feb 2019", "19 Feb 2019"), ("2010s", "2010s"), ("201X", "2020")),
    *(("", "525 BC"), ("525 BC", "AD 44"), ("-0524", "0044"), ("1997-07-01", "1997-07-01")),
    *(("1985", "1985"), ("1984", ""), ("2004-02-29", "2004-03"), ("2019年2月", "2019年"), ("", "")),
    *(("2021-01-01", "2021-12-31"), ("circa 2018", "2018~"), ("2022-07", ""), ("3000", "")),
)


@pytest.mark.parametrize("path", [EVENTS, HARD])
def test_from_and_to_are_since_and_until(write: Write, visit: Open, path: Path) -> None:
    page = visit(write(store=path))
    for since, until in SPANS:
        type_days(page, since, until)
        assert_shows(page, between(path, since, until))
        expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.long
def test_they_are_so_in_real_stores(write: Write, visit: Open, real: list[Path]) -> None:
    for path in real:
        page = visit(write(store=path))
        for since, until in (
            ("2018", "Mar 2018"),
            ("", "1850"),
            ("480 BC", "AD 100"),
            ("1972", ""),
        ):
            type_days(page, since, until)
            assert_shows(page, between(path, since, until))


HOLED = (
    *("[1999,2005]", "{1999,2005}", "201X-07-04", "[..1980,1990]", "[1990,2030..]", "{1990..1992}"),
    *("1985/", "/1985", "1985/..", "../1985", "{..1980,1990}", "1990/1995", "[1990..1995]"),
    *("2000-2X-15", "2019-XX-31", "1999-24", "/", "none", "2000~/2001?"),
)


def test_holes_and_ends_that_are_not_known(write: Write, visit: Open, store: Store) -> None:
    dates = [date for date in HOLED if date not in ("2000-2X-15", "/")]
    path = Path(store(*({"id": f"e{n}", "date": d, "title": d} for n, d in enumerate(dates))))
    page = visit(write(store=path))
    for day in ("1980", "1981", "1985", "1986", "1991", "1996", "2001", "2003", "2012-07-04"):
        type_days(page, day, day)
        assert_shows(page, between(path, day, day))
    type_days(page, "", "1979")
    assert_shows(page, between(path, "", "1979"))
    type_days(page, "2012-07-05", "2013-07-03")
    assert_shows(page, between(path, "2012-07-05", "2013-07-03"))


@pytest.mark.parametrize("text", ["soon", "2019-13", "19-02-2019", "Feb", "<b>", "2021/2019"])
def test_what_is_no_date_is_told_and_changes_nothing(write: Write, visit: Open, text: str) -> None:
    page = visit(write(), "?from=2021")
    before = between(EVENTS, "2021", "")
    assert_shows(page, before)
    bound(page, "To").fill(text)
    bound(page, "To").press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(f"“{text}” is no date that can be read here")
    expect(bound(page, "To")).to_have_attribute("aria-invalid", "true")
    expect(bound(page, "From")).to_have_attribute("aria-invalid", "false")
    assert_shows(page, before)
    bound(page, "To").fill("")
    expect(alert).to_be_hidden()
    expect(bound(page, "To")).to_have_attribute("aria-invalid", "false")


def test_a_date_that_is_being_typed_is_no_error(write: Write, visit: Open) -> None:
    page = visit(write())
    bound(page, "From").press_sequentially("Feb 20", delay=5)
    rest(page, 700)
    expect(page.get_by_role("alert")).to_be_hidden()
    bound(page, "From").press_sequentially("19", delay=5)
    assert_shows(page, between(EVENTS, "Feb 2019", ""))


def test_from_after_to_is_told(write: Write, visit: Open) -> None:
    page = visit(write())
    type_days(page, "2021", "2019")
    expect(page.get_by_role("alert")).to_have_text("“From” lies after “To”")
    assert_shows(page, [e["id"] for e in events()])
    type_days(page, "2018", "2019")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_zooming_shortens_the_list_to_what_is_drawn(write: Write, visit: Open) -> None:
    page = visit(write())
    count, stage = 19, page.locator(".stage")
    for press in ("button", "+", "+"):
        if press == "button":
            page.get_by_role("button", name="Zoom in").click()
        else:
            stage.press(press)
        expect(page).to_have_url(re.compile(r"\?from=[\d-]+&to=[\d-]+$"))
        settle(page)
        rest(page, 250)
        found = [e["title"] for e in events() if e["id"] in shown(page)]
        assert drawn(page) == sorted(found)
        days = bound(page, "From").input_value(), bound(page, "To").input_value()
        assert_shows(page, between(EVENTS, *days))
        assert len(found) <= count
        count = len(found)
        expect(status(page)).to_have_text(f"{count} of 19 events shown")
    assert count < 19
    page.locator(".stage").press("0")
    assert_shows(page, [e["id"] for e in events()])
    assert "?" not in page.url
    assert (bound(page, "From").input_value(), bound(page, "To").input_value()) == ("", "")
    expect(status(page)).to_have_text("19 events · 1997 – 2025 · events.json")


def test_what_is_typed_is_what_is_drawn(write: Write, visit: Open) -> None:
    page = visit(write())
    type_days(page, "2018", "2020")
    assert_shows(page, between(EVENTS, "2018", "2020"))
    expect(page.locator(".range")).to_have_text("1 Jan 2018 – 31 Dec 2020")
    assert drawn(page) == sorted(
        e["title"] for e in events() if e["id"] in between(EVENTS, "2018", "2020")
    )


def test_what_has_no_date_is_in_no_days(write: Write, visit: Open, store: Store) -> None:
    """Also where there is nothing to be drawn."""
    path = Path(
        store({"id": "x", "date": "soon", "title": "T"}, {"id": "y", "date": "", "title": "U"})
    )
    page = visit(write(store=path))
    assert shown(page) == ["x", "y"]
    type_days(page, "2018", "")
    assert_shows(page, [])
    type_days(page, "", "")
    assert_shows(page, ["x", "y"])
