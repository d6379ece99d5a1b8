"""The formats: one file each, named as the user names it (`--format csv` is `csv.py`).

To add one, add a file with

    def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]

which yields the text in chunks (bytes with `BINARY = True`, which no terminal gets, and with
`TO_FILE = True` nothing but a file) and neither prints nor asks the world anything: all it may know
is in the options. Texts for people it takes from `hkinno.display.cells`, where control characters
are harmless. It may say, each on a line of its own, `SUFFIXES = (".md", ".markdown")` when these
and not its name are what `-o` and `import` know it by, `SECTIONS = True` when it draws the headings
of `--group`, `WHOLE = True` when it wants to be told the title and the categories of the whole
store, `RAW = True` when it writes events from their bytes and needs none of them decoded,
`STORE = True` when what it writes is itself a store, `CELLS_ALONE = True` when it looks at no
fields but those of its columns and headings, `FIXED = True` when its keys are those of another
tool, of which `--fields` cannot choose, and `STREAM = True` when it looks at each event but once:
then it may be given them as they come, in the order of the store.

One that cannot carry all that an event says declares what it can, as `CARRIES` (`hkinno.losses`):
what is lost is then said after the data. It has to be true: a test compares it with what comes
back. One with

    def write_table(table: Table, options: RenderOptions) -> Iterator[str]

also writes the answers of other commands, which are rows.

One that may have to leave something out says so with

    def remarks(entries: Sequence[Entry], options: RenderOptions) -> list[str]

which is asked before it writes, and gives sentences for standard error.

One that `hkinno import` can read has also

    def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, object] | str]]

which yields for each event where it stands ("row 5") and its fields as JSON values (`msgspec.Raw`
is kept as written), or else a text that says why it cannot be read; what is no such file at all
raises HkinnoError, which calls it `label`. All that it writes has to come back, unknown fields too.
The data is UTF-8, perhaps with a mark at its head. Of a format that is no text it is as the file
has it, and `def recognizes_bytes(data: bytes) -> bool` tells of any file whether it is of this one.

With `EVENTS = True` it says itself what is what: nothing is looked for in its fields, a text that
stands nowhere is said of the file, and one of which nothing else is yielded has no event. With
`CELLS = True` the fields are texts by the names of columns, whose meaning `hkinno.imports.columns`
finds, and the first that it yields is the header, each name by itself; where it stands is then what
was guessed of the file, or empty. With `SHEETS = True` a file may have several tables: `read` may
be told the name of the `sheet`.

`def recognizes(head: str) -> bool` tells by the first non-blank line whether a file without a
known suffix is of this format. One whose objects are those of JSON makes JSON of them, for all that
is found in JSON, tells whether hkinno wrote the file, and shows what an event is in it:

    def as_json(data: bytes, label: str) -> bytes
    def wrote(data: bytes) -> bool
    EXAMPLE = "'- date: 1998' and on the next line '  title: Founded'"

`-o` never destroys events. What a file holds that it would overwrite, `read` tells, or else

    def holds(file: str) -> Iterable[Sequence[object]]

which gives the id, the date and the title of each event in it.
"""
