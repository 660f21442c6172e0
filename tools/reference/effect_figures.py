"""What stands beside an effect, by its own formulas: AIPW on nuisances that are given, of a two-level outcome with sampling weights: level
means, risk difference, risk and odds ratio with intervals by the delta method on the log scale, the unadjusted contrast, and effects in
three groups with a Wald test that they are equal. Writes effect_figures.json.

Usage: /usr/bin/python3 tools/reference/effect_figures.py tests/CausalLoom.Tests/Fixtures/effect_figures.json      (needs numpy, scipy)
"""
import json
import sys

import numpy as np
from scipy.stats import chi2, norm

Z = norm.ppf(0.975)


def plain(estimate, influence, n):
    se = np.sqrt(np.sum((influence - influence.mean()) ** 2) / (n * (n - 1)))
    return [estimate, se, estimate - Z * se, estimate + Z * se]


def on_log(estimate, log_influence, n):
    se = np.sqrt(np.sum((log_influence - log_influence.mean()) ** 2) / (n * (n - 1)))
    return [estimate, estimate * se, estimate * np.exp(-Z * se), estimate * np.exp(Z * se)]


def main(path):
    rng = np.random.default_rng(5)
    n = 480
    x = rng.normal(size=n)
    g1 = np.round(1 / (1 + np.exp(-0.5 * x)), 6)
    w = (rng.random(n) < g1).astype(int)
    mu = [np.round(1 / (1 + np.exp(0.6 - 0.4 * x)), 6), np.round(1 / (1 + np.exp(0.1 - 0.7 * x)), 6)]
    y = (rng.random(n) < np.where(w == 1, mu[1], mu[0])).astype(int)
    s = np.round(np.exp(0.3 * rng.normal(size=n)), 6)
    group = rng.integers(0, 3, n)
    g = [1 - g1, g1]

    def means(v):
        out = []
        for a in (0, 1):
            phi = mu[a] + (w == a) / g[a] * (y - mu[a])
            psi = np.sum(v * phi) / np.sum(v)
            out.append((psi, v * (phi - psi) / v.mean()))
        return out

    (p0, d0), (p1, d1) = means(s)
    raw = []
    for a in (0, 1):
        v = s * (w == a)
        m = np.sum(v * y) / np.sum(v)
        raw.append((m, v * (y - m) / v.mean()))
    groups, effects, influences = [], [], []
    for k in range(3):
        (q0, e0), (q1, e1) = means(s * (group == k))
        groups.append(plain(q1 - q0, e1 - e0, n))
        effects.append(q1 - q0)
        influences.append(e1 - e0)
    apart = np.array([influences[1] - influences[0], influences[2] - influences[0]])
    d = np.array([effects[1] - effects[0], effects[2] - effects[0]])
    cover = apart @ apart.T / n / n * n / (n - 1)
    out = {
        "x": x.round(6).tolist(), "w": w.tolist(), "y": y.tolist(), "s": s.tolist(), "group": group.tolist(),
        "g": g1.tolist(), "mu0": mu[0].tolist(), "mu1": mu[1].tolist(),
        "level": plain(p1, d1, n), "reference": plain(p0, d0, n), "difference": plain(p1 - p0, d1 - d0, n),
        "ratio": on_log(p1 / p0, d1 / p1 - d0 / p0, n),
        "odds": on_log(p1 / (1 - p1) / (p0 / (1 - p0)), d1 / (p1 * (1 - p1)) - d0 / (p0 * (1 - p0)), n),
        "unadjusted": plain(raw[1][0] - raw[0][0], raw[1][1] - raw[0][1], n),
        "groups": groups, "p_equal": float(chi2.sf(d @ np.linalg.solve(cover, d), 2)),
    }
    with open(path, "w", encoding="utf-8") as f:
        json.dump(out, f)


if __name__ == "__main__":
    main(sys.argv[1])
