"""Zooming and moving the drawing of a page, by mouse, keys and touch."""

import re

import pytest
from conftest import EVENTS, Open, Store, Write
from playwright.sync_api import expect
from reader import NARROW, apart, events, here, middle, place, places, real_stores, settle


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
    expect(page.locator(".range")).to_contain_text("here")
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


def test_zooming_stays_with_the_events(write: Write, visit: Open) -> None:
    for store in (EVENTS, *real_stores()):
        page = visit(write(store=store), viewport={"width": 1000, "height": 900})
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
        assert here(page) > 0.8 * len(events(store))


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
    assert place(drawn_)["height"] > stage["height"] + 100


def test_the_mouse_zooms_and_pans(write: Write, visit: Open) -> None:
    page = visit(write())
    before = apart(page)
    x, _ = middle(page, "Framework agreement")
    page.mouse.move(*middle(page, "Framework agreement"))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    settle(page)
    assert apart(page) == pytest.approx(before * 2.718, rel=0.05)
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

    fingers("touchStart", 150, 190)
    for step in range(1, 5):
        fingers("touchMove", 150 - 10 * step, 190 + 10 * step)
    fingers("touchEnd")
    settle(page)
    assert apart(page) == pytest.approx(before * 3, rel=0.05)


def test_counts_open(write: Write, visit: Open, store: Store) -> None:
    crowd = [f"2019-{n % 12 + 1:02}-03" for n in range(400)]
    dates = [*crowd, *(str(year) for year in range(1950, 2010, 10))]
    path = store(*({"id": f"e{n}", "date": d, "title": "T"} for n, d in enumerate(dates)))
    page = visit(write(store=path))
    folded = page.locator(".fold")
    assert folded.count() > 0
    marks = page.locator(".mark").count()
    folded.first.click()
    settle(page)
    assert page.locator(".mark").count() > marks
