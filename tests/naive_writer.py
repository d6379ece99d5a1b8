"""A writer as one would write it without a thought: the measure of the crash harness.

It reads, changes and writes in place, piece by piece. The harness must find it out.
"""

import json


def add(path: str, event: dict[str, str]) -> None:
    """Add an event to a store, and lose the store if anything happens meanwhile."""
    with open(path, encoding="utf-8") as file:
        store = json.load(file)
    year = event["date"][:4]
    place = sum(other["date"] <= year for other in store["events"])
    store["events"].insert(place, event)
    text = json.dumps(store, indent=1)
    with open(path, "w", encoding="utf-8") as file:
        for start in range(0, len(text), 1024):
            file.write(text[start : start + 1024])
            file.flush()
