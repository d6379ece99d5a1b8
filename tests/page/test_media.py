"""Pictures in a page: what is inside is a picture, and small, and no other file gets in."""

import json
import os
import re
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hkinno.formats.card
from hkinno.page import media
from hkinno.page.media import MOST, MOST_OF_PAGE, Shown, collect, remarks, shown
from hkinno.render import RenderOptions
from hkinno.store.store import Store, load
from hkinno.text import escape_controls

TITLE = "The \x1b[1m park"
OPTIONS = RenderOptions()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PICTURES = {  # by the media type: how such files begin
    "image/png": [PNG],
    "image/jpeg": [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\xff\xd8\xff\xe1"],
    "image/gif": [b"GIF87a...", b"GIF89a"],
    "image/webp": [b"RIFF\x00\x00\x01\x00WEBPVP8 "],
    "image/avif": [
        b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1",
        b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf",
    ],
    "image/svg+xml": [
        SVG,
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <html> -->\n<!--b--><svg/>",
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]>\n<svg\twidth="1">',
        b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>",
    ],
}
NO_PICTURES = [
    *(b"", b"\x89PNG", b"<html><svg></svg></html>", b"root:x:0:0:root:/root:/bin/sh", b"BM6\x00"),
    *(b"RIFF\x00\x00\x01\x00WAVEfmt ", b"\x00\x00\x00\x20ftypisom\x00\x00\x00\x00", b"<svgx>"),
    *(b"<!-- <svg> -->", b"<?xml version='1.0'?><a><svg/></a>", b"%PDF-1.7", b"svg"),
]
DATA = re.compile(r"data:image/(png|jpeg|gif|webp|avif|svg\+xml)(;[\w=.+-]+)*,[ -~]*")
Seen = Callable[..., list[Shown]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a store."""
    inner = tmp_path / "inner"
    inner.mkdir()
    return inner


def store_of(folder: Path, *items: Any, name: str = "s.json") -> Store:
    """A store with an event that has these pictures, each its URL or all of it."""
    told = [item if isinstance(item, dict) else {"url": item} for item in items]
    event = {"id": f"e-{name}", "date": "2019", "title": TITLE, "media": told}
    (folder / name).write_text(json.dumps({"events": [event]}))
    return load(str(folder / name))


def looked_at(store: Store, options: RenderOptions = OPTIONS) -> tuple[list[Shown], list[str]]:
    """What a page shows of all events, and what is said of it."""
    entries = list(store)
    album = collect(entries, options)
    return [one for entry in entries for one in shown(entry, album, options)], remarks(album)


def bytes_in(one: Shown) -> bytes:
    return b64decode(one.src.partition(";base64,")[2], validate=True)


# --- what stands in the page


@pytest.mark.parametrize(
    ("kind", "data"), [(kind, data) for kind, files in PICTURES.items() for data in files]
)
def test_a_file_that_is_a_picture_stands_in_the_page_whole(
    folder: Path, kind: str, data: bytes
) -> None:
    (folder / "Ann Lee.txt").write_bytes(data + b"\x00" * 100)
    found, said = looked_at(store_of(folder, "Ann Lee.txt", "Ann%20Lee.txt"))
    assert said == []
    for one in found:
        assert one.src.startswith(f"data:{kind};base64,")
        assert bytes_in(one) == data + b"\x00" * 100
        assert one.href == ""


@pytest.mark.parametrize("data", NO_PICTURES)
def test_other_files_are_named_and_that_is_said(folder: Path, data: bytes) -> None:
    (folder / "a.png").write_bytes(data)
    (one,), said = looked_at(store_of(folder, "a.png"))
    assert (one.src, one.href, one.name) == ("", "", "a.png")
    assert said == [
        "1 picture is not in the page, 'a.png': it is no PNG, JPEG, GIF, WebP, AVIF or SVG"
    ]


def test_web_addresses_are_linked_and_nothing_is_said(folder: Path) -> None:
    urls = ["https://example.org/a.png", "HTTP://example.org/?v=x#y"]
    found, said = looked_at(store_of(folder, *urls))
    assert [(one.src, one.href) for one in found] == [("", url) for url in urls]
    assert said == []


def test_words_are_on_one_line_and_can_be_seen(folder: Path) -> None:
    told = {"url": "https://a.example/", "caption": "A\n \x1b[2J\u202eb ", "credit": "\x07Bo"}
    (full, bare), _ = looked_at(store_of(folder, told, "https://a.example/"))
    assert full.caption == full.alt == escape_controls("A \x1b[2J\u202eb") != "A \x1b[2J\u202eb"
    assert full.credit == escape_controls("\x07Bo")
    assert bare.alt == escape_controls(TITLE)
    assert (bare.caption, bare.credit) == ("", "")


@pytest.mark.parametrize(
    "url",
    [
        f"data:image/png;base64,{b64encode(PNG).decode()}",
        "data:image/svg+xml;charset=utf-8,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='x'/%3E",
        f"data:image/svg+xml;base64,{b64encode(SVG).decode()}",
    ],
)
def test_pictures_in_a_url_stay_as_they_are(folder: Path, url: str) -> None:
    (one,), said = looked_at(store_of(folder, url))
    assert (one.src, one.href, said) == (url, "", [])
    assert one.name == url.partition(",")[0]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "data:text/html,<script>alert(1)</script>",
            "data:,",
            "data:image/png",
            "DATA:text/plain,",
        ),
        *("data:image/png,\n", 'data:image/png;a="b",x', "data:image/tiff;base64,AAAA", "data:"),
        *("data:image/svg+xml\x00,x", "data:image/png,é", "data:image/png;base64;,\x7f"),
    ],
)
def test_other_data_is_left_out(folder: Path, url: str) -> None:
    (one,), said = looked_at(store_of(folder, url))
    assert (one.src, one.href) == ("", "")
    assert len(said) == 1
    assert "what is in it is no PNG" in said[0]


# --- hostile


def test_nothing_of_the_disk_gets_in_from_outside(folder: Path) -> None:
    (folder.parent / "out.png").write_bytes(PNG)
    (folder / "passwd.png").symlink_to("/etc/passwd")
    (folder / "away.png").symlink_to("../out.png")
    (folder / "up").symlink_to("..")
    outer = f"{folder.parent}/out.png"
    urls = [
        *("passwd.png", "away.png", "up/out.png", "../out.png", "%2e%2e/out.png", "..%2Fout.png"),
        *(outer, f"file://{outer}", f"//{outer}", f"%2F{outer[1:]}", "file:///etc/passwd"),
        *("javascript:alert(1)", "ftp://example.org/a.png", "mailto:a@example.org", " ", "a\x00b"),
    ]
    found, said = looked_at(store_of(folder, *urls))
    assert {(one.src, one.href) for one in found} == {("", "")}
    assert len(said) == 2
    assert sum(int(line.split()[0]) for line in said) == len(urls)


def test_what_is_no_file_is_never_waited_for(folder: Path) -> None:
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "null.png").symlink_to("/dev/null")
    (folder / "round.png").symlink_to("round.png")
    names = ["folder.png", "pipe.png", "missing.png", "round.png", "x" * 4000, "null.png", "."]
    found, said = looked_at(store_of(folder, *names))
    assert {(one.src, one.href) for one in found} == {("", "")}
    assert [one.name for one in found] == names
    for why in ("it is a folder", "it is a device or a pipe", "there is no such file"):
        assert any(line.endswith(why) or why in line for line in said), why
    assert sum(int(line.split()[0]) for line in said) == len(names)


def test_what_may_not_be_read_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without rights, who need not be the one of the tests."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(media, "open_file", refuse)
    (one,), said = looked_at(store_of(folder, "a.png"))
    assert one.src == ""
    assert said == ["1 picture is not in the page, 'a.png': it cannot be read: Permission denied"]


def test_large_files_are_not_read(folder: Path) -> None:
    for name, size in (("just.png", MOST), ("over.png", MOST + 1), ("huge.png", 1 << 40)):
        (folder / name).write_bytes(PNG)
        os.truncate(folder / name, size)
    start = time.process_time()
    (just, over, huge), said = looked_at(store_of(folder, "just.png", "over.png", "huge.png"))
    assert time.process_time() - start < 2
    assert len(bytes_in(just)) == MOST
    assert (over.src, huge.src) == ("", "")
    assert said == ["2 pictures are not in the page, such as 'over.png': it has more than 1 MiB"]


def test_large_data_is_left_out(folder: Path) -> None:
    body = "A" * (MOST // 3 * 4)
    urls = [f"data:image/png;base64,{body}", f"data:image/png,{'A' * (MOST + 1)}"]
    urls += [f"data:image/png;base64,{'A' * (50 << 20)}", f"data:image/png;base64,{body}AAAAAA"]
    start = time.process_time()
    found, said = looked_at(store_of(folder, *urls))
    assert time.process_time() - start < 5
    assert [bool(one.src) for one in found] == [True, False, False, False]
    assert len(said) == 1
    assert "it has more than 1 MiB" in said[0]
    assert len(said[0]) < 200
    assert max(len(one.name) for one in found) < 100


def test_a_file_that_changes_meanwhile_is_none(folder: Path) -> None:
    for n in range(3):
        (folder / f"{n}.png").write_bytes(PNG)
    entries = list(store_of(folder, "0.png", "1.png", "2.png"))
    album = collect(entries, OPTIONS)
    (folder / "0.png").unlink()
    (folder / "0.png").symlink_to("/etc/passwd")
    (folder / "1.png").write_bytes(b"secret")
    os.truncate(folder / "2.png", MOST + 1)
    assert [one.src for one in shown(entries[0], album, OPTIONS)] == ["", "", ""]


@pytest.mark.parametrize(
    "head",
    [
        *(b"<!--a-->" * 2000, b"<!--" * 4000, b" " * 9000, b"<!doctype [" * 1000, b"<?a?>" * 2000),
        *(b"<!doctype [" + b"] " * 5000, b"<!doctype " + b"[]" * 5000, b"<!-- -" * 2000),
    ],
)
def test_what_is_made_to_look_like_an_svg_costs_no_time(head: bytes) -> None:
    start = time.process_time()
    assert media._kind_of(head) == ""
    assert time.process_time() - start < 0.5


urls = st.one_of(
    st.sampled_from(["a.png", "b.svg", "up/../a.png", "c.txt", "in/a.png", "https://x.org/a.png"]),
    st.tuples(
        st.sampled_from(
            ["data:", "data:image/png", "data:image/svg+xml;base64", "http://", "https:"]
        ),
        st.text(max_size=12),
    ).map("".join),
    st.text(max_size=20),
)
words = st.none() | st.text(max_size=10)
items = st.fixed_dictionaries({"url": urls, "caption": words, "credit": words})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(items, max_size=6))
def test_whatever_events_say_nothing_acts_on_a_reader(
    folder: Path, told: list[dict[str, Any]]
) -> None:
    (folder / "a.png").write_bytes(PNG)
    (folder / "b.svg").write_bytes(SVG)
    (folder / "c.txt").write_bytes(b"secret")
    found, said = looked_at(store_of(folder, *told))
    assert len(found) == len(told)
    for one in found:
        assert one.src == "" or DATA.fullmatch(one.src)
        assert "secret" not in str(one)
        assert one.href == "" or re.fullmatch(r"(?i)https?://\S+", one.href)
        assert one.alt.strip()
        assert one.name
        for text in (one.name, one.alt, one.caption, one.credit):
            assert escape_controls(text) == text
            assert "\n" not in text
    assert len(said) == len(set(said))


# --- how much


def greedy(sizes: list[int], most: int, room: int) -> list[bool]:
    """Which of these fit, one after the other."""
    fits = []
    for size in sizes:
        fits.append(size <= min(most, room))
        room -= size * fits[-1]
    return fits


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(8, 60), max_size=12))
def test_all_pictures_together_have_a_bound(folder: Path, sizes: list[int]) -> None:
    for n, size in enumerate(sizes):
        (folder / f"{n}.png").write_bytes((PNG * 9)[:size])
    store = store_of(folder, *(f"{n}.png" for n in range(len(sizes))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(media, "MOST", 50)
        patch.setattr(media, "MOST_OF_PAGE", 160)
        found, said = looked_at(store)
    assert [bool(one.src) for one in found] == greedy(sizes, 50, 160)
    assert sum(len(bytes_in(one)) for one in found if one.src) <= 160
    assert sum(int(line.split()[0]) for line in said) == sum(not one.src for one in found)


def test_the_bound_is_said(folder: Path) -> None:
    (folder / "a.png").write_bytes(PNG)
    os.truncate(folder / "a.png", MOST)
    found, said = looked_at(store_of(folder, *["a.png"] * 18))
    assert sum(bool(one.src) for one in found) == MOST_OF_PAGE // MOST
    assert said == [
        "2 pictures are not in the page, such as 'a.png': "
        "all pictures of a page have 16 MiB at most"
    ]


# --- which folder, which fields


def test_each_store_has_its_own_folder(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    for place, data in ((folder, PNG), (other, SVG)):
        (place / "a.png").write_bytes(data)
    store_of(folder, "a.png")
    store_of(other, "a.png", name="t.json")
    found, _ = looked_at(load(str(folder / "s.json"), str(other / "t.json")))
    assert [bytes_in(one) for one in found] == [PNG, SVG]


def test_a_store_that_is_no_file_has_none(folder: Path) -> None:
    (folder / "a.png").write_bytes(PNG)
    store = store_of(folder, "a.png")
    store.readers[0].folder = None
    (one,), said = looked_at(store)
    assert (one.src, one.name) == ("", "a.png")
    assert "the store is no file" in said[0]


def test_fields_may_leave_pictures_out(folder: Path) -> None:
    store = store_of(folder, "a.png")
    assert looked_at(store, OPTIONS._replace(fields=("title",))) == ([], [])
    assert len(looked_at(store, OPTIONS._replace(fields=("media",)))[0]) == 1


def test_what_a_format_leaves_out_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(entries: Any, options: RenderOptions) -> Iterator[str]:
        yield from remarks(collect(entries, options))

    monkeypatch.setattr(hkinno.formats.card, "remarks", told, raising=False)
    store_of(folder, "a.png", "b.png")
    done = call("timeline", "-s", str(folder / "s.json"), "-f", "card")
    assert done.code == 0
    assert done.err == (
        "hkinno: warning: 2 pictures are not in the page, such as 'a.png': there is no such file\n"
    )
