"""What a page costs its reader: how large it is, when it can be used, and how it answers to keys.

    python benchmarks/page.py                     a page of 2,000 made-up events
    python benchmarks/page.py --store FILE        a page of another store

The promises: the page is at most 1.3 times as large as the store; it can be used after 1 second,
and after 4 on a machine that is four times as slow; what is typed is found less than 350
milliseconds after the last key, and no task takes more than 100 milliseconds meanwhile. Each figure
is the median of three visits of headless Chromium, which Playwright drives, at the speed of this
machine and slowed fourfold. The ratio is to the same page without its script, in the same run.
"""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from generate import SEED, write
from playwright.sync_api import Browser, expect, sync_playwright
from timing import console_script

COUNT, VISITS, SLOWED = 2_000, 3, 4
SIZE, READY, FOUND, TASK = 1.3, 1_000, 350, 100  # times the store; milliseconds
KEYS = 70  # milliseconds between two keys
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: 'longtask', buffered: true });
addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
addEventListener('DOMContentLoaded', () => {
  const status = document.querySelector('[role=status]');
  new MutationObserver(() => { window.told = performance.now(); })
    .observe(status, { childList: true, characterData: true, subtree: true });
});
"""
SETTLED = """() => new Promise((done) => {
  requestAnimationFrame(() => setTimeout(() => done(performance.now())));
})"""


def visit(browser: Browser, page: Path, slowed: int, script: bool, word: str) -> dict[str, float]:
    """Milliseconds: when the page can be used, when a word is found, the longest task meanwhile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    window = context.new_page()
    window.add_init_script(WATCH)
    if slowed > 1:
        context.new_cdp_session(window).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    window.goto(page.as_uri())
    found = {"ready": float(window.evaluate(SETTLED))}
    if script:
        found |= typing(window, slowed, word)
    context.close()
    return found


def bare(page: Path) -> str:
    """The page without its script."""
    start, script, rest = page.read_text(encoding="utf-8").partition("<script>")
    return start + rest.partition("</script>")[2] if script else start


def typing(window: Any, slowed: int, word: str) -> dict[str, float]:
    window.wait_for_timeout(1_000 * slowed)  # the values in the list become links in pauses
    window.evaluate("tasks.length = 0")
    box = window.get_by_role("searchbox")
    box.press_sequentially(word[:-1], delay=KEYS)
    window.wait_for_timeout(500 * slowed)
    before = window.locator("[role=status]").inner_text()
    box.press(word[-1])
    expect(window.locator("[role=status]")).not_to_have_text(before)
    took = float(window.evaluate("told - pressed"))
    window.wait_for_timeout(300 * slowed)
    box.fill("")
    window.wait_for_timeout(500 * slowed)
    return {"found": took, "task": max(window.evaluate("tasks"), default=0.0)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--store", type=Path, help="a store to make a page of")
    parser.add_argument("--word", default="a2", help="what is typed; its last letter must matter")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("there is no chromium here: nothing was measured")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        store, page = asked.store or Path(folder, "store.json"), Path(folder, "page.html")
        if not asked.store:
            with store.open("wb") as file:
                write(file, COUNT, SEED, "json")
        subprocess.run([console_script("hkinno"), "timeline", "-s", store, "-o", page], check=True)
        plain = Path(folder, "plain.html")
        plain.write_text(bare(page), encoding="utf-8")
        times = page.stat().st_size / store.stat().st_size
        print(f"size      {times:8.2f} times the store (promised: {SIZE})")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for slowed in (1, SLOWED):
            visits = [visit(browser, page, slowed, True, asked.word) for _ in range(VISITS)]
            still = [visit(browser, plain, slowed, False, asked.word) for _ in range(VISITS)]
            print(f"slowed {slowed} times" if slowed > 1 else "at the speed of this machine")
            promised = {"ready": READY * slowed, "found": FOUND, "task": TASK}
            for name, least in promised.items():
                took = median(one[name] for one in visits)
                beside = median(one[name] for one in still) if name == "ready" else 0
                more = f", {took / beside:.2f} times that without its script" if beside else ""
                print(f"  {name:7} {took:8.0f} ms (promised: {least}{more})")
        browser.close()


if __name__ == "__main__":
    main()
