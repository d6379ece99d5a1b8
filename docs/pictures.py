"""Draw the pictures of the manual, in images/, from what the commands really show.

    python docs/pictures.py            draw them anew
    python docs/pictures.py --check    exit 1 if one is not what would be drawn now

Each is drawn light and dark, and a page lets its reader's browser choose. A picture names no font,
page or server: a reader's own monospaced font is used, stretched to the columns. In the explorer
keys are pressed without a terminal. The picture of the page is a photograph, for which drawing anew
needs Chromium.
"""

import argparse
import asyncio
import hashlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

IMAGES = Path(__file__).parent / "images"
WIDTH = 88
TODAY = "2026-11-22"
PICTURES = {
    "chart": f"hkinno chart --width {WIDTH} --color always --today {TODAY}",
    "stats": f"hkinno stats --by year --width {WIDTH} --color always",
}
SCREEN = (110, 32)  # columns and rows of the explorer
SCREENS = {  # the keys that are pressed in it
    "browse": "d 2 0 1 5 space t o space 2 0 2 6 enter end" + " up" * 8,
    "fields": "f down enter down down enter" + " down" * 7 + " x home" + " down" * 3,
}
PAGE = "hkinno timeline --format html"


def _colors(eight: str) -> list[tuple[int, int, int]]:
    """Black, red, green, yellow, blue, magenta, cyan and white, in hexadecimal."""
    return [(red, green, blue) for red, green, blue in map(bytes.fromhex, eight.split())]


THEMES = {  # ground, text, the eight colours, the eight brighter ones
    "light": TerminalTheme(
        (255, 255, 255),
        (31, 35, 40),
        _colors("24292f cf222e 116329 9a6700 0969da 8250df 1b7c83 6e7781"),
        _colors("57606a a40e26 1a7f37 7d4e00 218bff a475f9 3192aa 8c959f"),
    ),
    "dark": TerminalTheme(
        (8, 10, 14),
        (230, 237, 243),
        _colors("484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4"),
        _colors("6e7681 ffa198 56d364 e3b341 79c0ff d2a8ff 56d4dd ffffff"),
    ),
}
# rich's own template loads a font from a server; this one is the same drawing without it.
TEMPLATE = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, monospace; }}
.{unique_id}-title {{ font: bold 16px ui-monospace, monospace; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed(command: str) -> str:
    """What `hkinno …` prints, asked of the bundled chronology whatever the user's settings are."""
    world = {name: value for name, value in os.environ.items() if not name.startswith("HKINNO_")}
    world["HKINNO_STORE"] = ":bundled:"
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, env=world, capture_output=True, check=True).stdout.decode()


async def seen(keys: str, theme: str) -> Any:
    """What is on the screen of `hkinno browse` once these keys are pressed."""
    from hkinno.browse.app import Explorer, Opening
    from hkinno.browse.question import Question
    from hkinno.cli.browsing import World
    from hkinno.store.open import BUNDLED

    world = World([BUNDLED], [BUNDLED], TODAY, False, theme == "light", lambda _: Question())
    store = world.open()
    app = Explorer(world, Opening(store, [], iter(store)), Question())
    async with app.run_test(size=SCREEN) as pilot:
        await pilot.pause()
        await pilot.press(*keys.split())
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.screen._compositor.render_update(full=True)  # as Textual's own pictures do


def drawn(picture: Any, columns: int, title: str, name: str, theme: str) -> str:
    """What can be printed as the SVG of a terminal."""
    console = Console(width=columns, record=True, file=io.StringIO(), highlight=False)
    console.print(picture, end="")
    svg = console.export_svg(title=title, theme=THEMES[theme], code_format=TEMPLATE, unique_id=name)
    if theme == "light":  # rich frames every terminal in white
        svg = svg.replace("rgba(255,255,255,0.35)", "rgba(0,0,0,0.35)")
    one_each = svg.replace("</text>", "</text>\n")  # a line a piece, for those who read a diff
    return "\n".join(line.strip() for line in one_each.splitlines() if line.strip()) + "\n"


def photographed(html: str, picture: Path, theme: str) -> None:
    """The top of the page as Chromium shows it to who likes it light, or dark."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        scheme: Any = theme
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1100, "height": 980})
        page.set_content(html)
        page.screenshot(path=picture)
        browser.close()


def noted(html: str) -> str:
    """What the photographs were made of and what they are, as sha256sum writes it.

    Pixels differ from browser to browser, so whether they are up to date is told by the page.
    """
    files = {"page": html.encode()}
    for theme in THEMES:
        picture = IMAGES / f"page-{theme}.png"
        files[picture.name] = picture.read_bytes() if picture.exists() else b""
    return "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in files)


def main() -> int:
    """Draw or check all pictures; 1 if a check failed."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the manual.")
    parser.add_argument("--check", action="store_true", help="say which are not up to date")
    check = parser.parse_args().check
    files: dict[Path, str] = {}
    for name, command in PICTURES.items():
        text = Text.from_ansi(printed(command).rstrip("\n"))
        title = command.partition(" --width")[0]
        for theme in THEMES:
            files[IMAGES / f"{name}-{theme}.svg"] = drawn(text, WIDTH, title, name, theme)
    os.environ.pop("NO_COLOR", None)
    for name, keys in SCREENS.items():
        for theme in THEMES:
            screen = asyncio.run(seen(keys, theme))
            svg = drawn(screen, SCREEN[0], "hkinno browse", name, theme)
            files[IMAGES / f"{name}-{theme}.svg"] = svg
    html, note = printed(PAGE), IMAGES / "page.sha256"
    files[note] = noted(html)
    stale = [f for f, text in files.items() if not f.exists() or f.read_text("utf-8") != text]
    if check:
        for file in stale:
            told = f"{file.name} is not what hkinno prints: python docs/pictures.py draws it\n"
            sys.stderr.write(told)
        return 1 if stale else 0
    for file in stale:
        if file != note:
            file.write_text(files[file], encoding="utf-8")
            continue
        for theme in THEMES:
            photographed(html, IMAGES / f"page-{theme}.png", theme)
        note.write_text(noted(html), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
