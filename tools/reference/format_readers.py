"""Reads files of the same rows with pandas (Debian: python3-pandas) and the standard library and compares them with their CSV.

Usage: format_readers.py ROWS.csv ROWS.xpt ROWS.json ROWS.ndjson ROWS.csv.gz
"""

import csv
import gzip
import json
import sys

import pandas

rows_csv, rows_xpt, rows_json, rows_ndjson, rows_gz = sys.argv[1:]
with open(rows_csv, encoding="utf-8", newline="") as file:
    names, *want = csv.reader(file)

got = pandas.read_sas(rows_xpt, format="xport", encoding="utf-8")
assert list(got.columns) == names and len(got) == len(want)
numbers = [name for name in names if got[name].dtype.kind == "f"]
for name in numbers:
    for cell, value in zip((row[names.index(name)] for row in want), got[name]):
        assert cell in ("", ".A", ".B") if value != value else not cell or ":" in cell or "-" in cell[1:] or float(cell) == value, (name, cell, value)
for name in (n for n in names if n not in numbers):
    for cell, value in zip((row[names.index(name)] for row in want), got[name]):
        assert cell == ("" if value is None or value != value else str(value)), (name, cell, value)
print("pandas agrees:", len(got), "rows, numbers:", numbers)


def cell(value):
    return "" if value is None else str(value)


def same(wanted, value):
    if isinstance(value, (int, float)) and value is not None:
        return float(wanted) == value
    return wanted == cell(value) or wanted + ":00" == value


dataset = json.load(open(rows_json, encoding="utf-8"))
assert dataset["datasetJSONVersion"] == "1.1.0" and dataset["records"] == len(want) == len(dataset["rows"])
assert [column["name"] for column in dataset["columns"]] == names
for wanted, row in zip(want, dataset["rows"]):
    assert len(row) == len(names) and all(map(same, wanted, row)), (wanted, row)
lines = [json.loads(line) for line in open(rows_ndjson, encoding="utf-8")]
assert lines[0]["columns"] == dataset["columns"] and lines[1:] == dataset["rows"]
print("json agrees:", [(c["name"], c["dataType"]) for c in dataset["columns"]])
assert gzip.open(rows_gz).read() == open(rows_csv, "rb").read()
print("gzip agrees")
