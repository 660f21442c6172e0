"""What stands for measurements beyond a limit, by numpy and scipy: writes tests/CausalLoom.Tests/Fixtures/limits.json.

Regression on order statistics as Helsel (2012, ch. 6) has it, fitted to the half of the measured values that is nearer to the limit; of the
line and the logarithmic line the one with the larger R^2. Cases: normal and log-normal values, lower and upper limits, and both at once.
"""
import json
import os

import numpy as np
from scipy.stats import linregress, norm

r = np.random.default_rng(5)


def ros(known, beyond, opposite, lower):
    n = len(known) + beyond + opposite
    p = norm.ppf((np.arange(1, n + 1) - 0.375) / (n + 0.25))
    if not lower:
        p = -p
    # The measured values nearest to the limit first, each at its place among all.
    near = np.sort(known) if lower else np.sort(known)[::-1]
    half = len(known) // 2
    at, beyond_at = p[beyond:beyond + half], p[:beyond]
    near = near[:half]
    plain = linregress(at, near)
    best = np.mean(plain.intercept + plain.slope * beyond_at)
    if np.all(near > 0):
        logged = linregress(at, np.log(near))
        if logged.rvalue ** 2 > plain.rvalue ** 2:
            best = np.mean(np.exp(logged.intercept + logged.slope * beyond_at))
    return best


cases = []
for law, lower_share, upper_share in [("normal", .2, 0), ("normal", 0, .15), ("lognormal", .3, 0), ("lognormal", 0, .1),
                                      ("lognormal", .15, .1), ("normal", .1, .2), ("gamma", .25, 0), ("shifted", .2, 0)]:
    n = int(r.integers(60, 300))
    z = {"normal": 50 + 8 * r.standard_normal(n), "lognormal": np.exp(1 + .8 * r.standard_normal(n)),
         "gamma": r.gamma(2, 3, n), "shifted": -20 + 5 * r.standard_normal(n)}[law]
    z = np.round(z, 3)
    low = np.round(np.quantile(z, lower_share), 2) if lower_share else -np.inf
    high = np.round(np.quantile(z, 1 - upper_share), 2) if upper_share else np.inf
    known = z[(z >= low) & (z <= high)]
    below, above = int((z < low).sum()), int((z > high).sum())
    for lower in (True, False):
        if (below if lower else above) == 0:
            continue
        mean = ros(known, below if lower else above, above if lower else below, lower)
        truth = z[z < low].mean() if lower else z[z > high].mean()
        print(f"{law:10s} {'<' if lower else '>'}{low if lower else high}: {mean:.4f}, the mean really {truth:.4f}")
        cases.append({"known": known.tolist(), "beyond": below if lower else above, "opposite": above if lower else below,
                      "lower": lower, "limit": float(low if lower else high), "mean": float(mean)})

path = os.path.join(os.path.dirname(__file__), "../../tests/CausalLoom.Tests/Fixtures/limits.json")
with open(path, "w") as file:
    json.dump(cases, file)
