"""The average effects that HybridSimulator records, by numpy: prints a line a variant (mean, Monte-Carlo standard error).

Written from the formulas of the hybrid papers' process (docs/methods/simulators.md), not from the C#: covariates in blocks of 500,000 rows.
For each variant also the naive difference of the arms under moderate and poor overlap, by expectation over the assignment.

    python3 tools/reference/hybrid_truths.py [MILLIONS]
"""
import sys
import numpy as np

BLOCK = 500_000
blocks = int(float(sys.argv[1] if len(sys.argv) > 1 else 20) * 1e6) // BLOCK
expit = lambda v: 1 / (1 + np.exp(-v))


def six(r):
    w = [None] + [None] * 6
    w[1], w[2] = (r.random(BLOCK) < .5) * 1.0, (r.random(BLOCK) < .5) * 1.0
    w[3] = (r.random(BLOCK) < .3 + .175 * (w[1] + w[2])) * 1.0
    w[4], w[5] = r.standard_normal(BLOCK), r.standard_normal(BLOCK)
    w[6] = .5 * w[4] + .5 * w[5] + r.standard_normal(BLOCK)
    eta = -.5 + .5 * w[1] + w[2] - w[3] + .2 * w[4] - .3 * w[5] + .1 * w[6]
    tau = 2 + .5 * np.sin(w[1]) + .3 * np.log(np.abs(w[2]) + 1) - .2 * w[3] ** 2 + .1 * np.exp(w[4]) - .3 * np.tanh(w[5]) + .2 * np.cos(w[6])
    return w, eta, tau


def twenty(r):
    z = [None] + [r.standard_normal(BLOCK) for _ in range(4)]
    lag = np.abs(np.subtract.outer(np.arange(17), np.arange(17)))
    e = dict(zip(range(4, 21), np.linalg.cholesky(.65 ** lag) @ r.standard_normal((17, BLOCK))))
    w = [None] * 21
    w[1] = (r.random(BLOCK) < expit(.4 * z[1] - .3 * z[2] + .2 * z[1] * z[2])) * 1.0
    w[2] = (r.random(BLOCK) < expit(-.2 + .5 * z[2] + .4 * z[3] - .3 * z[1])) * 1.0
    w[3] = (r.random(BLOCK) < expit(-.4 + .8 * w[1] - .6 * w[2] + .5 * z[1] + .4 * np.sin(z[3]))) * 1.0
    w[4] = .8 * z[1] + .4 * z[2] + .6 * w[1] - .4 * w[2] + e[4]
    w[5] = -.5 * z[1] + .9 * z[3] + .5 * w[2] + .3 * w[3] + e[5]
    w[6] = .5 * w[4] + .4 * w[5] + .6 * z[2] - .3 * z[4] + e[6]
    w[7] = .6 * w[4] - .4 * w[5] + .5 * np.sin(w[6]) + .4 * z[1] * z[3] + e[7]
    w[8] = .5 * w[6] + .5 * w[7] + .4 * np.tanh(w[4]) - .3 * w[1] + e[8]
    w[9] = -.4 * w[4] + .6 * w[8] + .5 * np.sin(w[5] * w[7]) + .3 * z[2] + e[9]
    w[10] = .5 * w[7] - .5 * w[9] + .4 * w[3] + .4 * np.cos(w[6]) + e[10]
    w[11] = .4 * w[8] + .4 * w[10] + .5 * np.tanh(w[4] * w[5]) - .3 * z[3] + e[11]
    w[12] = .5 * w[9] - .4 * w[11] + .5 * np.sin(w[7]) + .4 * w[1] * w[2] + e[12]
    w[13] = .5 * w[10] + .4 * w[12] - .4 * np.abs(w[5]) + .3 * z[4] + e[13]
    w[14] = .4 * w[11] - .5 * w[13] + .4 * np.sin(w[8] * w[9]) + .3 * w[3] + e[14]
    w[15] = .5 * w[12] + .5 * w[14] + .4 * np.tanh(w[10]) - .3 * z[1] + e[15]
    for j in range(16, 21):
        w[j] = .4 * w[j - 1] + .3 * np.sin(w[j - 3]) + e[j]
    c = np.clip(w[11], -3, 3)
    eta = (-.8 + .35 * w[1] - .45 * w[2] + .5 * w[3] + .4 * np.sin(w[4]) - .35 * np.tanh(w[5]) + .25 * w[6] + .45 * np.sin(w[7])
           - .4 * np.cos(w[8]) + .35 * w[9] - .35 * w[10] + .3 * c ** 2 - .3 * np.abs(w[12]) + .35 * w[13] * w[14]
           - .25 * w[15] + .3 * w[4] * w[9] - .25 * w[7] * w[10] + .2 * w[11] * w[15])
    tau = (1.8 + .35 * w[1] - .25 * w[2] + .3 * w[3] + .3 * np.sin(w[4]) - .25 * np.tanh(w[5]) + .2 * np.cos(w[6]) + .35 * np.tanh(w[7])
           - .3 * np.sin(w[8]) + .25 * w[9] - .25 * w[10] + .2 * np.cos(w[11])
           + .2 * w[12] * w[13] - .2 * np.abs(w[14]) + .25 * w[15] + .2 * w[7] * w[10] - .15 * w[11] * w[15])
    return w, eta, tau


def slopes(w, c, s):
    v = c + sum(b * w[j + 1] for j, b in enumerate(s)) + sum((.15 if j % 2 else -.15) * w[j] for j in range(7, len(w)))
    return expit(v)


for d, draw in ((6, six), (20, twenty)):
    r, total = np.random.RandomState(100 + d), {}
    for _ in range(blocks):
        w, eta, papers = draw(r)
        g = {"moderate": slopes(w, -.4, (.7, -.7, .5, .4, -.4, .5)), "poor": slopes(w, -1, (1.4, -1.4, 1, .9, -.9, 1.2))}
        strong = eta - .25 + .7 * w[1] - .7 * w[2] + .5 * w[3] + .4 * w[4] - .4 * w[5] + .5 * w[6]
        for name, tau in (("papers", papers), ("constant", 2), ("null", 0), ("heterogeneous", .5 + 1.5 * w[4] - 1.5 * np.tanh(w[5]))):
            for confounding, e in (("papers", eta), ("strong", strong)):
                m0, m1 = expit(e), expit(e + tau)
                sums = [np.sum(m1 - m0), np.sum((m1 - m0) ** 2), np.sum(m1 < m0)]
                for p in g.values():
                    sums += [np.sum(p * m1), np.sum(p), np.sum((1 - p) * m0), np.sum(1 - p)]
                total[name, confounding] = total.get((name, confounding), 0) + np.array(sums)
    n = blocks * BLOCK
    for (name, confounding), s in total.items():
        mean, sd = s[0] / n, np.sqrt(max(0, s[1] / n - (s[0] / n) ** 2))
        naive = [s[i] / s[i + 1] - s[i + 2] / s[i + 3] for i in (3, 7)]
        print(f"d{d} effect={name:13} confounding={confounding:6} {mean:.6f} (se {sd / np.sqrt(n):.6f})  sd of effects {sd:.3f}"
              f"  harmed {s[2] / n:.3f}  naive moderate {naive[0]:.3f} poor {naive[1]:.3f}")
