"""Rubin's rules and the degrees of freedom of Barnard and Rubin (1999), from the papers' formulas in exact fractions of the standard
library, intervals by numerical integration of Student's density. Writes rubin.json.

And imputation itself: one table of which a covariate is missing at random, completed by Bayesian linear regression within arms (numpy,
posterior draws of coefficients and variance: Rubin 1987, ch. 5, example 5.1), its effect by regression in each arm averaged over all rows.

Usage: /usr/bin/python3 tools/reference/rubin.py tests/CausalLoom.Tests/Fixtures/rubin.json      (needs numpy)
"""
import json
import math
import sys
from fractions import Fraction

import numpy as np


def student_upper(df):
    """The .975 quantile of Student's t: Simpson's rule in the angle t = sqrt(df) tan a, bisection."""
    def cdf(t):
        end, n = math.atan(t / math.sqrt(df)), 2000
        h = end / n
        total = sum((1 if i in (0, n) else 4 if i % 2 else 2) * math.cos(i * h) ** (df - 1) for i in range(n + 1)) * h / 3
        scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(math.pi)
        return .5 + scale * total
    low, high = 0.0, 100.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle) < .975 else (low, middle)
    return low


def pool(estimates, variances, complete):
    q, u, m = [Fraction(v) for v in estimates], [Fraction(v) for v in variances], len(estimates)
    mean, within = sum(q) / m, sum(u) / m
    between = sum((v - mean) ** 2 for v in q) / (m - 1)
    total = within + between * Fraction(m + 1, m)
    gamma = between * Fraction(m + 1, m) / total
    old = (m - 1) / gamma ** 2
    df = old
    if complete is not None:
        nu = Fraction(complete)
        seen = (nu + 1) / (nu + 3) * nu * (1 - gamma)
        df = 1 / (1 / old + 1 / seen)
    r = between * Fraction(m + 1, m) / within
    fmi = (r + 2 / (df + 3)) / (r + 1)
    half = student_upper(float(df)) * math.sqrt(float(total))
    return dict(estimates=estimates, variances=variances, complete=complete, estimate=float(mean), within=float(within),
                between=float(between), total=float(total), df=float(df), fmi=float(fmi), lower=float(mean) - half,
                upper=float(mean) + half)


def table(rng, n=400):
    x, z = rng.normal(size=n), rng.normal(size=n)
    w = (rng.random(n) < 1 / (1 + np.exp(-.9 * x + .4 * z))).astype(int)
    y = w * (1 + .5 * x) + 1.5 * x + .5 * z + rng.normal(size=n)
    x[rng.random(n) < 1 / (1 + np.exp(1 - z - .3 * y))] = np.nan
    return [np.round(v, 6) for v in (x, z, w, y)]


def complete_once(rng, x, z, w, y):
    x = x.copy()
    for arm in (0, 1):
        rows = w == arm
        seen, gone = rows & ~np.isnan(x), rows & np.isnan(x)
        a, b = (np.c_[np.ones(k.sum()), z[k], y[k]] for k in (seen, gone))
        inverse = np.linalg.inv(a.T @ a)
        beta = inverse @ a.T @ x[seen]
        sigma = math.sqrt(np.sum((x[seen] - a @ beta) ** 2) / rng.chisquare(len(a) - 3))
        drawn = beta + sigma * np.linalg.cholesky(inverse) @ rng.normal(size=3)
        x[gone] = b @ drawn + sigma * rng.normal(size=len(b))
    return x


def effect(x, z, w, y):
    """Mean of the difference of two regressions; variance: each mean's own plus that of the difference over the rows."""
    d, variance, fits = np.c_[np.ones(len(x)), x, z], 0.0, []
    for arm in (0, 1):
        a, t = d[w == arm], y[w == arm]
        inverse = np.linalg.inv(a.T @ a)
        beta = inverse @ a.T @ t
        h = d.mean(0) @ inverse @ a.T
        variance += np.sum(h ** 2 * (t - a @ beta) ** 2)
        fits.append(d @ beta)
    each = fits[1] - fits[0]
    return each.mean(), variance + each.var(ddof=1) / len(x)


rng = np.random.default_rng(31)
cases = [pool([1.2, 0.9, 1.4, 1.1, 1.05], [0.04, 0.05, 0.045, 0.041, 0.05], None),
         pool([1.2, 0.9, 1.4, 1.1, 1.05], [0.04, 0.05, 0.045, 0.041, 0.05], 98),
         pool([0.5, 0.62], [0.01, 0.02], 30), pool([-2.0, -2.5, -1.0], [0.3, 0.2, 0.4], 1000)]
cases += [pool([round(v, 6) for v in rng.normal(size=20)], [round(v, 6) for v in rng.uniform(.5, 2, 20)], c) for c in (12.5, None)]
x, z, w, y = table(np.random.default_rng(32))
M = 2000
runs = [effect(complete_once(rng, x, z, w, y), z, w, y) for _ in range(M)]
q, u = np.array(runs).T
json.dump(dict(pools=cases, table=dict(x=[None if np.isnan(v) else v for v in x.tolist()], z=z.tolist(), w=w.tolist(), y=y.tolist()),
               imputed=dict(m=M, estimate=q.mean(), se=math.sqrt(u.mean() + (1 + 1 / M) * q.var(ddof=1)), between=q.var(ddof=1))),
          open(sys.argv[1], 'w'), indent=1)
