"""Performance measures of a simulation study with Monte-Carlo standard errors, by numpy: writes tests/CausalLoom.Tests/Fixtures/performance.json.

Formulas: Morris, White and Crowther (2019), table 6; the RMSE by a jackknife over replicates. Each is computed in another way than the
library does where there is one: variances by numpy, the jackknife by leaving rows out in turn.
"""
import json
import os
import numpy as np

r = np.random.RandomState(7)
R, theta = 41, 0.25
est = np.round(0.3 + 0.5 * r.standard_normal(R), 6)
se = np.round(0.45 * np.exp(0.2 * r.standard_normal(R)), 6)
lo, hi, v = est - 1.96 * se, est + 1.96 * se, se ** 2
emp, mod = est.std(ddof=1), np.sqrt(v.mean())
err2 = (est - theta) ** 2
jack = np.array([np.sqrt(np.mean(np.delete(err2, i))) for i in range(R)])


def share(x):
    return [float(np.mean(x)), float(np.sqrt(np.mean(x) * (1 - np.mean(x)) / R))]


measures = {
    "bias": [est.mean() - theta, emp / np.sqrt(R)],
    "empirical_se": [emp, emp / np.sqrt(2 * (R - 1))],
    "model_se": [mod, np.sqrt(v.var(ddof=1) / (4 * R * mod ** 2))],
    "relative_error_model_se": [100 * (mod / emp - 1), 100 * mod / emp * np.sqrt(v.var(ddof=1) / (4 * R * mod ** 4) + 1 / (2 * (R - 1)))],
    "mse": [err2.mean(), np.sqrt(np.sum((err2 - err2.mean()) ** 2) / (R * (R - 1)))],
    "rmse": [np.sqrt(err2.mean()), np.sqrt((R - 1) / R * np.sum((jack - jack.mean()) ** 2))],
    "coverage": share((lo <= theta) & (theta <= hi)),
    "bias_eliminated_coverage": share((lo <= est.mean()) & (est.mean() <= hi)),
    "power": share((lo > 0) | (hi < 0)),
}
ref = np.round(est + 0.3 * r.standard_normal(R), 6)
rho = np.corrcoef(ref, est)[0, 1]
ratio = ref.var(ddof=1) / est.var(ddof=1)
measures["precision_gain"] = [100 * (ratio - 1), 200 * ratio * np.sqrt((1 - rho ** 2) / (R - 1))]
out = {"reference": ref.tolist(), "truth": theta, "estimate": est.tolist(), "se": se.tolist(), "measures": {k: [float(a), float(b)] for k, (a, b) in measures.items()}}
path = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "CausalLoom.Tests", "Fixtures", "performance.json")
with open(path, "w") as f:
    json.dump(out, f, indent=1)
    f.write("\n")
