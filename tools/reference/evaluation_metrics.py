"""Writes tests/CausalLoom.Tests/Fixtures/evaluation_metrics.json: the metrics of the Evaluation room on one small pair of
tables, from numpy, scipy, pandas, scikit-learn and plain loops. Run from the repository root."""
import json
import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist, pdist, jensenshannon
from scipy.special import logsumexp, kl_div
from scipy.stats import ks_2samp, wasserstein_distance, chi2_contingency
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

rng = np.random.default_rng(7)


def table(n, shift):
    z = rng.normal(size=(n, 2))
    a = np.round(z[:, 0] + shift, 2)
    b = np.round(z[:, 0] * 0.6 + z[:, 1], 3) * 40 + 100
    c = (rng.random(n) < 0.4 + shift / 4).astype(float)
    k = rng.choice(3, n, p=[0.5, 0.3 - shift / 4, 0.2 + shift / 4]).astype(float)
    return np.column_stack([a, b, c, k])


real, synth = table(70, 0.0), table(55, 0.4)
synth[:14] = real[:14]          # fourteen verbatim rows
holdout = table(30, 0.0)
alphas = np.linspace(0, 1, 30)


def precision_recall(x, s, centre):
    radii = np.quantile(np.linalg.norm(x - centre, axis=1), alphas)
    p = [(np.linalg.norm(s - centre, axis=1) <= r).mean() for r in radii]
    u = NearestNeighbors(n_neighbors=2).fit(x).kneighbors(x)[0][:, 1]
    v, match = NearestNeighbors(n_neighbors=1).fit(s).kneighbors(x)
    v, match = v[:, 0], match[:, 0]
    rho = np.linalg.norm(s[match] - s.mean(0), axis=1)
    q = np.quantile(rho, alphas)
    b = [((v <= u) & (rho <= t)).mean() for t in q]
    score = lambda curve: 1 - np.abs(alphas - np.array(curve)).sum() / alphas.sum()
    return [float(score(p)), float(score(b))]


def standard(x):
    return (x - real.mean(0)) / real.std(0, ddof=1)


def minmax(x):
    return (x - real.min(0)) / (real.max(0) - real.min(0))


def farther(d, other):
    return float(np.mean(np.where(d > other, 1.0, np.where(d == other, 0.5, 0.0))))


def soft_minimum(cost, g, e):
    return -e * (logsumexp((g[None, :] - cost) / e, axis=1) - np.log(cost.shape[1]))


def sinkhorn(x, y, schedule):
    """OT_eps with equal weights and cost |x-y|^2/2: averaged simultaneous updates along a schedule of eps."""
    cost = cdist(x, y, "sqeuclidean") / 2
    f, g = soft_minimum(cost, np.zeros(len(y)), schedule[0]), soft_minimum(cost.T, np.zeros(len(x)), schedule[0])
    for e in schedule:
        f, g = (f + soft_minimum(cost, g, e)) / 2, (g + soft_minimum(cost.T, f, e)) / 2
    return soft_minimum(cost, g, schedule[-1]).mean() + soft_minimum(cost.T, f, schedule[-1]).mean()


def sinkhorn_divergence(x, y, eps, factor=0.25):
    both = np.vstack([x, y])
    diameter = ((both.max(0) - both.min(0)) ** 2).sum()
    falling = np.exp(np.arange(np.log(diameter), np.log(eps), np.log(factor)))
    schedule = [diameter, *falling, eps]
    return sinkhorn(x, y, schedule) - sinkhorn(x, x, schedule) / 2 - sinkhorn(y, y, schedule) / 2


def inverse_kl(r, s):
    if len(np.unique(r)) < 5:
        values = np.unique(np.concatenate([r, s]))
        p, q = [np.array([(v == t).mean() for t in values]) for v in (r, s)]
    else:
        p, edges = np.histogram(r, bins=min(10, len(np.unique(r))))
        q, _ = np.histogram(s, bins=edges)
        p, q = p / p.sum(), q / q.sum()
    p, q = np.where(p == 0, 1e-11, p), np.where(q == 0, 1e-11, q)
    return float(1 / (1 + kl_div(p, q).sum()))


def cut_js(r, s):
    cut, edges = pd.cut(pd.Series(r), bins=min(10, len(np.unique(r))), retbins=True)
    p = cut.value_counts(dropna=False, normalize=True)
    q = pd.cut(pd.Series(s), bins=edges).value_counts(dropna=False, normalize=True)
    p, q = p.align(q, join="outer", axis=0, fill_value=0)
    return float(jensenshannon(p + 1, q + 1))


X, S, H = standard(real), standard(synth), standard(holdout)
nn = lambda rows, q, k=1: NearestNeighbors(n_neighbors=k, algorithm="brute").fit(rows).kneighbors(q)
loo, loo_index = nn(X, X, 2)
loo, loo_index = loo[:, 1], loo_index[:, 1]
dcr, match = nn(X, S, 2)
unseen = nn(X, H)[0][:, 0]
expected = []
for i in range(len(X)):
    others = np.delete(np.arange(len(X)), i)
    d = np.linalg.norm(X[others] - X[i], axis=1)
    m = others[d.argmin()]
    rest = np.setdiff1d(others, [m])
    expected.append((d.min(), np.linalg.norm(X[rest] - X[m], axis=1).min()))
