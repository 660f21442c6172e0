"""Recomputes from the files of `causalloom sandbox` alone what they claim: an analyst's check that shares no line with the tool.

    sandbox_files.py SYNTH.csv TRUTH.csv RUN.json T Y "tau" "kappa0" "kappa1" ["log alpha"]

The knobs are numpy expressions of the columns (np.tanh(X_uniform)). Means of drawn outcomes and arms are held against what the truth file
records, in 20 bins each; |z| beyond 4.5 in a bin, or a mean of squares that a chi-square law exceeds once in 100,000, is printed as OFF.
Exit code 1 where anything is off. Only numpy, pandas and scipy.
"""
import json
import sys

import numpy as np
import pandas as pd
from scipy import stats

rows, truth = pd.read_csv(sys.argv[1]), pd.read_csv(sys.argv[2])
run = json.load(open(sys.argv[3]))
arm, outcome = sys.argv[4:6]
knobs = sys.argv[6:]
bad = []
n = len(rows)


def codes(column):
    levels = sorted(column.unique())
    return column.to_numpy(float) if column.dtype != object else (column == levels[1]).to_numpy(float)


T, Y = codes(rows[arm]), codes(rows[outcome])
t = {name: truth[name].to_numpy() for name in truth.columns}
e, eu = t["propensity"], t["propensity_u"]


def say(name, off, text):
    print(("OFF  " if off else "ok   ") + f"{name:34s} {text}")
    if off:
        bad.append(name)


def groups(key, count=20):
    values = np.unique(key)
    if len(values) <= count:
        return [np.flatnonzero(key == v) for v in values]
    return np.array_split(np.argsort(key, kind="stable"), count)


def held(name, key, errors, unit=""):
    """Errors have mean 0 in every bin of the key where the claim is true."""
    off, z = [], []
    for g in groups(key):
        se = errors[g].std() / np.sqrt(len(g))
        off.append(errors[g].mean())
        z.append(errors[g].mean() / se if se > 0 else (0 if abs(errors[g].mean()) < 1e-12 else np.inf))
    z = np.array(z)
    p = stats.chi2.sf((z**2).sum(), len(z))
    say(name, np.abs(z).max() > 4.5 or p < 1e-5, f"{len(z)} bins, largest {np.abs(off).max():.4f}{unit}, |z| {np.abs(z).max():.1f}, chi2 p {p:.3f}; mean {errors.mean():+.5f} (SE {errors.std() / np.sqrt(n):.5f})")


say("outcome is that of the arm", not np.array_equal(Y, np.where(T == 1, t["y1"], t["y0"])), "every row")
say("cate = mu1 - mu0", np.abs(t["cate"] - (t["mu1"] - t["mu0"])).max() > 1e-12, "every row")
for s in "01":
    held(f"y{s} by mu{s}", t["mu" + s], t["y" + s] - t["mu" + s])
held("y1 - y0 by cate", t["cate"], t["y1"] - t["y0"] - t["cate"])
for column in rows.columns:
    if column not in (arm, outcome) and not column.startswith("u_proxy") and rows[column].notna().all() and rows[column].dtype != object:
        held(f"y1 - y0 by {column}", rows[column].to_numpy(float), t["y1"] - t["y0"] - t["cate"])
held("T by propensity", e, T - e)
contrast = t["cate"] + (1 - e) * t["kappa1"] + e * t["kappa0"]
weighted = (Y - Y.mean()) * (T / e - (1 - T) / (1 - e))
held("observed contrast", contrast, weighted - contrast)
for s in "01":
    y = t["y" + s] - t["mu" + s]
    held(f"y{s} between arms by kappa{s}", t["kappa" + s], y * (T / e - (1 - T) / (1 - e)) - t["kappa" + s])
    weights = T / eu - (1 - T) / (1 - eu)
    for u in (0, 1):
        mine = np.where(t["u"] == u, y * weights, 0) if not np.isnan(t["u"]).any() else None
        if mine is not None:
            held(f"y{s} between arms given u = {u}", t["kappa" + s], mine)
