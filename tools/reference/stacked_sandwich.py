"""Level means with nuisances fitted to the same rows, and their standard errors by stacked M-estimation: the estimating functions of
propensity (multinomial logistic), outcome (least squares or logistic, by level), TMLE's fluctuation and level mean are written down
as functions of all parameters, the bread is their derivative by complex steps (exact to rounding), nothing is derived by hand. For everyone,
those of each level and the overlap population; with and without sampling weights; rows and clusters; differences and ratios by the delta
method. Standard errors have n - 1 (clusters: G - 1) for n where theory is indifferent, as the tool has. `corrected` are those with residuals
(I - H_cc)^(-1/2) r_c, H the whole hat matrix of each regression's last Newton step, formed and cut into blocks (HC2, CR2); the weighted
mean's own residuals are divided by the root of their variance. Writes stacked_sandwich.json.

Usage: /usr/bin/python3 tools/reference/stacked_sandwich.py tests/CausalLoom.Tests/Fixtures/stacked_sandwich.json      (needs numpy)
"""
import json
import sys

import numpy as np

BOUND = 0.0005


def expit(t):
    return 1 / (1 + np.exp(-t))


def propensities(theta, z, levels):
    eta = np.concatenate([np.zeros((len(z), 1)), z @ theta.reshape(levels - 1, -1).T], axis=1)
    e = np.exp(eta)
    return (e / e.sum(axis=1, keepdims=True)).T


class Stack:
    """All estimating functions of one problem; parameters theta, beta, epsilon (TMLE), means, in this order."""

    def __init__(self, estimator, who, y, w, z, s, logistic, cluster):
        self.cluster = cluster
        self.estimator, self.who, self.y, self.w, self.z, self.logistic = estimator, who, y, w, z, logistic
        self.levels, self.s = w.max() + 1, s / s.mean()
        self.own = np.array([w == k for k in range(self.levels)], dtype=float)
        p = z.shape[1]
        self.cut = np.cumsum([(self.levels - 1) * p, self.levels * p, self.levels if estimator == "tmle" else 0, self.levels])

    def balance(self, g):
        own = sum(self.own[k] * g[k] for k in range(self.levels))
        if self.who == "everyone":
            return 1 / g, np.ones(len(self.y)), np.ones(len(self.y))
        if self.who == "overlap":
            h = 1 / (1 / g).sum(axis=0)
            return h / g, h, (h / own) ** 2
        b = g[self.who] / g
        b[self.who] = 1
        return b, self.own[self.who], self.own[self.who]

    def large(self, parameters, draws):
        """Residuals of treatment and outcome regressions, and of weighted means, by their leverages in independent draws; as what is to be
        added to each."""
        theta, beta, _, means = np.split(parameters, self.cut[:-1])
        g = propensities(theta, self.z, self.levels)
        linear = beta.reshape(self.levels, -1) @ self.z.T
        mu = expit(linear) if self.logistic else linear
        slope = mu * (1 - mu) if self.logistic else np.ones_like(mu)
        treated = [self.grown(np.ones(len(self.y), dtype=bool), self.own[k] - g[k], g[k] * (1 - g[k]), draws) for k in range(1, self.levels)]
        outcome = [self.grown(self.own[k] == 1, self.y - mu[k], slope[k], draws) for k in range(self.levels)]
        b, _, _ = self.balance(g)
        mean = []
        for k in range(self.levels):
            share = self.s * self.own[k] * b[k] / np.sum(self.s * self.own[k] * b[k])
            of = np.array([share[draws == c].sum() for c in draws])
            squares = sum(share[draws == c].sum() ** 2 for c in np.unique(draws))
            mean.append((self.y - means[k]) * (1 / np.sqrt(1 - 2 * of + squares) - 1))
        return treated, outcome, mean

    def grown(self, rows, residual, slope, draws):
        v = self.s * slope
        root = np.sqrt(v[rows])[:, None] * self.z[rows]
        hat = root @ np.linalg.solve(root.T @ root, root.T)
        e, own = (self.s * residual / np.sqrt(v))[rows], draws[rows]
        for c in np.unique(own):
            of = np.flatnonzero(own == c)
            values, vectors = np.linalg.eigh(np.eye(len(of)) - hat[np.ix_(of, of)])
            e[of] = vectors @ ((vectors.T @ e[of]) / np.sqrt(values))
        more = np.zeros(len(rows))
        more[rows] = e * np.sqrt(v[rows]) / self.s[rows] - residual[rows]
        return more

    def functions(self, parameters, more=None):
        """psi_i of each row, [n, parameters]."""
        zero = np.zeros(len(self.y))
        treated, outcome, own_mean = more or ([zero] * (self.levels - 1), [zero] * self.levels, [zero] * self.levels)
        theta, beta, epsilon, means = np.split(parameters, self.cut[:-1])
        g = propensities(theta, self.z, self.levels)
        linear = beta.reshape(self.levels, -1) @ self.z.T
        mu = expit(linear) if self.logistic else linear
        out = [(self.s * (self.own[k] - g[k] + treated[k - 1]))[:, None] * self.z for k in range(1, self.levels)]
        out += [(self.s * self.own[k] * (self.y - mu[k] + outcome[k]))[:, None] * self.z for k in range(self.levels)]
        b, share, tilt = self.balance(g)
        if self.estimator == "tmle":
            low, high = self.y.min(), self.y.max()
            inside = (mu - low) / (high - low)
            inside = np.where(inside.real < BOUND, BOUND, np.where(inside.real > 1 - BOUND, 1 - BOUND, inside))
            q = np.log(inside / (1 - inside))
            star = expit(q + epsilon[:, None])
            out += [(self.s * self.own[k] * b[k] * ((self.y - low + outcome[k]) / (high - low) - star[k]))[:, None]
                    for k in range(self.levels)]
            mu = low + (high - low) * star
        for k in range(self.levels):
            if self.estimator == "or":
                term = share * (mu[k] - means[k])
            elif self.estimator == "ipw":
                term = self.own[k] * b[k] * (self.y - means[k] + own_mean[k])
            else:
                term = tilt * (mu[k] - means[k]) + self.own[k] * b[k] * (self.y - mu[k] + outcome[k])
            out.append((self.s * term)[:, None])
        return np.concatenate(out, axis=1)

    def bread(self, parameters):
        step, columns = 1e-30, []
        for j in range(len(parameters)):
            moved = parameters.astype(complex)
            moved[j] += 1j * step
            columns.append(self.functions(moved).imag.mean(axis=0) / step)
        return np.array(columns).T

    def solve(self):
        """Newton's method on the whole stack, block by block so that it starts well."""
        parameters = np.zeros(self.cut[-1])
        edges = np.concatenate([[0], self.cut])
        for block in range(4):
            part = slice(edges[block], edges[block + 1])
            for _ in range(60 if part.start < part.stop else 0):
                gap = self.functions(parameters).mean(axis=0)[part]
                move = np.linalg.solve(self.bread(parameters)[part, part], gap)
                scale = min(1, 2 / np.abs(move).max()) if block < 3 else 1
                parameters[part] -= scale * move
                if np.abs(move).max() < 1e-13:
                    break
        rows = self.functions(parameters)
        assert np.abs(rows.mean(axis=0)).max() < 1e-10
        bread = self.bread(parameters)
        influences = [-np.linalg.solve(bread, self.functions(parameters, more).T)[-self.levels:]
                      for more in (None, *(self.large(parameters, draws) for draws in (np.arange(len(self.y)), self.cluster)))]
        return parameters[-self.levels:], influences