expected = np.array(expected)
energy = lambda a, b: 2 * cdist(a, b).mean() - cdist(a, a).mean() - cdist(b, b).mean()
kernel = lambda a, b, g: np.exp(-g * cdist(a, b, "sqeuclidean")).mean()
mmd = lambda a, b, g: kernel(a, a, g) + kernel(b, b, g) - 2 * kernel(a, b, g)
gamma = 1 / (2 * np.median(pdist(X)) ** 2)


def pearson(t, i, j):
    return np.corrcoef(t[:, i], t[:, j])[0, 1]


def cramer(t, i, j):
    tab = pd.crosstab(t[:, i], t[:, j])
    return np.sqrt(chi2_contingency(tab, correction=False)[0] / (len(t) * (min(tab.shape) - 1)))


def eta(t, level, number):
    y, g = t[:, number], t[:, level]
    means = np.array([y[g == v].mean() for v in g])
    return np.sqrt(((means - y.mean()) ** 2).sum() / ((y - y.mean()) ** 2).sum())


pairs = [(pearson, 0, 1), (pearson, 0, 2), (pearson, 1, 2), (eta, 3, 0), (eta, 3, 1), (cramer, 2, 3)]
correlation = np.mean([1 - abs(f(real, i, j) - f(synth, i, j)) / 2 for f, i, j in pairs])
shares = lambda t, j: np.array([(t[:, j] == v).mean() for v in range(int(real[:, j].max()) + 1)])
tv = lambda j: 0.5 * np.abs(shares(real, j) - shares(synth, j)).sum()
levels_w1 = lambda j: np.sqrt(2) * tv(j) / np.sqrt(1 - (shares(real, j) ** 2).sum())
numbers_w1 = lambda j: wasserstein_distance(real[:, j], synth[:, j]) / real[:, j].std(ddof=1)
outside = lambda x, s: (nn(x, s)[0][:, 0] > np.quantile(nn(x, x, 2)[0][:, 1], 0.99)).sum()
w = lambda t: (t[:, 2] == 1)
members = np.concatenate([nn(S, X)[0][:, 0], nn(S, H)[0][:, 0]])

# JSD_pi (docs/methods/treatment-metrics.md): propensity of column c given a, b / 40 and k, first fifth of the real rows as test.
design = lambda t: np.column_stack([t[:, 0], t[:, 1] / 40, t[:, 3]])
split = int(round(0.2 * len(real)))
fit = lambda t: LogisticRegression(tol=1e-10, max_iter=10000).fit(design(t), t[:, 2])
pr, ps = [fit(t).predict_proba(design(real[:split]))[:, 1] for t in (real[split:], synth)]
jsd = 1 - np.mean([jensenshannon([a, 1 - a], [b, 1 - b], base=2) for a, b in zip(pr, ps)])

scores = np.round(rng.normal(size=40), 1)
labels = rng.random(40) < 1 / (1 + np.exp(-scores))
out = dict(
    real=real.tolist(), synthetic=synth.tolist(), holdout=holdout.tolist(),
    embedded=precision_recall(X, S, np.full(4, 0.3)), minmax=precision_recall(minmax(real), minmax(synth), minmax(real).mean(0)),
    ks_complement=float(np.mean([1 - ks_2samp(real[:, j], synth[:, j]).statistic for j in (0, 1)])),
    tv_complement=float(np.mean([1 - tv(2), 1 - tv(3)])),
    wasserstein=float(np.mean([numbers_w1(0), numbers_w1(1), levels_w1(2), levels_w1(3)])),
    correlation_similarity=float(correlation), energy=float(energy(X, S)), mmd=float(mmd(X, S, gamma)),
    authenticity=farther(dcr[:, 0], loo[match[:, 0]]),
    inverse_kl=float(np.mean([inverse_kl(real[:, j], synth[:, j]) for j in range(4)])),
    jensen_shannon=float(np.mean([cut_js(real[:, j], synth[:, j]) for j in range(4)])),
    sinkhorn=float(sinkhorn_divergence(minmax(real), minmax(synth), 0.05 ** 2)),
    joint_mmd=float(mmd(real, synth, 1)),
    dcr_share_below_holdout_p05=float((dcr[:, 0] < np.quantile(unseen, 0.05)).mean()),
    dcr_median_ratio=float(np.median(dcr[:, 0]) / np.median(loo)),
    dcr_protection=float(min(1, farther(dcr[:, 0], loo[match[:, 0]]) / farther(expected[:, 0], expected[:, 1]))),
    nndr=float(np.median(dcr[:, 0] / dcr[:, 1])),
    verbatim_rate=float(np.mean([(real == s).all(1).any() for s in synth])),
    membership_auc=float(roc_auc_score(np.arange(len(members)) < len(X), -members)),
    share_outside=float(outside(X, S) / len(S)),
    share_outside_arm=float(sum(outside(X[w(real) == arm], S[w(synth) == arm]) for arm in (True, False)) / len(S)),
    jsd_pi=float(jsd), auc_scores=scores.tolist(), auc_labels=labels.astype(int).tolist(), auc=float(roc_auc_score(labels, scores)))
json.dump(out, open("tests/CausalLoom.Tests/Fixtures/evaluation_metrics.json", "w"), indent=0)
print({k: v for k, v in out.items() if isinstance(v, float)}, out["embedded"], out["minmax"])
