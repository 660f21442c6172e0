"""Lasso coefficients of standardised columns by a bounded quasi-Newton search over b = u - v, u, v >= 0, for
tests/CausalLoom.Numerics.Tests/Fixtures/lasso.json. Needs numpy and scipy. Usage: /usr/bin/python3 tools/reference/lasso.py OUT
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize

r = np.random.default_rng(41)
x = r.normal(size=(60, 12)) * np.arange(1, 13)
x[:, 5] = x[:, 4] + 0.1 * r.normal(size=60)
y = x[:, 0] - 0.4 * x[:, 1] + 0.2 * x[:, 4] + r.normal(size=60)
w = np.round(r.uniform(0.3, 2, size=60), 3)
out = {"x": x.round(6).tolist(), "y": y.round(6).tolist(), "w": w.tolist(), "fractions": [0.7, 0.35, 0.08]}
x, y = np.array(out["x"]), np.array(out["y"])
for name, weights in (("plain", np.ones(60)), ("weighted", w)):
    weights = weights / weights.mean()
    mean = (weights[:, None] * x).mean(0)
    z = (x - mean) / np.sqrt((weights[:, None] * (x - mean) ** 2).mean(0))
    most = np.abs((weights * (y - (weights * y).mean())) @ z).max() / 60
    t = y - (weights * y).mean()
    out[name] = []
    for f in out["fractions"]:
        def loss(uv):
            b = uv[:12] - uv[12:]
            e = t - z @ b
            slope = -(weights * e) @ z / 60
            return 0.5 * (weights * e * e).mean() + f * most * uv.sum(), np.r_[slope, -slope] + f * most
        found = minimize(loss, np.zeros(24), jac=True, method="L-BFGS-B", bounds=[(0, None)] * 24,
                         options=dict(ftol=1e-16, gtol=1e-12, maxiter=100000, maxfun=1000000, maxcor=30))
        b = found.x[:12] - found.x[12:]
        out[name].append(np.where(np.abs(b) < 1e-9, 0, b).tolist())
with open(sys.argv[1], "w", encoding="utf-8") as f:
    json.dump(out, f)
