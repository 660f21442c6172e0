"""Overlap augmentation by numpy, without trees: writes tests/CausalLoom.Tests/Fixtures/overlap.json.

Greedy matching over a full matrix of distances (row by row, and closest pair first), Crump's optimal cut by solving its equation with scipy,
standardised shifts, and the papers' bound delta_n. Some donors are copies of one another, so that ties are decided.
"""
import json
import os
import numpy as np
from scipy.optimize import brentq

r = np.random.RandomState(11)


def table(n):
    x1, x2 = np.round(r.standard_normal(n), 4), np.round(5 * r.standard_normal(n) + 20, 3)
    x1[r.rand(n) < .1] = np.nan
    return {"x1": x1, "x2": x2, "b": r.randint(0, 2, n), "c": r.choice(["red", "green", "blue"], n, p=[.5, .3, .2])}


n, k = 70, 90
own, pool = table(n), table(k)
for copy in (5, 17, 40, 41, 60):
    for name in pool:
        pool[name][copy + 20] = pool[name][copy]
arms = r.randint(0, 2, k)
arms[20:] = np.where(np.isin(np.arange(20, k), np.array([5, 17, 40, 41, 60]) + 20), arms[np.arange(20, k) - 20], arms[20:])
g = np.round(r.beta(.4, .4, n), 5)
low, high = np.where(g < .1)[0], np.where(g > .9)[0]
wanted = [(int(i), 1) for i in low] + [(int(i), 0) for i in high]


def features(t):
    mean1 = np.nanmean(own["x1"])
    levels = ["blue", "green", "red"]
    return np.column_stack([np.where(np.isnan(t["x1"]), mean1, t["x1"]), np.isnan(t["x1"]).astype(float), t["x2"], t["b"]] + [(t["c"] == level).astype(float) for level in levels])


f, fp = features(own), features(pool)
mean, sd = f.mean(0), f.std(0)
z, zp = (f - mean) / sd, (fp - mean) / sd
dist = np.sqrt(((z[:, None, :] - zp[None]) ** 2).sum(-1)) / np.sqrt(z.shape[1])


def rows_first(pair, caliper):
    free, found = set(range(k)), []
    for i, a in wanted:
        options = [(dist[i, j], j) for j in sorted(free) if (not pair or arms[j] == a) and dist[i, j] <= caliper]
        if options:
            d, j = min(options)
            free.discard(j)
            found.append([i, a, j, d])
    return found


def nearest_first(pair, caliper):
    edges = sorted((dist[i, j], e, j) for e, (i, a) in enumerate(wanted) for j in range(k) if (not pair or arms[j] == a) and dist[i, j] <= caliper)
    done, gone, found = set(), set(), {}
    for d, e, j in edges:
        if e not in done and j not in gone:
            done.add(e), gone.add(j)
            found[e] = [wanted[e][0], wanted[e][1], j, d]
    return [found[e] for e in sorted(found)]


def crump(p):
    kk = 1 / (p * (1 - p))
    if kk.max() <= 2 * kk.mean():
        return 0.0
    # gamma - 2 E[k | k <= gamma] jumps down only where a row enters: the crossing is between rows.
    def gap(gamma):
        return gamma - 2 * kk[kk <= gamma].mean()
    grid = np.linspace(kk.min() * 1.0001, kk.max(), 20001)
    at = [i for i in range(len(grid) - 1) if gap(grid[i]) < 0 <= gap(grid[i + 1])]
    gamma = brentq(gap, grid[at[-1]], grid[at[-1] + 1], xtol=1e-13)
    return float(0.5 - np.sqrt(0.25 - 1 / gamma))


matched = nearest_first(True, .5)
taken = fp[[m[2] for m in matched]]
both = np.vstack([f, taken])
cuts = [np.clip(r.beta(a, b, 400), 1e-4, 1 - 1e-4) for a, b in ((5, 5), (1, 1), (.5, .8), (.2, .2))]


def plain(t):
    return {name: [None if isinstance(v, float) and np.isnan(v) else (str(v) if name == "c" else float(v)) for v in t[name]] for name in t}


out = {
    "data": plain(own), "donors": plain(pool), "arms": arms.tolist(), "propensity": g.tolist(),
    "low": low.tolist(), "high": high.tolist(),
    "row_any": rows_first(False, np.inf), "row_pair": rows_first(True, np.inf), "row_pair_caliper": rows_first(True, .5),
    "nearest_any": nearest_first(False, np.inf), "nearest_pair_caliper": matched,
    "shift_augmented": ((both.mean(0) - mean) / sd).tolist(), "shift_added": ((taken.mean(0) - mean) / sd).tolist(),
    "crump": [{"propensity": c.tolist(), "cut": crump(c)} for c in cuts],
    "delta": [[m, float(min(.25, max(1e-6, 5 / (np.sqrt(m) * np.log(m)))))] for m in (4, 50, 100, 200, 500, 1000, 100000)],
}
path = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "CausalLoom.Tests", "Fixtures", "overlap.json")
with open(path, "w") as file:
    json.dump(out, file)
    file.write("\n")
