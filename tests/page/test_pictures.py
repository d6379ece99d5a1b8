"""Pictures in a browser: those in the page are seen and named, others linked, none is fetched."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from conftest import Open, Write
from playwright.sync_api import expect

DOT = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9"
height="9" onload="alert(1)"><script>alert(2)</script><image x:href="https://evil.example/a.png"
width="5" height="5"/><style>@import url(https://evil.example/b.css);</style><foreignObject>
<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/></foreignObject></svg>"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with pictures of every kind, and a file beside it."""
    (tmp_path / "beside.gif").write_bytes(b"GIF89a" + bytes(7))  # a picture that cannot be seen
    (tmp_path / "evil.svg").write_text(SVG)
    (tmp_path / "secret.txt").write_text("a secret")
    encoded = b64encode(SVG.encode()).decode()
    media: list[dict[str, Any]] = [
        {"url": f"data:image/gif;base64,{DOT}", "caption": "A dot <b>", "credit": "Ann & Co"},
        {"url": f"data:image/gif;base64,{DOT}"},
        {"url": "evil.svg", "caption": "evil beside"},
        {"url": f"data:image/svg+xml;base64,{encoded}", "caption": "evil inside"},
        {"url": "https://far.example/a.png", "caption": "Far away"},
        {"url": "https://far.example/b.png"},
        {"url": "javascript:alert(3)", "caption": "no picture"},
        {"url": "data:text/html,<script>alert(4)</script>"},
        {"url": "../../secret.txt"},
        {"url": "secret.txt"},
        {"url": '"><script>alert(5)</script>', "caption": '"><img src=x onerror=alert(6)>'},
    ]
    event = {"id": "x", "date": "2019", "title": "Seen", "media": media}
    bare = {"id": "y", "date": "2020", "title": "Not seen"}
    path = tmp_path / "pictures.json"
    path.write_text(json.dumps({"events": [event, bare]}))
    return path


@pytest.mark.parametrize("script", [True, False])
def test_pictures_are_seen_or_linked(write: Write, visit: Open, store: Path, script: bool) -> None:
    page = visit(write(store=store), script=script)
    page.locator("#y").scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # for what must not be asked for
    images = page.locator("#x img")
    assert images.evaluate_all("all => all.map(e => e.alt)") == [
        *("A dot <b>", "Seen", "evil beside", "evil inside"),
    ]
    for image in images.all():
        src = image.get_attribute("src")
        assert src
        assert src.startswith("data:image/")
    assert images.first.evaluate("e => e.complete && e.naturalWidth") == 1
    first = page.locator("#x .picture").first
    expect(first).to_contain_text("A dot <b>")
    expect(first).to_contain_text("Ann & Co")
    links = page.locator("#x .picture a")
    assert links.evaluate_all("all => all.map(e => [e.textContent, e.href])") == [
        ["Far away", "https://far.example/a.png"],
        ["https://far.example/b.png", "https://far.example/b.png"],
    ]
    assert page.locator("#x .picture").count() == 11
    assert "a secret" not in page.content()
    assert page.locator("#y .picture").count() == 0


def test_a_picture_is_no_wider_than_a_phone(write: Write, visit: Open, tmp_path: Path) -> None:
    wide = '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="40"><circle r="9"/></svg>'
    (tmp_path / "wide.svg").write_text(wide)
    told = {"id": "x", "date": "2019", "title": "T", "media": [{"url": "wide.svg"}]}
    (tmp_path / "s.json").write_text(json.dumps({"events": [told]}))
    page = visit(write(store=tmp_path / "s.json"), viewport={"width": 320, "height": 600})
    page.locator("img").scroll_into_view_if_needed()
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth") <= root.evaluate("e => e.clientWidth")


def test_of_one_that_stands_again_its_pictures_do_not(
    write: Write, visit: Open, tmp_path: Path
) -> None:
    told = {"id": "x", "date": "2019", "title": "T", "tags": ["a", "b"]}
    told_of: dict[str, object] = {**told, "media": [{"url": f"data:image/gif;base64,{DOT}"}]}
    (tmp_path / "s.json").write_text(json.dumps({"events": [told_of]}))
    page = visit(write("--group", "tag", store=tmp_path / "s.json"))
    assert page.locator("li.event").count() == 2
    assert page.locator("img").count() == 1
