"""A page in headless Chromium that runs the scripts of other timeline tools, without any network.

They are looked for in `$HKINNO_TOOLS_JS`, the folder in which `npm install
@knight-lab/timelinejs@3.9.11 vis-timeline@8.5.4 mermaid@11.17.2` was run.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import needs
from playwright.sync_api import Page, Route, sync_playwright

HOST = "http://tools.invalid/"
SCRIPTS = {
    "timelinejs": "@knight-lab/timelinejs/dist/js/timeline.js",
    "mermaid": "mermaid/dist/mermaid.min.js",
    "vis": "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js",
}


@contextmanager
def tools_page(tool: str, files: dict[str, str], zone: str = "UTC") -> Iterator[Page]:
    """A page with the script of a tool and an element `#t`; `files` is all that it can fetch, and
    `zone` the time zone that it is in.

    Without the tool the test is skipped, but fails where CI is set.
    """
    folder = os.environ.get("HKINNO_TOOLS_JS")
    if not folder:
        reason = "$HKINNO_TOOLS_JS does not name a folder where timeline tools are installed"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    script = (Path(folder) / "node_modules" / SCRIPTS[tool]).read_text("utf-8")
    shell = "<!DOCTYPE html><meta charset=utf-8><div id=t style='height:600px'></div>"
    served = {"": shell + "<script src=tool.js></script>", "tool.js": script, **files}
    kinds = {"": "text/html", "tool.js": "text/javascript"}

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(HOST)
        if name in served:
            route.fulfill(body=served[name], content_type=kinds.get(name, "text/plain"))
        else:
            route.abort()

    with sync_playwright() as driver:
        # without its sandbox, since that does not work for root, as in a container
        browser = driver.chromium.launch(executable_path=needs("chromium"), args=["--no-sandbox"])
        page = browser.new_context(timezone_id=zone).new_page()
        page.route("**/*", answer)
        page.goto(HOST)
        yield page
        browser.close()
