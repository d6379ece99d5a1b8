"""Zooming and moving the drawing of a page, by mouse, keys and touch."""

import re
from pathlib import Path

import pytest
from conftest import EVENTS, Open, Store, Write
from playwright.sync_api import Page, expect
from reader import (
    NARROW,
    apart,
    drawn,
    events,
    here,
    middle,
    place,
    places,
    rest,
    settle,
    shown,
    status,
)


def test_keys_zoom_and_pan(write: Write, visit: Open) -> None:
    page = visit(write())
    before = apart(page)
    page.locator(".stage").focus()
    page.keyboard.press("End")  # as far as one can see already
    page.keyboard.press("+")
    settle(page)
    assert apart(page) == pytest.approx(before * 1.6, abs=1)
    first, _ = places(page)
    page.keyboard.press("ArrowRight")
    settle(page)
    assert places(page)[0] < first - 50
    expect(page.locator(".range")).to_contain_text(re.compile(r"\d{4} – \d"))
    page.keyboard.press("-")
    settle(page)
    page.keyboard.press("0")
    settle(page)
    assert apart(page) == pytest.approx(before, abs=0.2)
    expect(page.locator(".range")).to_have_text("")


def test_buttons_zoom(write: Write, visit: Open) -> None:
    page = visit(write())
    before = apart(page)
    out = page.get_by_role("button", name="Zoom out")
    expect(out).to_be_disabled()
    page.get_by_role("button", name="Zoom in").click()
    expect(out).to_be_enabled()
    assert apart(page) == pytest.approx(before * 1.6, abs=1)
    page.get_by_role("button", name="All").click()
    expect(out).to_be_disabled()


def test_zooming_stays_with_the_events(write: Write, visit: Open, real: list[Path]) -> None:
    for store in (EVENTS, *real):
        page = visit(write(store=store), viewport={"width": 1000, "height": 900})
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
        assert here(page) > 0.7 * len(events(store))


def test_zooming_never_ends_where_nothing_is(write: Write, visit: Open, store: Store) -> None:
    dates = ["1900-01-01", "1900-02-01", "2020-01-01", "2020-02-01"]
    path = store(*({"id": d, "date": d, "title": d} for d in dates))
    page = visit(write(store=path))
    for _ in range(12):
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
        assert here(page)


def test_the_buttons_stay_when_the_drawing_becomes_higher(
    write: Write, visit: Open, store: Store
) -> None:
    dates = [f"{1900 + n}-01-01" for n in range(100)]
    path = store(*({"id": d, "date": d, "title": "long words " * 9} for d in dates))
    page = visit(write(store=path))
    button, drawn_ = page.get_by_role("button", name="Zoom in"), page.locator(".drawing")
    before, stage = place(button), place(drawn_)
    for _ in range(3):
        button.click()
        settle(page)
        assert place(button) == before
        assert place(drawn_)["y"] == stage["y"]
    assert place(drawn_)["height"] > stage["height"] + 40


def test_the_mouse_zooms_and_pans(write: Write, visit: Open) -> None:
    page = visit(write())
    before = apart(page)
    x, _ = middle(page, "Framework agreement")
    page.mouse.move(*middle(page, "Framework agreement"))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    settle(page)
    assert apart(page) == pytest.approx(before * 1.6487, rel=0.05)
    there, y = middle(page, "Framework agreement")
    assert there == pytest.approx(x, abs=1)  # what is under the pointer stays there
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=4)
    page.mouse.up()
    settle(page)
    there, y = middle(page, "Framework agreement")
    assert there == pytest.approx(x - 120, abs=1)
    assert "#" not in page.url  # the end of a drag is no click
    page.mouse.click(there, y)
    expect(page).to_have_url(re.compile("#bay-area-agreement$"))
    settle(page)
    assert middle(page, "Framework agreement")[0] == pytest.approx(there, abs=1)


