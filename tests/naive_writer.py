"""A writer as one would write it without a thought: the measure of the crash harness.

It reads, changes and writes in place, piece by piece. The harness must find it out.
"""

import json


def add(path: str, event: dict[str, str]) -> None:
    """Add an event to a store, and lose the store if anything happens meanwhile."""
    with open(path, encoding="utf-8") as file:
        store = json.load(file)
    store["events"].append(event)
    text = json.dumps(store)
    with open(path, "w", encoding="utf-8", buffering=1) as file:
        for start in range(0, len(text), 4096):
            file.write(text[start : start + 4096])
            file.flush()
