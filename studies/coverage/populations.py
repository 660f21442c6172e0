"""Populations with known effects, awkward on purpose, and the study that draws from them: does a 95 % interval hold the truth 95 times in 100,
is the mean standard error the spread of the estimates, and where no regular estimator exists, is there a warning? Writes
studies/coverage/populations/NAME.csv and studies/coverage-grid.yaml, whose truths are those of the files. Then

    causalloom study run studies/coverage-grid.yaml --out OUT
    /usr/bin/python3 studies/coverage/table.py OUT/summary.json

Usage: /usr/bin/python3 studies/coverage/populations.py [REPLICATES]      (needs numpy)
"""
import os
import sys

import numpy as np

N = 100_000
HERE = os.path.dirname(os.path.abspath(__file__))


def expit(t):
    return 1 / (1 + np.exp(-t))


def normal(columns, r, rows=N):
    return r.normal(size=(rows, columns)), r.normal(size=rows)


def populations():
    """name, rows a sample, covariates, propensity, both potential outcomes, and where there are any weights, clusters, missing cells."""
    r = np.random.default_rng(2026)
    x, e = normal(4, r)
    yield "heterogeneous", 800, x, expit(0.9 * x[:, 0] - 0.2), x[:, 1] + e, x[:, 1] + 1 + 2.5 * x[:, 0] + e, {}
    yield "small", 140, x, expit(0.5 * x[:, 0] - 0.5 * x[:, 1]), x[:, 0] + e, x[:, 0] + 0.4 + 0.6 * x[:, 1] + e, {}
    yield "rare-treatment", 1000, x, expit(-3.2 + 0.7 * x[:, 0] + 0.5 * x[:, 1]), x[:, 0] + e, 1.5 * x[:, 0] + 1 + e, {}
    heavy = np.exp(0.4 * x[:, 0] + 1.3 * e)
    yield "heavy-tails", 800, x, expit(0.5 * x[:, 0] - 0.4 * x[:, 2]), heavy, 1.4 * heavy, {}
    yield "poor-overlap", 600, x, expit(2.5 * x[:, 0]), x[:, 0] + x[:, 1] + e, x[:, 0] + 1.4 * x[:, 1] + 1 + e, {}
    copies = np.column_stack([x[:, 0], x[:, 0], x[:, 0] + 1e-6 * x[:, 3], x[:, 1], x[:, 0] + x[:, 1]])
    yield "collinear", 500, copies, expit(0.7 * x[:, 0] - 0.5 * x[:, 1]), x[:, 0] + e, 1.4 * x[:, 0] + 1 + e, {}
    yield "no-effect", 500, x, expit(0.8 * x[:, 0] + 0.4 * x[:, 2]), 1.5 * x[:, 0] + e, 1.5 * x[:, 0] + e, {}
    u = r.random(N)
    low, high = expit(-3.9 + 0.5 * x[:, 0]), expit(-3.5 + 0.7 * x[:, 0])
    yield "rare-outcome", 2000, x, expit(0.6 * x[:, 0]), (u < low).astype(float), (u < high).astype(float), {}
    r = np.random.default_rng(2027)
    x, e = normal(5, r)
    y0 = np.sin(1.5 * x[:, 0]) + 0.7 * x[:, 1] ** 2 + 0.8 * x[:, 1] * x[:, 2] + e
    yield "nonlinear", 1000, x, expit(np.sin(1.5 * x[:, 0]) + 0.6 * x[:, 1] * x[:, 2]), y0, y0 + 1 + 1.5 * (x[:, 0] > 0), {}
    x, e = normal(100, r, 30_000)
    x = np.round(x, 4)
    few = x[:, :5].sum(1)
    yield "wide", 600, x, expit(0.35 * few), 0.7 * few + e, 0.7 * few + 1 + e, {}
    x, e = normal(3, r)
    missing = r.random(N) < expit(-1.2 + x[:, 1])
    yield "missing", 500, x, expit(0.8 * x[:, 0] - 0.4 * x[:, 1]), 1.2 * x[:, 0] + 0.5 * x[:, 1] + e, \
        1.2 * x[:, 0] + 0.5 * x[:, 1] + 1 + e, {"missing": missing}
    # A weight is 1 over the share that was sampled of such rows: those who gain most were sampled least.
    x, e = normal(4, r)
    kept = expit(0.4 - 0.9 * x[:, 0])
    there = r.random(N) < kept
    x, e = x[there], e[there]
    yield "weights", 800, x, expit(0.6 * x[:, 1] - 0.3 * x[:, 0]), x[:, 1] + e, x[:, 1] + 1 + 1.2 * x[:, 0] + e, {"weights": 1 / kept[there]}
    for name, size, clusters, whole in (("clusters-20", 25, 20, False), ("clusters-12", 25, 12, False), ("cluster-randomised", 20, 24, True)):
        many = 4000
        code = np.repeat(np.arange(many), r.poisson(size - 5, many) + 5)
        # Clusters differ in covariates, in who is treated (by these covariates), in outcomes and in effects.
        x, e = normal(3, r, len(code))
        x[:, 2] = 0.7 * r.normal(size=many)[code] + 0.7 * x[:, 2]
        own, effect = r.normal(size=many)[code], r.normal(size=many)[code]
        g = np.full(len(code), 0.5) if whole else expit(0.5 * x[:, 0] + 0.5 * x[:, 2])
        y0 = x[:, 0] + 0.5 * x[:, 2] + 0.5 * own + e
        yield name, clusters * size, x, g, y0, y0 + 0.8 + 0.4 * effect, {"clusters": code, "whole": whole}