def test_the_wheel_alone_scrolls_the_page(write: Write, visit: Open) -> None:
    page = visit(write())
    before = apart(page)
    page.locator(".stage").hover(position={"x": 300, "y": 10})
    page.mouse.wheel(0, 600)
    expect(page.locator("h1")).not_to_be_in_viewport()
    assert apart(page) == pytest.approx(before, abs=0.2)


def test_two_fingers_zoom(write: Write, visit: Open) -> None:
    page = visit(write(), has_touch=True, viewport=NARROW)
    box = page.locator(".stage").bounding_box()
    assert box
    before = apart(page)
    touch = page.context.new_cdp_session(page)
    y = box["y"] + 30

    def fingers(kind: str, *xs: float) -> None:
        points = [{"x": box["x"] + x, "y": y, "id": n} for n, x in enumerate(xs)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 260, 300)
    for step in range(1, 5):
        fingers("touchMove", 260 - 5 * step, 300 + 5 * step)
    fingers("touchEnd")
    settle(page)
    assert apart(page) == pytest.approx(before * 2, rel=0.05)


def test_counts_open(write: Write, visit: Open, store: Store) -> None:
    crowd = [f"2019-{n % 12 + 1:02}-03" for n in range(800)]
    dates = [*crowd, *(str(year) for year in range(1950, 2010, 10))]
    path = store(*({"id": f"e{n}", "date": d, "title": "T"} for n, d in enumerate(dates)))
    page = visit(write(store=path))
    folds = page.locator(".fold text")
    before = sum(map(int, folds.all_text_contents()))
    assert before > 0
    page.locator(".fold").first.click()
    settle(page)
    assert sum(map(int, folds.all_text_contents())) < before
    assert page.locator(".mark").count() > 0


def test_zoom_shortens_the_list_and_is_in_the_address(write: Write, visit: Open) -> None:
    page = visit(write())
    page.locator(".stage").focus()
    for _ in range(3):
        page.keyboard.press("+")
    expect(status(page)).to_contain_text("of 19 events shown")
    expect(page).to_have_url(re.compile("from=.*to="))
    fields = [page.get_by_label(name, exact=True) for name in ("From", "To")]
    settle(page)
    expect(page).to_have_url(re.compile(f"from={fields[0].input_value()}"))
    kept = shown(page)
    assert 0 < len(kept) < 19
    assert len(kept) == here(page)
    days = [field.input_value() for field in fields]
    page.reload()
    expect(status(page)).to_contain_text("of 19 events shown")
    assert [field.input_value() for field in fields] == days
    assert shown(page) == kept
    page.get_by_role("button", name="All", exact=True).click()
    expect(status(page)).to_contain_text("19 events")
    expect(page).not_to_have_url(re.compile("from="))
    assert [field.input_value() for field in fields] == ["", ""]


def test_going_back_undoes_a_zoom(write: Write, visit: Open) -> None:
    page = visit(write())
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile("from="))
    page.go_back()
    expect(status(page)).to_contain_text("19 events")
    assert here(page) == 19


def test_going_back_from_an_event_restores_the_view(write: Write, visit: Open) -> None:
    page = visit(write(), "?from=2018&to=2021")
    expect(status(page)).to_contain_text("11 of 19")
    before = marks_of(page)
    page.locator(".mark", has_text="Outline plan").locator("rect").first.click()
    expect(page).to_have_url(re.compile("#bay-area-outline-plan$"))
    page.go_back()
    expect(page).to_have_url(re.compile("to=2021$"))
    settle(page)
    assert marks_of(page) == before
    expect(page.locator(".stage")).to_be_in_viewport()


def marks_of(page: Page) -> list[str]:
    """Where the marks are."""
    found: list[str] = page.locator(".drawing .mark").evaluate_all(
        "all => all.map(e => e.outerHTML)"
    )
    return found


