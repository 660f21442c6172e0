"""Performance measures of replicates in fits, by numpy: writes tests/CausalLoom.Tests/Fixtures/performance_fits.json.

Each measure is written out again for the rows it is of, and each standard error is a loop that leaves one fit out. Fits are of
unequal size.
"""
import json
import os
import numpy as np

r = np.random.RandomState(23)
sizes = [7, 12, 9, 4, 11, 8]
fit = np.repeat(np.arange(1, len(sizes) + 1), sizes)
order = r.permutation(fit.size)
fit = fit[order]
truth_of = dict(zip(range(1, 7), np.round(0.3 + 0.05 * r.standard_normal(6), 6)))
shift = dict(zip(range(1, 7), 0.2 * r.standard_normal(6)))
truth = np.array([truth_of[f] for f in fit])
est = np.round(truth + np.array([shift[f] for f in fit]) + 0.25 * r.standard_normal(fit.size), 6)
se = np.round(0.25 * np.exp(0.2 * r.standard_normal(fit.size)), 6)
lo, hi = est - 1.96 * se, est + 1.96 * se


def measures(rows):
    e, v = est[rows] - truth[rows], se[rows] ** 2
    groups = [e[fit[rows] == f] for f in np.unique(fit[rows])]
    n, k = e.size, len(groups)
    msw = sum(((g - g.mean()) ** 2).sum() for g in groups) / (n - k)
    msb = sum(g.size * (g.mean() - e.mean()) ** 2 for g in groups) / (k - 1)
    m0 = (n - sum(g.size ** 2 for g in groups) / n) / (k - 1)
    return {
        "bias": e.mean(),
        "empirical_se": e.std(ddof=1),
        "model_se": np.sqrt(v.mean()),
        "relative_error_model_se": 100 * (np.sqrt(v.mean()) / e.std(ddof=1) - 1),
        "mse": (e ** 2).mean(),
        "rmse": np.sqrt((e ** 2).mean()),
        "coverage": np.mean((lo[rows] <= truth[rows]) & (truth[rows] <= hi[rows])),
        "bias_eliminated_coverage": np.mean((lo[rows] <= truth[rows] + e.mean()) & (truth[rows] + e.mean() <= hi[rows])),
        "power": np.mean((lo[rows] > 0) | (hi[rows] < 0)),
        "within_fit_se": np.sqrt(msw),
        "between_fit_sd": np.sqrt(max(0, (msb - msw) / m0)),
    }


whole = measures(np.arange(fit.size))
left = [measures(np.flatnonzero(fit != f)) for f in np.unique(fit)]
F = len(left)
out = {}
for name, value in whole.items():
    t = np.array([m[name] for m in left])
    out[name] = [float(value), float(np.sqrt((F - 1) / F * ((t - t.mean()) ** 2).sum()))]
doc = {"fit": fit.tolist(), "truth": truth.tolist(), "estimate": est.tolist(), "se": se.tolist(), "measures": out}
path = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "CausalLoom.Tests", "Fixtures", "performance_fits.json")
with open(path, "w") as f:
    json.dump(doc, f, indent=1)
    f.write("\n")
