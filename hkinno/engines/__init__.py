"""Engines: the same query where a file no longer serves, on the columns of events in Parquet.

What a query means is worked out once for each event, when it is written: `_columns` makes of its
date whole numbers, of its values folded text. So `_sql` says a query in plain SQL, in which there
is nothing of EDTF, of folding or of collation, and any engine gives the same answer. What plain SQL
cannot say exactly is left over: such rows come back, and hkinno's own filters decide.

Neither of these two knows an engine, nor does `_reader`, which makes of rows what readers of files
are, nor `_files`: what files of Parquet say of themselves. To add one, as `duckdb` and `spark` are
(whose cluster is in `_cluster`), add a file with its name, and in it

    SUFFIXES = (".parquet",)
    def open_reader(address: str, label: str) -> EngineReader

which reads what has that suffix, a folder or a pattern of such files, and what begins with one of
its `SCHEMES`, as "s3://". It raises StoreError, in a sentence, for what hkinno has not written. One
that can do other work, too, has `spread` and `address_of`, as `spark` has, for `hkinno.index`.
"""