def error(influence, cluster=None):
    n = len(influence)
    if cluster is None:
        return float(np.sqrt(np.sum((influence - influence.mean()) ** 2) / (n * (n - 1))))
    sums = np.array([influence[cluster == c].sum() for c in np.unique(cluster)])
    return float(np.sqrt(np.sum(sums ** 2) * len(sums) / (len(sums) - 1)) / n)


def problem(seed, levels, n):
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, 30, n)
    a, b = rng.normal(size=n) + 0.6 * rng.normal(size=30)[cluster], np.exp(rng.normal(size=n)) * 100
    c = rng.integers(0, 3, n)
    eta = np.array([np.zeros(n)] + [0.8 * a * k / (levels - 1) - 0.003 * b + 0.5 * (c == 1) for k in range(1, levels)])
    g = np.exp(eta) / np.exp(eta).sum(axis=0)
    w = np.array([rng.choice(levels, p=g[:, i]) for i in range(n)])
    y = a + 0.5 * a ** 2 + 0.004 * b - 0.5 * (c == 2) + w * (1 + a) + rng.normal(size=n) + 0.5 * rng.normal(size=30)[cluster]
    d = (rng.random(n) < expit(0.4 * a + 0.002 * b - 0.4 + 0.6 * w * (1 + 0.5 * a))).astype(int)
    s = np.exp(0.6 * rng.normal(size=n) + 0.4 * a)
    a, b, y, s = np.round(a, 6), np.round(b, 4), np.round(y, 6), np.round(s, 6)
    z = np.column_stack([np.ones(n), (a - a.mean()) / a.std(), (b - b.mean()) / b.std(), c == 1, c == 2]).astype(float)
    cases = []
    for outcome, values in (("y", y), ("d", d.astype(float))):
        for weighted in (False, True):
            for who in ["everyone", "overlap"] + list(range(levels)):
                for estimator in ("or", "ipw", "aipw", "tmle"):
                    stack = Stack(estimator, who, values, w, z, s if weighted else np.ones(n), outcome == "d", cluster)
                    try:
                        means, (influence, by_row, by_cluster) = stack.solve()
                    except (AssertionError, np.linalg.LinAlgError) as e:
                        raise SystemExit(f"no root: {outcome} {weighted} {who} {estimator}: {e}")
                    one, other = influence[1], influence[0]
                    ratio = means[1] / means[0]
                    of_ratio = ratio * (one / means[1] - other / means[0])
                    cases.append({"outcome": outcome, "weighted": weighted, "population": str(who), "estimator": estimator,
                                  "means": means.tolist(), "se": [error(f) for f in influence],
                                  "clustered": [error(f, cluster) for f in influence],
                                  "corrected": [[error(f) for f in by_row], [error(f, cluster) for f in by_cluster]],
                                  "difference": [means[1] - means[0], error(one - other), error(one - other, cluster)],
                                  "ratio": [ratio, error(of_ratio), error(of_ratio, cluster)] if outcome == "d" else None})
    return {"levels": levels, "a": a.tolist(), "b": b.tolist(), "c": c.tolist(), "w": w.tolist(), "y": y.tolist(), "d": d.tolist(),
            "s": s.tolist(), "cluster": cluster.tolist(), "cases": cases}


if __name__ == "__main__":
    with open(sys.argv[1] if len(sys.argv) > 1 else "/dev/stdout", "w", encoding="utf-8") as f:
        json.dump([problem(7, 2, 220), problem(8, 3, 300)], f)
