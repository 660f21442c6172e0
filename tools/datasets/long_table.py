#!/usr/bin/env python3
"""Writes a long table for docs/wide-and-long.md: 30 columns, of which treatment w and outcome y, from a known process.

Usage: long_table.py ROWS OUT.csv [SEED]

Rows are made and written in blocks, so a million of them need little memory. The columns: ten numbers, eight counts and whole
numbers, four two-level and six categorical columns (one with 300 levels), two with missing values among them, all driven by
three common factors. The process adds 2 on average; its factors are seen only through noisy columns, so the effect that any method can
find from the columns is about 2.3.
"""
import sys

import numpy as np

BLOCK = 50_000


def block(rng, rows):
    f = rng.standard_normal((rows, 3))
    columns = {}
    for j in range(10):
        x = f @ rng_loadings[j] + 0.7 * rng.standard_normal(rows)
        if j == 3:
            x = np.exp(0.5 * x)
        if j == 4:
            x = np.where(rng.random(rows) < 0.3, 0.0, np.abs(x))
        text = np.char.mod("%.3f", x)
        if j in (5, 6):
            text = np.where(rng.random(rows) < 0.08, "", text)
        columns[f"x{j}"] = text
    for j in range(8):
        k = rng.poisson(np.exp(1 + 0.3 * (f @ rng_loadings[10 + j])))
        columns[f"n{j}"] = np.char.mod("%d", k)
    for j in range(4):
        b = rng.random(rows) < 1 / (1 + np.exp(-(f @ rng_loadings[18 + j])))
        columns[f"b{j}"] = np.where(b, "yes", "no")
    for j, levels in enumerate((3, 5, 8, 12, 40, 300)):
        u = 1 / (1 + np.exp(-(f @ rng_loadings[22 + j] + rng.standard_normal(rows))))
        code = np.minimum((levels * u**1.5).astype(int), levels - 1)
        columns[f"c{j}"] = np.char.add("L", code.astype(str))
    w = rng.random(rows) < 1 / (1 + np.exp(-0.8 * f[:, 0] + 0.4 * f[:, 1]))
    y = 1 + f @ np.array([1.5, -1.0, 0.5]) + w * (2 + f[:, 0]) + rng.standard_normal(rows)
    columns["w"] = np.where(w, "1", "0")
    columns["y"] = np.char.mod("%.3f", y)
    return columns


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with open(path, "w", encoding="utf-8") as out:
        for start in range(0, rows, BLOCK):
            columns = block(rng, min(BLOCK, rows - start))
            if start == 0:
                out.write(",".join(columns) + "\n")
            cells = list(columns.values())
            out.writelines(",".join(row) + "\n" for row in zip(*cells))


rng_loadings = np.random.default_rng(0).normal(0, 0.6, (28, 3))

if __name__ == "__main__":
    main()
