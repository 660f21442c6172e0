"""Reference values for Solvers/: scikit-learn logistic, ridge and isotonic regression, statsmodels WLS,
scipy for constrained fits. Writes solvers.json.

Usage: python3 tools/reference/solvers.py [output]
"""
import json
import sys
import warnings

import numpy as np
import statsmodels.api as sm
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20251)


def logistic_case(name, x, y, w=None, c=1.0):
    x = np.round(x, 6)
    w_fit = np.ones(len(y)) if w is None else w
    best = None
    for solver in ("newton-cholesky", "newton-cg", "lbfgs"):
        model = LogisticRegression(C=c, solver=solver, tol=1e-12, max_iter=100000).fit(x, y, sample_weight=w_fit)
        beta = np.append(model.coef_[0], model.intercept_[0])
        scale = np.append(np.where(x.std(0) > 1e-9, x.std(0), 1.0), 1.0)
        p = 1 / (1 + np.exp(-(x @ beta[:-1] + beta[-1])))
        r = w_fit * (p - y)
        gradient = np.append(x.T @ r + beta[:-1] / c, r.sum()) / scale
        size = np.abs(gradient).max()
        if best is None or size < best[0]:
            best = (size, solver, beta, p)
    size, solver, beta, p = best
    print(f"{name}: {solver}, scaled gradient {size:.1e}")
    assert size < 1e-6, name
    return dict(name=name, c=c, x=x.tolist(), y=y.tolist(), w=None if w is None else w.tolist(),
                coefficients=beta[:-1].tolist(), intercept=beta[-1], probabilities=p.tolist())


def labels(eta):
    return (rng.random(len(eta)) < 1 / (1 + np.exp(-eta))).astype(int)


x = rng.normal(size=(120, 4))
plain = logistic_case("plain", x, labels(x @ [1, -0.5, 0.2, 0] + 0.3))
x = rng.normal(size=(60, 3))
separated = logistic_case("separated", x, (x[:, 0] + 0.1 * x[:, 1] > 0).astype(int))
x = np.column_stack([rng.lognormal(10, 1, 150), rng.integers(18, 65, 150), rng.integers(0, 2, 150)])
dollars = logistic_case("dollars", x, labels(0.00003 * x[:, 0] - 0.03 * x[:, 1] + x[:, 2]))
x = rng.normal(size=(100, 3))
x = np.column_stack([np.round(x, 6), np.round(x[:, 0], 6) + np.round(x[:, 1], 6), np.full(100, 0.1)])
collinear = logistic_case("collinear", x, labels(x[:, 0] - x[:, 2]))
x = rng.normal(size=(90, 3)) * [1, 10, 0.01]
weighted = logistic_case("weighted", x, labels(x[:, 0]), np.round(rng.exponential(size=90), 4), c=0.5)

x = np.round(rng.normal(size=(50, 3)) * [1, 100, 0.01], 6)
y = np.round(x @ [1, 0.02, 30] + rng.normal(size=50) + 5, 6)
w = np.round(rng.exponential(size=50), 4)
wls = sm.WLS(y, sm.add_constant(x), weights=w).fit()
ridge = Ridge(alpha=2.5, solver="cholesky").fit(x, y, sample_weight=w)
linear = dict(x=x.tolist(), y=y.tolist(), w=w.tolist(), l2=2.5, wls=wls.params.tolist(),
              ridge=[ridge.intercept_, *ridge.coef_])

x = np.round(rng.normal(size=80), 1)
y = np.round(x + rng.normal(size=80), 4)
w = np.round(rng.exponential(size=80) + 0.01, 4)
at = np.round(np.linspace(-3.5, 3.5, 41), 3)
steps = IsotonicRegression(out_of_bounds="clip").fit(x, y, sample_weight=w)
isotonic = dict(x=x.tolist(), y=y.tolist(), w=w.tolist(), at=at.tolist(), values=steps.predict(at).tolist())

x = np.round(rng.normal(size=(200, 3)), 5)
y = labels(x @ [1.0, -0.7, 0.3])


def penalised(theta):
    eta = x @ theta[:3] + theta[3]
    return np.sum(np.logaddexp(0, eta) - y * eta) + 0.5 * 2 * theta[:3] @ theta[:3]


def slope(theta):
    r = 1 / (1 + np.exp(-(x @ theta[:3] + theta[3]))) - y
    return np.append(x.T @ r + 2 * theta[:3], r.sum())


found = minimize(penalised, np.zeros(4), jac=slope, method="L-BFGS-B", bounds=[(0, None)] * 3 + [(None, None)],
                 options=dict(ftol=1e-15, gtol=1e-10, maxiter=10000))
nonnegative = dict(x=x.tolist(), y=y.tolist(), l2=2, theta=found.x.tolist())

target = np.round(rng.normal(size=100), 5)
members = np.round(np.column_stack([0.6 * target + 0.5 * rng.normal(size=100), 0.3 * target + 0.6 * rng.normal(size=100),
                                    -0.5 * target + rng.normal(size=100)]), 5)
found = minimize(lambda b: np.sum((target - members @ b) ** 2), np.full(3, 1 / 3), method="SLSQP", bounds=[(0, 1)] * 3,
                 constraints=dict(type="eq", fun=lambda b: b.sum() - 1), options=dict(ftol=1e-15, maxiter=1000))
convex = dict(x=members.tolist(), y=target.tolist(), weights=found.x.tolist())
print("non-negative", nonnegative["theta"], "convex", convex["weights"])

out = sys.argv[1] if len(sys.argv) > 1 else "tests/CausalLoom.Numerics.Tests/Fixtures/solvers.json"
with open(out, "w") as f:
    json.dump(dict(logistic=[plain, separated, dollars, collinear, weighted], linear=linear,
                   isotonic=isotonic, nonnegative=nonnegative, convex=convex), f)
