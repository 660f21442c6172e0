"""Writes tests/CausalLoom.Tests/Fixtures/effect_diagnostics.json: the decomposition of an effect's error, the squared gap of two effect
functions and DeLong's variances, by plain loops and numpy. Run from the repository root."""
import json
import numpy as np

rng = np.random.default_rng(11)
n, m = 40, 55

# Decomposition: theta = mean Delta(real) + sum r (phi - Delta) / sum r, terms Psi_s - theta and theta - Psi_r.
real_effect, real_score = rng.normal(1, 1, n), rng.normal(0.8, 2, n)
syn_score, syn_residual, ratio = rng.normal(1.2, 2, m), rng.normal(0, 1.5, m), rng.uniform(0.2, 3, m)
group_real, group_syn = sorted(rng.choice(n, 15, False).tolist()), sorted(rng.choice(m, 20, False).tolist())


def theta(i, j):
    return np.mean([real_effect[k] for k in i]) + sum(ratio[k] * syn_residual[k] for k in j) / sum(ratio[k] for k in j)


def terms(i, j):
    t = theta(i, j)
    return float(np.mean([syn_score[k] for k in j]) - t), float(t - np.mean([real_score[k] for k in i]))


# Rows that a bootstrap draw takes, as lists with repeats.
drawn_real, drawn_syn = rng.integers(0, n, n).tolist(), rng.integers(0, m, m).tolist()
covariate, contrast = terms(range(n), range(m))
covariate_drawn, contrast_drawn = terms(drawn_real, drawn_syn)


# Ridge with lambda = p (intercept free) and its HC3 covariance, then the gap b'Sb - tr(SV) with weights.
def ridge(z, y):
    d = np.eye(z.shape[1]) * (z.shape[1] - 1)
    d[0, 0] = 0
    inv = np.linalg.inv(z.T @ z + d)
    beta = inv @ z.T @ y
    h = np.einsum("ij,jk,ik->i", z, inv, z)
    e = (y - z @ beta) / (1 - h)
    return beta, inv @ (z.T * e**2) @ z @ inv


z = np.column_stack([np.ones(60), rng.normal(size=(60, 3))])
y = z @ [1, 0.5, 0, -1] + rng.normal(size=60) * (1 + z[:, 1] ** 2)
beta, cov = ridge(z, y)
weights = rng.uniform(0.05, 0.25, 60)


def gap(w):
    s = (z.T * w) @ z / w.sum()
    v = s @ cov
    raw = float(beta @ s @ beta)
    along, spread = beta @ s @ cov @ s @ beta, np.trace(v @ v)
    q = (z @ beta) ** 2
    var = max(4 * along - 2 * spread, 2 * spread) + (((w * (q - (w * q).sum() / w.sum())) / w.sum()) ** 2).sum()
    return {"raw": raw, "floor": float(np.trace(v)), "se": float(np.sqrt(var))}


# DeLong by the definition: psi over all pairs.
pos, neg = 37, 48
labels = np.r_[np.ones(pos, int), np.zeros(neg, int)]
order = rng.permutation(pos + neg)
labels = labels[order]
first = np.round(labels * 0.8 + rng.normal(size=pos + neg), 1)
second = np.round(labels * 0.5 + 0.7 * first + rng.normal(size=pos + neg), 1)


def components(scores):
    a, b = scores[labels == 1], scores[labels == 0]
    psi = (a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :])
    return psi.mean(1), psi.mean(0)


def delong(scores, other=None):
    v10, v01 = components(scores)
    if other is not None:
        u10, u01 = components(other)
        v10, v01 = v10 - u10, v01 - u01
    return {"value": float(v10.mean()), "se": float(np.sqrt(v10.var(ddof=1) / pos + v01.var(ddof=1) / neg))}


fixture = {
    "real_effect": real_effect.tolist(), "real_score": real_score.tolist(), "syn_score": syn_score.tolist(),
    "syn_residual": syn_residual.tolist(), "ratio": ratio.tolist(), "group_real": group_real, "group_syn": group_syn,
    "drawn_real": drawn_real, "drawn_syn": drawn_syn, "covariate": covariate, "contrast": contrast,
    "covariate_drawn": covariate_drawn, "contrast_drawn": contrast_drawn,
    "group_contrast": float(theta(group_real, group_syn) - np.mean(real_score[group_real])),
    "z": z.tolist(), "y": y.tolist(), "beta": beta.tolist(), "covariance": cov.tolist(), "weights": weights.tolist(),
    "gap": gap(np.ones(60)), "gap_weighted": gap(weights),
    "labels": labels.tolist(), "first": first.tolist(), "second": second.tolist(),
    "area": delong(first), "increment": delong(second, first),
}
with open("tests/CausalLoom.Tests/Fixtures/effect_diagnostics.json", "w", encoding="utf-8") as f:
    json.dump(fixture, f, indent=1)
    f.write("\n")
