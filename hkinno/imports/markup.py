"""HTML in cells, as timelines for the web have it: its text for people, and its links."""

import re
from html.parser import HTMLParser

_TAGS = (
    "a abbr article audio b big blockquote br center cite code dd del div dl dt em embed "
    "figcaption figure font h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q s "
    "section small source span strike strong sub sup table tbody td th thead tr tt u ul video wbr"
)
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_REFERENCE = re.compile("&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_BLOCKS = frozenset(
    [
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(("script", "style", "audio", "video", "iframe"))


def is_markup(text: str) -> bool:
    """Whether a text has a tag or a character reference of HTML: `a < b & c` has none."""
    return ("<" in text and _TAG.search(text) is not None) or (
        "&" in text and _REFERENCE.search(text) is not None
    )


def read_markup(html: str) -> tuple[str, list[dict[str, str]]]:
    """The text, a line a paragraph, and the links of HTML as sources: their words, their URLs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.text).split("\n"))
    return "\n".join(line for line in lines if line), reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[dict[str, str]] = []
        self._link: tuple[str, int] | None = None  # a URL, and where its words begin
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._break(tag)
        url = (dict(attrs).get("href") or "").strip() if tag == "a" else ""
        if url.startswith(("http://", "https://")):
            self._link = url, len(self.text)

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._break(tag)
        if tag == "a" and self._link:
            url, start = self._link
            words = " ".join("".join(self.text[start:]).split())
            self.links.append({"title": words, "url": url} if words else {"url": url})
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text.append(data.replace("\n", " "))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
