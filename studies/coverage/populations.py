"""Populations of 100,000 rows with known effects, awkward on purpose, and the studies that draw from them: does a 95 % interval hold the truth
95 times in 100, and is the mean standard error the spread of the estimates? Writes NAME.csv and NAME.yaml into a folder; then

    causalloom study run FOLDER/NAME.yaml --out FOLDER/out-NAME

Usage: /usr/bin/python3 studies/coverage/populations.py FOLDER [REPLICATES]      (needs numpy)
"""
import os
import sys

import numpy as np

N = 100_000


def expit(t):
    return 1 / (1 + np.exp(-t))


def populations():
    """name, rows a sample, covariates, propensity, both potential outcomes."""
    r = np.random.default_rng(2026)
    x, e = r.normal(size=(N, 4)), r.normal(size=N)
    yield "heterogeneous", 800, x, expit(0.9 * x[:, 0] - 0.2), x[:, 1] + e, x[:, 1] + 1 + 2.5 * x[:, 0] + e
    yield "small", 140, x, expit(0.5 * x[:, 0] - 0.5 * x[:, 1]), x[:, 0] + e, x[:, 0] + 0.4 + 0.6 * x[:, 1] + e
    yield "rare-treatment", 1000, x, expit(-3.2 + 0.7 * x[:, 0] + 0.5 * x[:, 1]), x[:, 0] + e, 1.5 * x[:, 0] + 1 + e
    heavy = np.exp(0.4 * x[:, 0] + 1.3 * e)
    yield "heavy-tails", 800, x, expit(0.5 * x[:, 0] - 0.4 * x[:, 2]), heavy, 1.4 * heavy
    yield "poor-overlap", 600, x, expit(2.5 * x[:, 0]), x[:, 0] + x[:, 1] + e, x[:, 0] + 1.4 * x[:, 1] + 1 + e
    copies = np.column_stack([x[:, 0], x[:, 0], x[:, 0] + 1e-6 * x[:, 3], x[:, 1], x[:, 0] + x[:, 1]])
    yield "collinear", 500, copies, expit(0.7 * x[:, 0] - 0.5 * x[:, 1]), x[:, 0] + e, 1.4 * x[:, 0] + 1 + e
    yield "null", 500, x, expit(0.8 * x[:, 0] + 0.4 * x[:, 2]), 1.5 * x[:, 0] + e, 1.5 * x[:, 0] + e
    u = r.random(N)
    low, high = expit(-2.6 + 0.5 * x[:, 0]), expit(-2.0 + 0.7 * x[:, 0])
    yield "rare-outcome", 1500, x, expit(0.6 * x[:, 0]), (u < low).astype(float), (u < high).astype(float)


def main(folder, replicates):
    os.makedirs(folder, exist_ok=True)
    sources = []
    for k, (name, rows, x, g, y0, y1) in enumerate(populations()):
        w = (np.random.default_rng(k).random(N) < g).astype(int)
        y = np.where(w == 1, y1, y0)
        head = ",".join([f"x{j + 1}" for j in range(x.shape[1])] + ["w", "y"])
        kind = "%d" if name == "rare-outcome" else "%.10g"
        np.savetxt(f"{folder}/{name}.csv", np.column_stack([x, w, y]), delimiter=",", header=head, comments="",
                   fmt=["%.10g"] * x.shape[1] + ["%d", kind])
        tau, h = y1 - y0, g * (1 - g)
        truth = f"{{ ate: {tau.mean()!r}, att: {tau[w == 1].mean()!r}, ato: {(h * tau).sum() / h.sum()!r} }}".replace("np.float64(", "")
        sources.append((name, rows, truth.replace(")", "")))
    for name, rows, truth in sources:
        with open(f"{folder}/{name}.yaml", "w", encoding="utf-8") as f:
            f.write(f"name: coverage-{name}\nseed: 14\nreplicates: {replicates}\nblock: 50\nn: [{rows}]\nsources:\n"
                    f"  - {{ name: {name}, bootstrap: {name}.csv, treatment: w, outcome: y, truth: {truth} }}\n"
                    "estimands: [ate, att, ato]\nmethods:\n"
                    + "".join(f"  - {{ name: {m}, estimator: {m}, nuisance: linear }}\n" for m in ("or", "ipw", "aipw", "tmle")))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
