"""What markwhen has in the text of an event: properties, links, images, places, tags.

A tag at the end of a line is taken off, one inside of a sentence stays as a word. Links are
sources, images are media, `[…](location)` are places, and a line of nothing else is no text.
Properties are fields by their own names, unless hkinno has a field that is called like them.
"""

import re
from typing import Any

from hkinno.events import FIELDS, STORED, TEXT_LISTS
from hkinno.imports.media import addresses

PROPERTY = re.compile(r"(\s*)([^\W\d][\w.-]*):(?:\s+(.*))?$").match
TAG = re.compile(r"(?:^|(?<=\s))#(?!\d+(?:\s|$))(\w+)")
_TAGGED = re.compile(r"#(?!\d+$)\w+").fullmatch
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(((?:[^()\s]|\([^()\s]*\))+)\)")
_URL = re.compile(r"https?://\S+").fullmatch
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?").fullmatch  # example.org/a
_MEANT = {name: row.name for row in FIELDS for name in (row.name, *row.called)}


def with_properties(lines: list[str], event: dict[str, Any]) -> list[str]:
    """Take the properties, which stand right below an event; the lines of text that are left."""
    fenced = lines[:1] == ["---"] and "---" in lines[1:]
    end = lines.index("---", 1) if fenced else 0
    while not fenced and end < len(lines) and PROPERTY(lines[end]):
        end += 1
    found: list[tuple[str, list[str]]] = []
    kept: list[str] = []
    outer = ""
    for line in lines[fenced:end]:
        match = PROPERTY(line)
        if match and not (found and len(match[1]) > len(outer)):
            outer = match[1]
            found.append((match[2], [(match[3] or "").strip()]))
        elif found:  # what belongs to the one above
            found[-1][1].append(line.strip())
        else:
            kept.append(line)
    kept += [text for name, said in found for text in _keep(name, "\n".join(said).strip(), event)]
    return kept + lines[end + fenced :]


def _keep(name: str, value: str, event: dict[str, Any]) -> list[str]:
    """Take a property as a field; as a line of text, if hkinno means something else by the name."""
    meant = _MEANT.get(name.lower(), "")
    if not value:
        return []
    items = value.split(",") if meant == "tags" else [value]
    if listed := re.fullmatch(r"\[(.*)\]", value):
        items = [item.strip(" \"'") for item in listed[1].split(",") if item.strip()]
    if name == "id":
        event["id"] = value
    elif meant in TEXT_LISTS:
        event[meant] += [item.strip(" #") for item in items if item.strip(" #")]
    elif meant == "sources":
        event[meant] += [{"url" if _URL(item) else "title": item} for item in items]
    elif meant == "media" and all(addresses(item) == [item] for item in items):
        event[meant] += [{"url": item} for item in items]
    elif meant == "summary":
        return [value]
    elif name in STORED or name in event:
        return [f"{name}: {value}"]
    else:
        event[name] = items if listed else value
    return []


def plain(line: str, event: dict[str, Any], title: bool = False) -> str:
    """A line of text without marks; what they mean goes to the event. Links alone leave nothing."""
    others, links = _LINK.subn("", line)
    alone = links and not title and not others.strip(" \t,;|·*-")

    def said(found: re.Match[str]) -> str:
        image, words, target = found.groups()
        url = target if _URL(target) else f"http://{target}" if _BARE(target) else ""
        if image and url:
            event["media"].append({"url": url, "caption": words} if words else {"url": url})
            return ""
        if target in ("location", "map"):
            event["places"].append(words.strip())
        elif url:
            event["sources"].append({"title": words, "url": url} if words else {"url": url})
        else:
            return found[0]
        return words

    text = _LINK.sub(said, line).rstrip()
    if alone and not _LINK.search(text):
        return ""
    if not title and _URL(text.strip()):
        event["sources"].append({"url": text.strip()})
        return ""
    event["tags"] += TAG.findall(text)
    words = re.split(r"(\s+)", text)
    while words and (not words[-1].strip() or _TAGGED(words[-1])):
        words.pop()
    return TAG.sub(r"\1", "".join(words))
