"""The formats: one file each, named as the user names it (`--format csv` is `csv.py`).

To add one, add a file with

    def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]

which yields the text in chunks and neither prints nor asks the world anything: all it may know is
in the frame. It may say `SUFFIXES = (".md",)` when `-o` should choose it for more than its own
name, and `SECTIONS = True` when it draws the headings of `--group`.
"""
