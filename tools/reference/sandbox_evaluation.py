"""Writes tests/CausalLoom.Tests/Fixtures/sandbox_evaluation.json: the figures of docs/methods/sandbox-metrics.md on the tables of
evaluation_metrics.json, from numpy, scipy, scikit-learn and plain loops; column c stands for treatment. Run from the repository root."""
import json
import numpy as np
from scipy.spatial.distance import cdist, pdist
from scipy.special import digamma
from scipy.stats import norm, spearmanr
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mutual_info_score, roc_auc_score

ROOT = "tests/CausalLoom.Tests/Fixtures/"
with open(ROOT + "evaluation_metrics.json") as source:
    tables = json.load(source)
real, synth = np.array(tables["real"]), np.array(tables["synthetic"])
rng = np.random.default_rng(11)
z = rng.normal(size=(90, 2))
smooth = np.column_stack([z[:, 0], np.exp(0.7 * z[:, 0] + 0.7 * z[:, 1]), (z[:, 1] + rng.normal(size=90) > 0), rng.choice(3, 90)])
K = 5


def similarity(f):
    pairs = [(j, k) for j in range(4) for k in range(j)]
    return float(np.mean([1 - abs(f(real, j, k) - f(synth, j, k)) for j, k in pairs]))


def bins(data, j):
    if j >= 2:
        return data[:, j]
    return np.searchsorted(np.unique(np.quantile(real[:, j], np.arange(1, 10) / 10)), data[:, j], side="left")


def binned(data, j, k):
    a, b = bins(data, j), bins(data, k)
    h = [mutual_info_score(v, v) for v in (a, b)]
    bias = (len(set(a)) - 1) * (len(set(b)) - 1) / (2 * len(a))
    return min(1, 2 * max(0, mutual_info_score(a, b) - bias) / sum(h))


def entropy(x):
    if len(x) < 2:
        return 0.0
    k = min(K, len(x) - 1)
    d = np.sort(np.abs(x[:, None] - x[None, :]), axis=1)[:, k]
    return digamma(len(x)) - digamma(k) + np.mean(np.log(2 * d))


def mutual(x, y):
    dx, dy = np.abs(x[:, None] - x[None, :]), np.abs(y[:, None] - y[None, :])
    radius = np.sort(np.maximum(dx, dy), axis=1)[:, K]
    nx, ny = (dx < radius[:, None]).sum(1), (dy < radius[:, None]).sum(1)      # the point itself is among them
    return digamma(K) + digamma(len(x)) - np.mean(digamma(nx) + digamma(ny))


def standard(x):
    return (x - x.mean()) / x.std(ddof=1)


def discrete(p):
    p = p[p > 0]
    return -(p * np.log(p)).sum()


def neighbours(data, j, k):
    a, b = data[:, j], data[:, k]
    if j < 2 and k < 2:
        a, b = standard(a), standard(b)
        i, ha, hb = mutual(a, b), entropy(a), entropy(b)
    elif j >= 2 and k >= 2:
        t = np.histogram2d(a, b, bins=[np.arange(4 if c == 3 else 3) - 0.5 for c in (j, k)])[0] + 1e-6
        t /= t.sum()
        ha, hb = discrete(t.sum(1)), discrete(t.sum(0))
        i = ha + hb - discrete(t.ravel())
    else:
        x, g = (standard(a), b) if j < 2 else (standard(b), a)
        share = {v: (g == v).mean() for v in set(g)}
        ha, hb = entropy(x), discrete(np.array(list(share.values())))
        i = ha - sum(p * entropy(x[g == v]) for v, p in share.items())
    return 0.0 if ha + hb <= 0 else float(np.clip(2 * i / (ha + hb), 0, 1))


def contingency():
    r, s = (np.histogram2d(t[:, 2], t[:, 3], bins=[[-.5, .5, 1.5], [-.5, .5, 1.5, 2.5]])[0] / len(t) for t in (real, synth))
    return float(1 - np.abs(r - s).sum() / 2)


def kernel(a, b, gamma):
    return (np.exp(-gamma * cdist(a[:, :2], b[:, :2], "sqeuclidean")) + (a[:, 3:] == b[:, 3].T)) / 2


