"""Draw the pictures of the README from what the commands really print.

    python docs/pictures.py            draw them anew
    python docs/pictures.py --check    exit 1 if one is not what would be drawn now

A picture brings its own background, so it is legible on a light and on a dark page, and it names no
font, page or server: a reader's own monospaced font is used, stretched to the columns. The picture
of the page is a photograph, for which drawing anew needs Chromium.
"""

import argparse
import hashlib
import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).parent
WIDTH = 88
PICTURES = {
    "table.svg": f"hkinno timeline --since 2015 --width {WIDTH} --color always",
    "chart.svg": f"hkinno chart --width {WIDTH} --color always --today 2026-11-22",
    "stats.svg": f"hkinno stats --by year --width {WIDTH} --color always",
}
PAGE = "hkinno timeline --format html"
NIGHT = TerminalTheme((8, 10, 14), (230, 237, 243), [(72, 79, 88)] * 8)
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
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, env=world, capture_output=True, check=True).stdout.decode()


def drawn(ansi: str, name: str) -> str:
    """Text with ANSI colours as the SVG of a terminal."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), highlight=False)
    console.print(Text.from_ansi(ansi.rstrip("\n")), end="")
    prefix = name.removesuffix(".svg")
    title = PICTURES[name].partition(" --width")[0]
    svg = console.export_svg(title=title, theme=NIGHT, code_format=TEMPLATE, unique_id=prefix)
    one_each = svg.replace("</text>", "</text>\n")  # a line a piece, for those who read a diff
    return "\n".join(line.strip() for line in one_each.splitlines() if line.strip()) + "\n"


def photographed(html: str, picture: Path) -> None:
    """The top of the page as Chromium shows it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        browser += [
            "--disable-background-networking",
            "--hide-scrollbars",
            "--window-size=1100,980",
        ]
        browser += [f"--user-data-dir={folder}/profile", f"--screenshot={picture}"]
        subprocess.run([*browser, page.as_uri()], check=True, capture_output=True)


def main() -> int:
    """Draw or check all pictures; 1 if a check failed."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the README.")
    parser.add_argument("--check", action="store_true", help="say which are not up to date")
    check = parser.parse_args().check
    files = {HERE / name: drawn(printed(command), name) for name, command in PICTURES.items()}
    # Pixels differ from browser to browser: of the page its text is what has to be the same.
    html = printed(PAGE)
    files[HERE / "page.sha256"] = hashlib.sha256(html.encode()).hexdigest() + "\n"
    stale = [f for f, text in files.items() if not f.exists() or f.read_text("utf-8") != text]
    if check:
        for file in stale:
            told = f"docs/{file.name} is not what hkinno prints: run python docs/pictures.py\n"
            sys.stderr.write(told)
        return 1 if stale else 0
    if HERE / "page.sha256" in stale:
        photographed(html, HERE / "page.png")
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
