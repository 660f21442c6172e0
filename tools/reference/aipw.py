"""The AIPW estimate, its standard error and pseudo-outcomes for given nuisances, in plain numpy from the definition
E[Y(1)] = E[mu1 + 1{W=1}(Y - mu1)/g], E[Y(0)] = E[mu0 + 1{W=0}(Y - mu0)/(1 - g)]. Writes aipw.json.

Usage: python3 tools/reference/aipw.py [output]
"""
import json
import sys

import numpy as np

rng = np.random.default_rng(3)
n = 40
x = rng.normal(size=n)
g = np.round(1 / (1 + np.exp(-x)), 6)
w = (rng.random(n) < g).astype(int)
mu0 = np.round(x + 0.1, 6)
mu1 = np.round(x * 1.5 + 1, 6)
y = np.round(np.where(w == 1, mu1, mu0) + rng.normal(size=n), 6)

treated_mean = mu1.copy()
treated_mean[w == 1] += (y - mu1)[w == 1] / g[w == 1]
control_mean = mu0.copy()
control_mean[w == 0] += (y - mu0)[w == 0] / (1 - g[w == 0])
pseudo = treated_mean - control_mean
result = dict(y=y.tolist(), w=w.tolist(), mu0=mu0.tolist(), mu1=mu1.tolist(), g=g.tolist(), pseudo=pseudo.tolist(),
              estimate=treated_mean.mean() - control_mean.mean(), se=pseudo.std(ddof=1) / np.sqrt(n))
out = sys.argv[1] if len(sys.argv) > 1 else "tests/CausalLoom.Tests/Fixtures/aipw.json"
with open(out, "w") as f:
    json.dump(result, f)
