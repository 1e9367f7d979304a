"""The bare engines: every cell of a file as text, nothing checked, nothing cleaned.

    python benchmarks/peers/bare_read.py ORDERS.xlsx|ORDERS.csv strings|pandas

`strings` is fastexcel or pyarrow.csv (GB18030), all columns as text; `pandas` reads the same file with
calamine, or the csv with pandas, as most scripts do. Prints one JSON line: rows, and the CPU seconds after
the imports.
"""

from __future__ import annotations

import json
import sys
import time


def read_strings(path: str) -> int:
    """Return how many rows the bare engine reads as text."""
    if path.endswith(".xlsx"):
        import fastexcel  # noqa: PLC0415 - each case pays for its own imports

        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
        return int(sheet.to_arrow().num_rows) - 1
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    with open(path, encoding="gb18030") as file:  # noqa: PTH123 - one line, no path needed
        names = file.readline().strip().split(",")
    options = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    reading = csv.ReadOptions(encoding="gb18030")
    return int(csv.read_csv(path, reading, convert_options=options).num_rows)


def read_pandas(path: str) -> int:
    """Return how many rows pandas reads."""
    import pandas as pd  # noqa: PLC0415

    if path.endswith(".xlsx"):
        return len(pd.read_excel(path, engine="calamine", dtype=str))
    return len(pd.read_csv(path, encoding="gb18030", dtype=str))


if __name__ == "__main__":
    begin = time.process_time()
    count = {"strings": read_strings, "pandas": read_pandas}[sys.argv[2]](sys.argv[1])
    print(json.dumps({"work": time.process_time() - begin, "controls": {"rows": count}}))