def unbiased(a, b, gamma):
    inner = lambda v: (kernel(v, v, gamma).sum() - len(v)) / (len(v) * (len(v) - 1))
    return inner(a) + inner(b) - 2 * kernel(a, b, gamma).mean()


def scaled(data, by):
    return np.column_stack([(data[:, :2] - by[:, :2].mean(0)) / by[:, :2].std(0, ddof=1), data[:, 2:]])


def conditional(r, s, gamma):
    return float(sum((real[:, 2] == t).mean() * unbiased(r[r[:, 2] == t], s[s[:, 2] == t], gamma(r[r[:, 2] == t], s[s[:, 2] == t])) for t in (0, 1)))


def one_hot(data):
    c, k = np.eye(2)[data[:, 2].astype(int)], np.eye(3)[data[:, 3].astype(int)]
    return np.column_stack([(data[:, :2] - real[:, :2].mean(0)) / real[:, :2].std(0), c, k])


shared = 1 / (2 * np.median(pdist(scaled(real, real)[:, :2], "sqeuclidean")))
x, s = one_hot(real), one_hot(synth)
energy = (2 * cdist(x, s).mean() - cdist(x, x).mean() - cdist(s, s).mean()) / pdist(x).mean()
own = np.sort(cdist(x, x), axis=1)[:, 1]
other = cdist(x, s).min(1)
bound = np.maximum(own, 1e-3 * np.median(own[own > 0]))
ratio = (other / bound)[own > 0]

# Propensity of c by a and b and k as a code.
design = real[:, [0, 1, 3]]
coded = LogisticRegression(C=1, max_iter=100_000, tol=1e-12).fit(design, real[:, 2])
e = coded.predict_proba(design)[:, 1]
histogram = [np.histogram(e[real[:, 2] == t], bins=50, range=(0, 1))[0] / (real[:, 2] == t).sum() for t in (0, 1)]
both = np.sort(np.concatenate([z[:40, 0], z[40:, 1] + 1]))
width = 0.9 * min(both.std(ddof=1), (np.quantile(both, .75) - np.quantile(both, .25)) / 1.34) * len(both) ** -0.2
grid = np.linspace(both[0] - 4 * width, both[-1] + 4 * width, 600)
density = [norm.pdf((grid[:, None] - v[None, :]) / width).mean(1) / width for v in (z[:40, 0], z[40:, 1] + 1)]

result = {
    "smooth": smooth.tolist(),
    "spearman": float(1 - abs(spearmanr(real[:, 0], real[:, 1])[0] - spearmanr(synth[:, 0], synth[:, 1])[0]) / 2),
    "su_binned": similarity(binned),
    "su_neighbours": [neighbours(smooth, j, k) for j in range(4) for k in range(j)],
    "entropy": float(entropy(smooth[:, 1])),
    "mutual": float(mutual(smooth[:, 0], smooth[:, 1])),
    "contingency": contingency(),
    "mmd": conditional(scaled(real, real), scaled(synth, real), lambda a, b: shared),
    "mmd_coded": conditional(scaled(real, real), scaled(synth, synth), lambda a, b: 1 / (2 * np.median(pdist(np.vstack([a, b])[:, :2], "sqeuclidean")))),
    "energy": float(energy),
    "protection": float(np.mean(other > bound)),
    "ratios": [float(ratio.mean())] + [float(np.quantile(ratio, q)) for q in (.05, .5, .95)],
    "propensity_auc": float(roc_auc_score(real[:, 2], e)),
    "histogram": float(np.minimum(*histogram).sum()),
    "inside": [float(np.mean((v > .05) & (v < .95))) for v in (e, e[real[:, 2] == 0], e[real[:, 2] == 1])],
    "kernel_left": z[:40, 0].tolist(),
    "kernel_right": (z[40:, 1] + 1).tolist(),
    "kernel_overlap": float(np.trapz(np.minimum(*density), grid)),
}
with open(ROOT + "sandbox_evaluation.json", "w") as target:
    json.dump(result, target, indent=1)
    target.write("\n")
print({k: v for k, v in result.items() if not k.startswith(("smooth", "kernel_l", "kernel_r"))})