def test_the_overview_brushes(write: Write, visit: Open) -> None:
    page = visit(write())
    box = place(page.locator(".strip"))
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, y, steps=5)
    page.mouse.up()
    expect(status(page)).to_contain_text("of 19 events shown")
    first = page.get_by_label("From", exact=True).input_value()
    brush = place(page.locator(".brush"))
    assert brush["width"] == pytest.approx(box["width"] * 0.2, abs=4)
    page.mouse.move(brush["x"] + brush["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(brush["x"] + brush["width"] / 2 - 60, y, steps=4)
    page.mouse.up()
    settle(page)
    assert page.get_by_label("From", exact=True).input_value() < first
    moved = place(page.locator(".brush"))
    assert moved["x"] == pytest.approx(brush["x"] - 60, abs=3)
    assert moved["width"] == pytest.approx(brush["width"], abs=3)
    page.locator(".strip").dblclick(position={"x": 5, "y": 10})
    expect(status(page)).to_contain_text("19 events")


def test_a_touch_tells_the_title_in_place(write: Write, visit: Open) -> None:
    page = visit(write(), has_touch=True, is_mobile=True, viewport=NARROW)
    title = "Hong Kong returns to China"
    x, y = middle(page, title)
    page.touchscreen.tap(x + 8, y + 6)  # beside it: a finger is wide
    tip = page.locator(".tip")
    expect(tip).to_contain_text(title)
    expect(tip).to_be_in_viewport()
    assert "#" not in page.url
    tip.get_by_role("link").tap()
    expect(page).to_have_url(re.compile("#hong-kong-returns$"))


def test_the_day_on_which_it_is_read_is_a_line(write: Write, visit: Open, store: Store) -> None:
    path = store(*({"id": d, "date": d, "title": d} for d in ("2000", "2100")))
    page = visit(write(store=path))
    expect(page.locator(".drawing .today title")).to_have_text(
        re.compile(r"^today, \d+ \w+ 20\d\d$")
    )
    page = visit(write(), "?from=1990&to=2000")
    expect(status(page)).to_contain_text("of 19")
    assert page.locator(".drawing .today").count() == 0


def test_what_is_pressed_before_all_is_read_is_not_lost(
    write: Write, visit: Open, store: Store
) -> None:
    """In a large page the drawing is ready later than its buttons; nothing goes wrong."""
    path = store(*({"id": f"e{n}", "date": str(1900 + n % 90), "title": "T"} for n in range(2000)))
    page = visit(write(store=path), "?q=t")  # as it is searched, it is not read at once
    page.evaluate(
        "() => { for (const at of ['[data-key=\"+\"]', '.stage svg'])"
        " document.querySelector(at).dispatchEvent(new MouseEvent('click', { bubbles: true })); }"
    )
    expect(page).to_have_url(re.compile("from="))
    expect(status(page)).to_contain_text(" of 2,000 events shown")


def test_a_move_does_not_lose_a_search(write: Write, visit: Open, store: Store) -> None:
    """The drawing is of what is searched, also if it is moved before it is drawn."""
    titles = ["park", "dock"]
    events = [(f"e{n}", str(1900 + n % 90), titles[n % 2]) for n in range(3000)]
    page = visit(write(store=store(*({"id": i, "date": d, "title": t} for i, d, t in events))))
    settle(page)
    page.evaluate(  # as soon as it is known how many there are, which is before they are drawn
        """() => {
        const found = new MutationObserver(() => {
          found.disconnect();
          document.querySelector('[data-key="+"]').click();
        });
        found.observe(document.querySelector('[role=status]'), { childList: true });
        }"""
    )
    page.get_by_role("searchbox").fill("park")
    expect(page).to_have_url(re.compile("q=park.*from="))
    rest(page, 1000)
    settle(page)
    assert {mark.rpartition(" ")[2] for mark in drawn(page)} == {"park"}
    assert here(page) == len(shown(page)) < 1500
