"""Events for tools that show them in a browser: every kind of date, and texts that would act."""

from typing import Any

from playwright.sync_api import Dialog, Page

DATES = (  # the examples of the Library of Congress specification, by level
    *("1985-04-12", "1985-04", "1985"),
    *("1985-04-12T23:20:30", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30-04"),
    *("1985-04-12T23:20:30+04:30", "1964/2008", "2004-06/2006-08", "2004-02-01/2005-02-08"),
    *("2004-02-01/2005-02", "2004-02-01/2005", "2005/2006-02"),
    *("Y170000002", "Y-170000002", "2001-21", "1984?", "2004-06~", "2004-06-11%", "201X", "20XX"),
    *("2004-XX", "1985-04-XX", "1985-XX-XX", "1985-04-12/..", "1985-04/..", "1985/.."),
    *("../1985-04-12", "../1985-04", "../1985", "1985-04-12/", "1985-04/", "1985/"),
    *("/1985-04-12", "/1985-04", "/1985", "-1985", "-0524-03-15", "0000", "0044", "-0043/0014"),
    *("Y-17E7", "1950S2", "Y171010000S3", "Y3388E2S3", "2001-34", "2001-24"),
    *("[1667,1668,1670..1672]", "[..1760-12-03]", "[1760-12..]", "[1760-01,1760-02,1760-12..]"),
    *("[1667,1760-12]", "[..1984]", "{1667,1668,1670..1672}", "{1960,1961-12}", "{..1984}"),
    *("2004-06-11%", "2004-06~-11", "2004?-06-11", "?2004-06-~11", "2004-%06-11"),
    *("156X-12-25", "15XX-12-25", "XXXX-12-XX", "1XXX-XX", "1XXX-12", "1984-1X"),
    *("2004-06-~01/2004-06-~20", "2004-06-XX/2004-07-03", "198X/2004", "2001-21/2003"),
    *("-0100~/-0044", "1987-07-01/1987-12-31", "9999-12-31", "0001-01-01", "0099", "1800-01-01"),
)  # fmt: skip
_RUN = "<img src=x onerror=ran=1>"
_TEXTS = (
    f"{_RUN}<script>ran=1</script>",
    "&lt;img src=x onerror=ran=1&gt; &amp;lt;img src=x onerror=ran=1&amp;gt;",
    "www.x'onfocus='ran=1'autofocus='  http://a.example/'onfocus='ran=1'autofocus='",
    "\"><svg onload=ran=1> javascript:ran=1 {{constructor.constructor('ran=1')()}} ${ran=1}",
    "</script><script>ran=1</script><!--",
    "香港 👩‍🔬 שלום \u202eesrever\u202c \u0000\u0007\u001b[31m\u009b \u2028 one\r\ntwo\nthree",
)


def hostile() -> list[dict[str, Any]]:
    """An event a text, which stands in all of its fields."""
    return [
        {
            "id": f"id {text}",
            "date": ("2002", "c. 2", "2002~")[number % 2 * 2],
            "title": f"{number} {text}",
            "summary": text,
            "category": text,
            "date_note": text,
            **{name: [text] for name in ("tags", "places", "actors")},
            "figures": [{"name": text, "value": 1, "unit": text}],
            "sources": [
                {"title": text, "url": "https://good.example/a?b=c&d='e'"},
                {"title": text, "url": "javascript:ran=1"},
                {"url": text},
            ],
            "media": [{"url": url, "caption": text, "credit": text} for url in (text, "a.png")],
            "translations": {"fr": {"title": text, "summary": text}},
            **dict.fromkeys(("style", "className", "type", "group", "content", "text"), text),
            "editable": True,
            "selectable": False,
            "start": text,
            "autolink": True,
            "background": {"url": text, "color": text},
        }
        for number, text in enumerate(_TEXTS)
    ]


def dated(*dates: str) -> list[dict[str, Any]]:
    """An event a date, which is its title, too."""
    return [{"id": f"n{n}", "date": d, "title": f"on {d}"} for n, d in enumerate(dates or DATES)]


def watched(page: Page) -> list[str]:
    """What goes wrong on a page from now on."""
    wrong: list[str] = []

    def closed(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", closed)
    return wrong
