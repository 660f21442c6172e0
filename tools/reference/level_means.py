"""Means of four treatment levels for given nuisances, from the definitions, in numpy: outcome regression, Hajek weighting, AIPW and TMLE
(own Newton's method for the fluctuation) for everyone, those of each level and the overlap population; influence-function and clustered
standard errors; differences, ratios and odds ratios by the delta method, with intervals on the logarithm. Writes level_means.json.

Usage: /usr/bin/python3 tools/reference/level_means.py tests/CausalLoom.Tests/Fixtures/level_means.json      (needs numpy)
"""
import json
import sys

import numpy as np

K, N, Z975 = 4, 64, 1.959963984540054
BOUND = 0.0005
rng = np.random.default_rng(20)


def expit(t):
    return 1 / (1 + np.exp(-t))


def logit(p):
    return np.log(p) - np.log1p(-p)


def newton(y, offset, h, s):
    """The eps with sum s h (y - expit(offset + eps h)) = 0: bisection to get near, Newton's method to the last digit."""
    def score(e):
        return np.sum(s * h * (y - expit(offset + e * h)))
    low, high = -1.0, 1.0
    while score(low) < 0:
        low *= 2
    while score(high) > 0:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) > 0 else (low, middle)
    e = (low + high) / 2
    for _ in range(5):
        p = expit(offset + e * h)
        e += score(e) / np.sum(s * h * h * p * (1 - p))
    return e


def population(who, g, w):
    """h over g_l for each level, the plain share of a row, and the share that estimates E h without first-order bias in g."""
    own = g[w, np.arange(N)]
    if who == "everyone":
        return 1 / g, np.ones(N), np.ones(N)
    if who == "overlap":
        h = 1 / (1 / g).sum(axis=0)
        return h / g, h, (h / own) ** 2
    member = (w == who).astype(float)
    return g[who] / g, member, member


def level_means(estimator, y, w, mu, g, s, who):
    s = s / s.mean()
    balance, share, tilt = population(who, g, w)
    own = np.array([w == k for k in range(K)], dtype=float)
    if estimator == "ipw":
        weight = s * own * balance
        psi = (weight * y).sum(axis=1) / weight.sum(axis=1)
        return psi, weight * (y - psi[:, None]) / (weight.sum(axis=1, keepdims=True) / N)
    if estimator == "tmle":
        low, high = y.min(), y.max()
        q = logit(np.clip((mu - low) / (high - low), BOUND, 1 - BOUND))
        scaled = (y - low) / (high - low)
        moved = []
        for k in range(K):
            rows = w == k
            e = newton(scaled[rows], q[k, rows], balance[k, rows], s[rows])
            moved.append(low + (high - low) * expit(q[k] + e * balance[k]))
        mu = np.array(moved)
    terms = s * (tilt * mu + own * balance * (y - mu))
    total = (s * tilt).sum()
    psi = terms.sum(axis=1) / total
    influence = (terms - s * tilt * psi[:, None]) / (total / N)
    if estimator == "or":
        psi = (s * share * mu).sum(axis=1) / (s * share).sum()
    return psi, influence


def se(v):
    return v.std(ddof=1) / np.sqrt(N)


def clustered(v, cluster):
    sums = np.array([v[cluster == c].sum() for c in np.unique(cluster)])
    return np.sqrt((sums ** 2).sum() * len(sums) / (len(sums) - 1)) / N


def contrast(psi, influence, a, b, scale):
    if scale == "difference":
        return psi[a] - psi[b], influence[a] - influence[b]
    if scale == "ratio":
        r = psi[a] / psi[b]
        return r, r * (influence[a] / psi[a] - influence[b] / psi[b])
    odds = psi[a] * (1 - psi[b]) / ((1 - psi[a]) * psi[b])
    return odds, odds * (influence[a] / (psi[a] * (1 - psi[a])) - influence[b] / (psi[b] * (1 - psi[b])))


def interval(estimate, error, scale):
    if scale == "difference":
        return [estimate - Z975 * error, estimate + Z975 * error]
    return [float(np.exp(np.log(estimate) + sign * Z975 * error / estimate)) for sign in (-1, 1)]


x = rng.normal(size=N).round(6)
slopes, shifts = np.array([0, 0.5, -0.4, 0.3]), np.array([0, 0.1, 0.2, -0.1])
g = np.exp(shifts[:, None] + slopes[:, None] * x)
g = (g / g.sum(axis=0)).round(6)
g[0] = 1 - g[1:].sum(axis=0)
w = np.array([rng.choice(K, p=g[:, i] / g[:, i].sum()) for i in range(N)])
s = rng.uniform(0.5, 2, N).round(6)
cluster = np.repeat(np.arange(16), 4)
y = (5 + 0.6 * w + x + rng.normal(size=N)).round(6)
mu = np.array([(4.8 + 0.7 * k + 0.8 * x).round(6) for k in range(K)])
risk = np.array([expit(-0.4 + 0.3 * k + 0.5 * x).round(6) for k in range(K)])
event = (rng.uniform(size=N) < expit(-0.2 + 0.3 * w + 0.6 * x)).astype(float)

cases = []
for outcome, values, means, scales in (
        ("y", y, mu, ("difference", "ratio")), ("event", event, risk, ("difference", "ratio", "odds-ratio"))):
    for weighted in (False, True):
        for who in ("everyone", 0, 1, 2, 3, "overlap"):
            for estimator in ("or", "ipw", "aipw", "tmle"):
                psi, influence = level_means(estimator, values, w, means, g, s if weighted else np.ones(N), who)
                case = {"outcome": outcome, "weighted": weighted, "population": str(who), "estimator": estimator, "means": psi.tolist(),
                        "se": [se(v) for v in influence], "clustered": [clustered(v, cluster) for v in influence], "contrasts": []}
                for a, b in ((1, 0), (2, 0), (3, 0), (3, 1)):
                    for scale in scales:
                        if scale != "difference" and (min(psi[a], psi[b]) <= 0 or (scale == "odds-ratio" and max(psi[a], psi[b]) >= 1)):
                            case["contrasts"].append([a, b, scale])  # AIPW can leave the outcome's range: there is no ratio.
                            continue
                        estimate, inf = contrast(psi, influence, a, b, scale)
                        case["contrasts"].append([a, b, scale, float(estimate), se(inf), clustered(inf, cluster),
                                                  *interval(estimate, se(inf), scale)])
                cases.append(case)

result = {"g": g.tolist(), "w": w.tolist(), "s": s.tolist(), "cluster": cluster.tolist(), "y": y.tolist(), "mu": mu.tolist(),
          "event": event.tolist(), "risk": risk.tolist(), "cases": cases}
with open(sys.argv[1], "w") as f:
    json.dump(result, f)
    f.write("\n")
