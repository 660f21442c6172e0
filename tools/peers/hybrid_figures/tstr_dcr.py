#!/usr/bin/env python3
"""The TSTR and DCR columns of figure 1 of arXiv 2604.23904, by scikit-learn on rows that the command line made.

Usage: tstr_dcr.py CAUSALLOOM OUT_DIR [SEEDS]

For each seed 1,000 rows of the papers' trial are simulated to fit to and 1,000 others to test on; each generator makes 1,000 rows. TSTR is
the AUC, on the test rows, of a default random forest trained on 1,000 synthetic rows (W, A to Y). DCR is the mean Euclidean distance of
1,000 synthetic rows (test rows for the baseline) to the closest fitted row in all eight columns, standardised by the fitted rows' mean and
standard deviation. Means over seeds are printed with their standard errors as a table.
"""
import csv
import os
import subprocess
import sys
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

GENERATORS = [
    ("ctgan-paper full", ["--method", "joint", "--preset", "hybrid-paper"]),
    ("ctgan-paper hybrid", ["--method", "hybrid", "--preset", "hybrid-paper"]),
    ("argn full", ["--method", "joint", "--generator", "argn"]),
    ("argn hybrid", ["--method", "hybrid", "--generator", "argn"]),
]
COLUMNS = ["W1", "W2", "W3", "W4", "W5", "W6", "A", "Y"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        return np.array([[float(r[c]) for c in COLUMNS] for r in csv.DictReader(f)])


def run(program, *arguments):
    subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def auc(train, test):
    forest = RandomForestClassifier(random_state=42).fit(train[:, :7], train[:, 7])
    return roc_auc_score(test[:, 7], forest.predict_proba(test[:, :7])[:, 1])


def distance(synthetic, real):
    mean, sd = real.mean(0), real.std(0, ddof=1)
    return NearestNeighbors(n_neighbors=1).fit((real - mean) / sd).kneighbors((synthetic - mean) / sd)[0].mean()


def main(program, out, seeds):
    os.makedirs(out, exist_ok=True)
    table = {}
    for seed in range(1, seeds + 1):
        real, test = (os.path.join(out, f"{name}{seed}.csv") for name in ("real", "test"))
        run(program, "simulate", "hybrid", "--rows", 1000, "--seed", seed, "-o", real)
        run(program, "simulate", "hybrid", "--rows", 1000, "--seed", 1000 + seed, "-o", test)
        r, t = rows(real), rows(test)
        table.setdefault("real / test", []).append((auc(r, t), distance(t, r)))
        for name, arguments in GENERATORS:
            path = os.path.join(out, "synthetic.csv")
            run(program, "synthesize", real, "-t", "A", "-y", "Y", *arguments, "--rows", 1000, "--seed", seed, "-o", path)
            s = rows(path)
            table.setdefault(name, []).append((auc(s, t), distance(s, r)))
    for name, values in table.items():
        v = np.array(values)
        se = v.std(0, ddof=1) / np.sqrt(len(v))
        print(f"| {name} | {v[:, 0].mean():.3f} ({se[0]:.3f}) | {v[:, 1].mean():.3f} ({se[1]:.3f}) |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
