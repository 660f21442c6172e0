"""Ridge-penalised multinomial logistic regression by Newton's method with numpy, to a gradient below 1e-12. Intercepts are free and held to
the sum 0, where the maximum does not depend on it, by working in K - 1 intercepts. Writes multinomial.json.

Usage: /usr/bin/python3 tools/reference/multinomial.py tests/CausalLoom.Numerics.Tests/Fixtures/multinomial.json      (needs numpy)
"""
import json
import sys

import numpy as np

N, D, K = 120, 3, 4
rng = np.random.default_rng(4)
x = rng.normal(size=(N, D)).round(6)
x[:, 2] = (x[:, 2] > 0.3)
truth = rng.normal(size=(K, D + 1)) * 0.7
eta = truth[:, :1] + truth[:, 1:] @ x.T
p = np.exp(eta) / np.exp(eta).sum(axis=0)
y = np.array([rng.choice(K, p=p[:, i]) for i in range(N)])
s = rng.uniform(0.4, 2, N).round(6)

# theta = (c_1 .. c_{K-1}, b_0 .. b_{K-1}); a = B c with columns e_k - 1/K: the sum of a is 0.
basis = (np.eye(K) - 1 / K)[:, 1:]


def design():
    rows = np.zeros((N, K, K - 1 + K * D))
    for k in range(K):
        rows[:, k, :K - 1] = basis[k]
        rows[:, k, K - 1 + k * D:K - 1 + (k + 1) * D] = x
    return rows


def fit(weights, l2):
    rows = design()
    penalty = np.concatenate([np.zeros(K - 1), np.full(K * D, l2)])
    own = np.eye(K)[y]
    theta = np.zeros(K - 1 + K * D)
    for _ in range(100):
        eta = rows @ theta
        q = np.exp(eta - eta.max(axis=1, keepdims=True))
        q /= q.sum(axis=1, keepdims=True)
        gradient = np.einsum("i,ik,ikj->j", weights, q - own, rows) + penalty * theta
        mean = np.einsum("ik,ikj->ij", q, rows)
        hessian = np.einsum("i,ik,ikj,ikl->jl", weights, q, rows, rows) - np.einsum("i,ij,il->jl", weights, mean, mean) + np.diag(penalty)
        if np.abs(gradient).max() < 1e-12:
            break
        theta = theta - np.linalg.solve(hessian, gradient)
    return {"l2": l2, "weighted": bool(np.ptp(weights) > 0), "intercepts": (basis @ theta[:K - 1]).tolist(),
            "coefficients": theta[K - 1:].reshape(K, D).tolist(), "gradient": float(np.abs(gradient).max())}


fits = [fit(weights, l2) for weights in (np.ones(N), s) for l2 in (1.0, 0.05, 20.0)]
with open(sys.argv[1], "w") as f:
    json.dump({"x": x.tolist(), "y": y.tolist(), "weights": s.tolist(), "fits": fits}, f)
    f.write("\n")
print([f["gradient"] for f in fits])
