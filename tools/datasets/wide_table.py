#!/usr/bin/env python3
"""Writes wide tables for docs/wide-and-long.md, with treatment w and outcome y, from a known process (true effect: 1).

Usage: wide_table.py columns ROWS COLUMNS OUT.csv   a mixed table: a third numbers, a third whole numbers and two-level columns,
                                                     a third categories of 3 to 20 levels; one column in ten has missing values
       wide_table.py levels ROWS LEVELS OUT.csv     five columns, one a category of so many levels with Zipf-like frequencies
"""
import sys

import numpy as np


def outcome(rng, f):
    w = rng.random(len(f)) < 1 / (1 + np.exp(-0.7 * f[:, 0]))
    y = f[:, 0] - f[:, 1] + w + rng.standard_normal(len(f))
    return w, y


def columns_table(rng, rows, columns):
    f = rng.standard_normal((rows, 6))
    table = {}
    for j in range(columns):
        x = f @ rng.normal(0, 0.6, 6) + 0.7 * rng.standard_normal(rows)
        kind = j % 6
        if kind in (0, 1):
            cells = np.char.mod("%.3f", np.exp(0.5 * x) if j % 4 == 0 else x)
        elif kind == 2:
            cells = np.char.mod("%d", rng.poisson(np.exp(1 + 0.3 * x)))
        elif kind == 3:
            cells = np.where(rng.random(rows) < 1 / (1 + np.exp(-x)), "yes", "no")
        else:
            levels = 3 + j % 18
            cells = np.char.add("L", np.minimum((levels / (1 + np.exp(-x))).astype(int), levels - 1).astype(str))
        table[f"v{j}"] = np.where(rng.random(rows) < 0.1, "", cells) if j % 10 == 9 else cells
    return table, f


def levels_table(rng, rows, levels):
    f = rng.standard_normal((rows, 2))
    weights = 1 / (20 + np.arange(levels))
    code = np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random(rows))
    code[: min(rows, levels)] = rng.permutation(levels)[: min(rows, levels)]  # every level occurs if it can
    x = f[:, 0] + 0.8 * (code % 7 - 3) / 2
    return {
        "code": np.char.add("D", np.minimum(code, levels - 1).astype(str)),
        "x": np.char.mod("%.3f", x),
        "n": np.char.mod("%d", rng.poisson(np.exp(1 + 0.3 * f[:, 1]))),
    }, f


def main():
    rng = np.random.default_rng(1)
    rows = int(sys.argv[2])
    table, f = (columns_table if sys.argv[1] == "columns" else levels_table)(rng, rows, int(sys.argv[3]))
    w, y = outcome(rng, f)
    table["w"] = np.where(w, "1", "0")
    table["y"] = np.char.mod("%.3f", y)
    with open(sys.argv[4], "w", encoding="utf-8") as out:
        out.write(",".join(table) + "\n")
        out.writelines(",".join(row) + "\n" for row in zip(*table.values()))


if __name__ == "__main__":
    main()
