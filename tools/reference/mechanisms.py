"""Reference values for Mechanisms/: natural smoothing splines from scipy's cubic splines and a quadrature of their roughness,
ridge and logistic regression on all two-way products and isotonic and Platt calibration by scikit-learn.

Usage: python3 tools/reference/mechanisms.py [output]
"""
import json
import sys

import numpy as np
from scipy.interpolate import CubicSpline
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import PolynomialFeatures

rng = np.random.default_rng(11)
sigmoid = lambda t: 1 / (1 + np.exp(-t))


def cardinal(knots, at):
    """Values and second derivatives of the natural cubic splines that are 1 at one knot; linear beyond the knots."""
    values = np.zeros((len(at), len(knots)))
    for j in range(len(knots)):
        f = CubicSpline(knots, np.eye(len(knots))[j], bc_type="natural")
        inside = np.clip(at, knots[0], knots[-1])
        values[:, j] = f(inside) + (at - inside) * f(inside, 1)
    return values


def roughness(knots):
    """S with beta' S beta = integral of f''^2, by Gauss-Legendre quadrature in each interval."""
    nodes, weights = np.polynomial.legendre.leggauss(4)
    s = np.zeros((len(knots), len(knots)))
    bends = [CubicSpline(knots, np.eye(len(knots))[j], bc_type="natural") for j in range(len(knots))]
    for a, b in zip(knots[:-1], knots[1:]):
        for node, weight in zip((a + b) / 2 + (b - a) / 2 * nodes, (b - a) / 2 * weights):
            v = np.array([f(node, 2) for f in bends])
            s += weight * np.outer(v, v)
    return s


# The spline's own coordinates absorb the intercept: the cardinal functions sum to one.
x = np.round(rng.normal(size=60), 4)
knots = np.quantile(x, np.linspace(0.025, 0.975, 7))
w = np.round(rng.uniform(0.5, 2, 60), 4)
y = np.round(np.sin(2 * x) + 0.5 * x + 0.3 * rng.normal(size=60), 4)
b = (rng.uniform(size=60) < sigmoid(2 * np.sin(2 * x))).astype(int)
at = np.array([-4.0, -1.5, -0.3, 0.0, 0.7, 1.9, 5.0])
basis, penalty, grid = cardinal(knots, x), roughness(knots), cardinal(knots, at)
lam = 0.37
beta = np.linalg.solve(basis.T @ (w[:, None] * basis) + lam * penalty, basis.T @ (w * y))
theta = np.zeros(len(knots))
for _ in range(60):
    p = sigmoid(basis @ theta)
    step = np.linalg.solve(basis.T @ ((w * p * (1 - p))[:, None] * basis) + lam * penalty, basis.T @ (w * (b - p)) - lam * penalty @ theta)
    theta += step
spline = dict(x=x.tolist(), w=w.tolist(), y=y.tolist(), b=b.tolist(), knots=knots.tolist(), at=at.tolist(), penalty=lam,
              squares=(grid @ beta).tolist(), rough=float(beta @ penalty @ beta), logits=(grid @ theta).tolist())

# Products of standardised columns, each divided by its standard deviation, mains first.
raw = np.round(rng.uniform(-1, 1, size=(80, 3)), 4)
z = (raw - raw.mean(0)) / raw.std(0)
products = PolynomialFeatures(2, include_bias=False).fit(z)
full = products.transform(z)
extra = full[:, 3:] / full[:, 3:].std(0)
design = np.hstack([z, extra / np.sqrt(10.0)])
target = np.round(z[:, 0] + z[:, 0] * z[:, 1] - 0.5 * z[:, 2] ** 2 + 0.5 * rng.normal(size=80), 4)
label = (rng.uniform(size=80) < sigmoid(z[:, 0] * z[:, 1])).astype(int)
ridge = Ridge(alpha=1.0).fit(design, target)
logistic = LogisticRegression(C=1.0, tol=1e-12, max_iter=10000, solver="newton-cg").fit(design, label)
interactions = dict(x=raw.tolist(), y=target.tolist(), b=label.tolist(), squares=ridge.predict(design).tolist(),
                    probabilities=logistic.predict_proba(design)[:, 1].tolist())

# Calibration of logits that are twice too large.
score = np.round(2 * rng.normal(size=120), 3)
event = (rng.uniform(size=120) < sigmoid(score / 2 - 0.3)).astype(int)
weight = np.round(rng.uniform(0.5, 3, 120), 3)
points = np.linspace(-5, 5, 21)
platt = {}
for name, s in (("plain", None), ("weighted", weight)):
    a, c = _sigmoid_calibration(score, event, s)
    steps = IsotonicRegression(out_of_bounds="clip").fit(score, event, sample_weight=s)
    platt[name] = dict(platt=(1 / (1 + np.exp(a * points + c))).tolist(), isotonic=steps.predict(points).tolist())
calibration = dict(logits=score.tolist(), labels=event.tolist(), weights=weight.tolist(), at=points.tolist(), **platt)

out = sys.argv[1] if len(sys.argv) > 1 else "tests/CausalLoom.Tests/Fixtures/mechanisms.json"
with open(out, "w") as f:
    json.dump(dict(spline=spline, interactions=interactions, calibration=calibration), f)
