"""Writes tests/CausalLoom.Tests/Fixtures/binned_normals.json: the covariance of the bin means of two correlated
normals, from bivariate normal rectangle probabilities. Run from the repository root."""
import json, os
import numpy as np
from scipy.stats import multivariate_normal, norm


def scores(cuts):
    edges = np.r_[-np.inf, cuts, np.inf]
    return edges, -np.diff(norm.pdf(edges)) / np.diff(norm.cdf(edges))


def covariance(first, second, rho):
    (a, g), (b, h) = scores(first), scores(second)
    law = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    cdf = np.array([[law.cdf([np.clip(x, -12, 12), np.clip(y, -12, 12)]) for y in b] for x in a])
    cells = cdf[1:, 1:] - cdf[:-1, 1:] - cdf[1:, :-1] + cdf[:-1, :-1]
    return float(g @ cells @ h)


cases = []
for first, second in (([0.0], [0.0]), ([1.2], [-0.4]), ([-1, 0, 1], [0.7]), ([-0.5, 0.3], [-1.5, -0.5, 0.5, 1.5])):
    for rho in (0.5, -0.7):
        cases.append(dict(first=first, second=second, rho=rho, covariance=covariance(first, second, rho)))
folder = "tests/CausalLoom.Tests/Fixtures"
os.makedirs(folder, exist_ok=True)
with open(f"{folder}/binned_normals.json", "w") as f:
    json.dump(cases, f)
