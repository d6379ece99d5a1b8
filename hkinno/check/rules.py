"""What can be wrong with a store: a table of rules, one row a rule.

An error is what the store format forbids; a warning is likely a mistake, and the chronology can be
read all the same. A new rule is a function `(Subject) -> Iterator[Finding]` on one event, or
`(Sequence[Seen]) -> Iterator[(Seen, Finding)]` on all of them, and a row in `RULES`. The rows
without a function are found while reading, by `hkinno.check.inspection`.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hkinno.check import dating, likeness
from hkinno.check.shape import Finding, Path, Seen, Subject
from hkinno.dates.edtf import EXAMPLES
from hkinno.errors import quoted
from hkinno.events import BOUNDS
from hkinno.languages import is_tag, lookup
from hkinno.store.beside import beside, is_path
from hkinno.store.whole import SHAPES

ERROR, WARNING = "error", "warning"
_URL = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE).fullmatch


class Fault(NamedTuple):
    """What is wrong, where in the event (`path`), and what would be right."""

    code: str
    message: str
    hint: str
    path: Path = ()
    lines: int = 0  # below the first line of the event, where no path leads to the fault


class Rule(NamedTuple):
    """A row of the table: what is looked for, by which function, and what would be right."""

    code: str
    level: str
    looks_for: str
    hint: str
    event: Callable[[Subject], Iterator[Finding]] | None = None
    store: Callable[[Sequence[Seen]], Iterator[tuple[Seen, Finding]]] | None = None


# --- rules on one event; those on dates and on likeness have files of their own


def blank(subject: Subject) -> Iterator[Finding]:
    """Ids, titles, names of figures and URLs of pictures that are nothing but blanks."""
    for name in ("id", "title"):
        if name in subject.event and not subject.text(name).strip():
            yield Finding(f"{name} is blank", (name,))
    for part, name in (("figures", "name"), ("media", "url")):
        for n, item in subject.items(part):
            if name in item and not item[name].strip():
                yield Finding(f"{part}[{n}].{name} is blank", (part, n, name))


def awkward_id(subject: Subject) -> Iterator[Finding]:
    """Ids that are hard to type: blanks, and what cannot be seen."""
    text = subject.text("id")
    if text.strip() and (any(map(str.isspace, text)) or not text.isprintable()):
        yield Finding(f"the id {quoted(text)} has blanks or invisible characters", ("id",))


def source_of_nothing(subject: Subject) -> Iterator[Finding]:
    """Sources that can be found by neither a title nor a URL."""
    for n, source in subject.items("sources"):
        if not ((source.get("title") or "").strip() or (source.get("url") or "").strip()):
            yield Finding(f"sources[{n}] has neither a title nor a url", ("sources", n))


def strange_bound(subject: Subject) -> Iterator[Finding]:
    """Bounds of figures that are none of those there are."""
    for n, figure in subject.items("figures"):
        bound = figure.get("bound")
        if bound is not None and bound not in BOUNDS:
            meant = next((one for one in BOUNDS if one == " ".join(bound.lower().split())), "")
            message = f"figures[{n}].bound {quoted(bound)} is none that there is"
            hint = f"write {quoted(meant)}" if meant else ""
            yield Finding(message, ("figures", n, "bound"), hint)


def unsourced(subject: Subject) -> Iterator[Finding]:
    """Events without a source."""
    if not subject.event.get("sources"):
        yield Finding("it has no source")


def no_web_address(subject: Subject) -> Iterator[Finding]:
    """URLs of sources that a browser cannot open."""
    for n, source in subject.items("sources"):
        url = source.get("url") or ""
        if url.strip() and not _URL(url):
            hint = "write a blank as %20" if _URL("".join(url.split())) else ""
            message = f"sources[{n}].url {quoted(url)} is no web address"
            yield Finding(message, ("sources", n, "url"), hint)


def missing_picture(subject: Subject) -> Iterator[Finding]:
    """Pictures whose paths from the store lead to no file, or out of its folder."""
    for n, item in subject.items("media"):
        url = item.get("url") or ""
        if subject.folder is None or not is_path(url):
            continue
        path, at = beside(subject.folder, url), ("media", n, "url")
        if path is None:
            hint = "put the picture into it, or write its web address"
            yield Finding(f"media[{n}].url {quoted(url)} leads out of the folder", at, hint)
        elif not os.path.isfile(path):
            yield Finding(f"media[{n}].url {quoted(url)} is no file beside the store", at)


def language_tags(subject: Subject) -> Iterator[Finding]:
    """Keys of translations that are no language tags."""
    for tag in subject.event.get("translations") or {}:
        if not is_tag(tag):
            mended = tag.strip().replace("_", "-")
            hint = f"write {mended}" if is_tag(mended) else ""
            yield Finding(f"{quoted(tag)} is no language tag", ("translations", tag), hint)


def untranslated(subject: Subject) -> Iterator[Finding]:
    """Events without a title in a language that was asked for, by RFC 4647 lookup."""
    texts = subject.event.get("translations") or {}
    titled = [tag for tag, said in texts.items() if (said.get("title") or "").strip()]
    for lang in subject.langs:
        if lookup(titled, lang) is None:
            yield Finding(f"it has no title in {lang}", ("translations",))


def second_ids(events: Sequence[Seen]) -> Iterator[tuple[Seen, Finding]]:
    """Ids that stand already somewhere above, in the same file or in another."""
    first: dict[str, Seen] = {}
    for seen in events:
        other = first.setdefault(seen.id, seen)
        if other is not seen and seen.id:
            of_file = "" if other.file == seen.file else f" of {other.label}"
            message = f"its id stands already at event {other.number}{of_file}"
            yield seen, Finding(message, ("id",))


RULES = (
    Rule("store", ERROR, "a file that cannot be read, or is no store",
         SHAPES),
    Rule("json", ERROR, "text that is not JSON", ""),
    Rule("utf-8", ERROR, "bytes that are not UTF-8", "save the file as UTF-8"),
    Rule("ignore", ERROR, "a member check of the document that cannot be followed",
         "hkinno check --help lists the rules"),
    Rule("repeated-key", ERROR, "a name that stands twice in one object",
         "keep one of them: the last is read, the others are ignored"),
    Rule("schema", ERROR, "a field that is missing or of a wrong type",
         "hkinno schema prints what a store may hold"),
    Rule("duplicate-id", ERROR, "an id that stands twice, also in two files that are merged",
         "give one of them another id", store=second_ids),
    Rule("blank", ERROR, "an id, a title, the name of a figure or the URL of a picture that is "
         "blank",
         "write something that can be read", blank),
    Rule("date", ERROR, "a date that is not EDTF",
         f"write EDTF, {EXAMPLES}", dating.unreadable),
    Rule("source", ERROR, "a source without title and URL",
         "give it one of them", source_of_nothing),
    Rule("bound", ERROR, "a figure's bound that is none of " + ", ".join(BOUNDS),
         f"write {', '.join(BOUNDS[:-1])} or {BOUNDS[-1]}", strange_bound),
    Rule("language-tag", ERROR, "a key of translations that is no language tag (BCP 47)",
         "write a tag such as zh-Hant or fr", language_tags),
    Rule("awkward-id", WARNING, "an id with blanks or invisible characters",
         "use letters, digits and hyphens", awkward_id),
    Rule("future", WARNING, "a date that begins after today",
         "a plan is best told in date_note", dating.future),
    Rule("field-name", WARNING, "an unknown field that is likely a slip of a known one",
         "", likeness.field_names),
    Rule("spelling", WARNING, "a tag or category that differs from a more frequent one in case or "
         "blanks alone", "", store=likeness.spellings),
    Rule("translation", WARNING, "an event without a title in a language of --lang",
         "add it to translations", untranslated),
    Rule("no-source", WARNING, "an event without a source", "say where it was read", unsourced),
    Rule("source-url", WARNING, "a URL that is not http or https",
         "begin it with https://, or move it to title or locator", no_web_address),
    Rule("media-file", WARNING, "a path of a picture that leads to no file beside the store",
         "put the picture there, or write its web address", missing_picture),
    Rule("precision", WARNING, "a date more precise than its date_note allows",
         "", dating.finer_than_note),
    Rule("new-year", WARNING, "1 January that is likely a year written too precisely",
         "write the year alone, or note where the day comes from", store=dating.new_years),
    Rule("duplicate", WARNING, "the same date and nearly the same title under two ids",
         "keep one of them, or tell in the title what differs", store=likeness.duplicates),
)  # fmt: skip  # a row a rule
LEVELS = {rule.code: rule.level for rule in RULES}
HINTS = {rule.code: rule.hint for rule in RULES}
_OF_EVENT = [(rule.code, rule.event) for rule in RULES if rule.event]
_OF_STORE = [(rule.code, rule.store) for rule in RULES if rule.store]


def fault(code: str, finding: Finding, lines: int = 0) -> Fault:
    """A finding of the rule that has this code."""
    return Fault(code, finding.message, finding.hint or HINTS[code], finding.path, lines)


def of_event(subject: Subject) -> Iterator[Fault]:
    """All that is wrong with one event whose JSON has been read."""
    for code, rule in _OF_EVENT:
        for finding in rule(subject):
            yield fault(code, finding)


def of_store(events: Sequence[Seen]) -> Iterator[tuple[Seen, Fault]]:
    """All that is wrong with events beside each other, such as ids that stand twice."""
    for code, rule in _OF_STORE:
        for seen, finding in rule(events):
            yield seen, fault(code, finding)