if not np.isnan(t["u"]).any():
    u = t["u"]
    held("T by propensity_u", eu, T - eu)
    for column in rows.columns:
        if column not in (arm, outcome) and not column.startswith("u_proxy") and rows[column].notna().all():
            key = rows[column].astype("category").cat.codes.to_numpy(float) if rows[column].dtype == object else rows[column].to_numpy(float)
            held(f"u = 1 half of the time by {column}", key, u - 0.5)
env = {c: rows[c].to_numpy() for c in rows.columns} | {"np": np}
for name, column, text in zip(("tau", "kappa0", "kappa1"), ("cate", "kappa0", "kappa1"), knobs):
    asked = np.broadcast_to(np.asarray(eval(text, env), float), n)
    off = np.abs(t[column] - asked)
    say(f"{name} as asked", (off > 1e-9).mean() > 0, f"largest difference {off.max():.2e}, in {100 * (off > 1e-9).mean():.2f} % of rows")
if len(knobs) > 3:
    shift = np.log(e / (1 - e)) + np.broadcast_to(np.asarray(eval(knobs[3], env), float), n)
    say("log odds = -log alpha - c", np.ptp(shift) > 1e-9, f"c within {np.ptp(shift):.2e}; share treated {T.mean():.4f}, mean propensity {e.mean():.4f}")

strength = (run["sandbox"] or {}).get("confounder")
if strength:
    # The mean of the two propensities given u is e, as U is even: one of them gives the other.
    e1 = np.where(t["u"] == 1, eu, 2 * e - eu)
    e0 = 2 * e - e1
    ratio = e1 / (1 - e1) / (e0 / (1 - e0))
    given = {1: 0.5 * e1 / e, 0: 0.5 * (1 - e1) / (1 - e)}
    imbalance = given[1] - given[0]
    delta = {s: t[f"kappa{s}"] / imbalance for s in (0, 1)}
    by, total = 0.0, 0.0
    for s, w in ((0, 1 - e), (1, e)):
        m = t[f"mu{s}"] + (given[s] - 0.5) * delta[s]
        v = delta[s] ** 2 * given[s] * (1 - given[s])
        every = m * (1 - m) if set(np.unique(Y)) <= {0, 1} else v + ((t[f"y{s}"] - t[f"mu{s}"] - (t["u"] - 0.5) * delta[s]) ** 2)
        by, total = by + (w * v).mean(), total + (w * every).mean()
    one, zero = t["mu1"].mean(), t["mu0"].mean()
    treated, control = (t["mu1"] + (1 - e) * t["kappa1"]).mean(), (t["mu0"] - e * t["kappa0"]).mean()
    factor = treated / control * zero / one if set(np.unique(Y)) <= {0, 1} else np.exp(0.91 * (treated - control - one + zero) / np.sqrt(total))
    factor = max(factor, 1 / factor)
    own = {
        "treatment_odds_ratio": np.median(ratio),
        "rosenbaum_gamma": ratio.max(),
        "partial_r2_treatment": (0.25 * (e1 - e0) ** 2).mean() / (e * (1 - e)).mean(),
        "partial_r2_outcome": by / total,
        "outcome_effect_y0": np.abs(delta[0]).mean(),
        "outcome_effect_y1": np.abs(delta[1]).mean(),
        "e_value": factor + np.sqrt(factor * (factor - 1)),
    }
    for key, value in own.items():
        print(f"     {key:34s} files {value:.4f}, JSON (real rows) {strength[key]:.4f}")
    drawn = [np.log(((T == 1) & (t["u"] == 1))[g].sum() * ((T == 0) & (t["u"] == 0))[g].sum() / (((T == 1) & (t["u"] == 0))[g].sum() * ((T == 0) & (t["u"] == 1))[g].sum())) for g in groups(e)]
    print(f"     {'log odds ratio of T and U, drawn':34s} {np.mean(drawn):.4f} by propensity, of the files {np.log(ratio).mean():.4f}")
print("OFF: " + ", ".join(bad) if bad else "all as recorded")
sys.exit(1 if bad else 0)