def treated(name, g, more, k):
    r = np.random.default_rng(k)
    if more.get("whole"):
        return r.integers(0, 2, more["clusters"].max() + 1)[more["clusters"]]
    return (r.random(len(g)) < g).astype(int)


def main(replicates):
    folder = os.path.join(HERE, "populations")
    os.makedirs(folder, exist_ok=True)
    sources = []
    for k, (name, rows, x, g, y0, y1, more) in enumerate(populations()):
        w = treated(name, g, more, k)
        y = np.where(w == 1, y1, y0)
        names, columns = [f"x{j + 1}" for j in range(x.shape[1])] + ["w", "y"], [x, w, y]
        formats = ["%.10g"] * x.shape[1] + ["%d", "%d" if name == "rare-outcome" else "%.10g"]
        if "weights" in more:
            names, columns, formats = names + ["s"], columns + [more["weights"]], formats + ["%.10g"]
        if "clusters" in more:
            names, columns, formats = names + ["cl"], columns + [more["clusters"]], formats + ["%d"]
        path = f"{folder}/{name}.csv"
        np.savetxt(path, np.column_stack(columns), delimiter=",", header=",".join(names), comments="", fmt=formats)
        if "missing" in more:
            with open(path, encoding="utf-8") as f:
                lines = f.read().splitlines()
            with open(path, "w", encoding="utf-8") as f:
                f.write(lines[0] + "\n" + "".join(
                    (("," + line.split(",", 1)[1]) if gone else line) + "\n" for line, gone in zip(lines[1:], more["missing"])))
        tau, h, s = y1 - y0, g * (1 - g), more.get("weights", np.ones(len(g)))
        truth = {"ate": np.average(tau, weights=s), "att": np.average(tau[w == 1], weights=s[w == 1]), "ato": np.average(tau, weights=s * h)}
        extra = (", weights: s" if "weights" in more else "") + (", cluster: cl" if "clusters" in more else "")
        sources.append((name, rows, "{ " + ", ".join(f"{t}: {float(v)!r}" for t, v in truth.items()) + " }", extra))

    with open(os.path.join(HERE, "..", "coverage-grid.yaml"), "w", encoding="utf-8") as f:
        f.write("# Written by studies/coverage/populations.py, which also makes the populations it draws from.\n"
                f"name: coverage-grid\naims: Do 95 % intervals hold the truth, and is a reader warned where they cannot?\n"
                f"seed: 14\nreplicates: {replicates}\nblock: 25\ndoubts: true\nsources:\n")
        for name, rows, truth, extra in sources:
            f.write(f"  - {{ name: {name}, n: {rows}, bootstrap: coverage/populations/{name}.csv, treatment: w, outcome: y{extra},\n"
                    f"      truth: {truth} }}\n")
        f.write("estimands: [ate, att, ato]\nmethods:\n")
        for nuisance in ("linear", "stack"):
            for m in ("or", "ipw", "aipw", "tmle"):
                f.write(f"  - {{ name: {m}-{nuisance}, estimator: {m}, nuisance: {nuisance} }}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
