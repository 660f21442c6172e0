"""Test errors of scikit-learn's histogram gradient boosting. Writes boosting.json with the data, so that ours can be held to them.

Usage: python3 tools/reference/boosting.py [output]
"""
import json
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import log_loss

rng = np.random.default_rng(7)


def friedman(n):
    x = np.round(rng.random((n, 10)), 3)
    mean = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
    return x, np.round(mean + rng.normal(size=n), 3)


def mixed(n):
    x = np.round(np.column_stack([rng.normal(size=(n, 4)), rng.integers(0, 2, (n, 2))]), 3)
    logit = x[:, 0] ** 2 - 1 + x[:, 1] * x[:, 4] + x[:, 5]
    y = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
    holes = rng.random((n, 6)) < [0.2, 0.1, 0, 0, 0, 0]
    return np.where(holes, np.nan, x), y


def clean(x):
    return [[None if np.isnan(v) else v for v in row] for row in x.tolist()]


xa, ya = friedman(600)
xb, yb = friedman(600)
regression = HistGradientBoostingRegressor(max_leaf_nodes=15, early_stopping=False).fit(xa, ya)
mse = float(np.mean((regression.predict(xb) - yb) ** 2))
xc, yc = mixed(700)
xd, yd = mixed(700)
classifier = HistGradientBoostingClassifier(
    l2_regularization=1.0, max_leaf_nodes=7, learning_rate=0.05, max_iter=60, early_stopping=False).fit(xc, yc)
loss = float(log_loss(yd, classifier.predict_proba(xd)[:, 1]))
print(f"mse {mse:.4f} (variance {yb.var():.2f}), log-loss {loss:.4f} (constant {log_loss(yd, np.full(700, yc.mean())):.4f})")

if "--time" in sys.argv:
    x = rng.normal(size=(1000, 25))
    y = x[:, 0] + x[:, 1] ** 2 + rng.normal(size=1000)
    best = 9.0
    for _ in range(10):
        start = time.process_time()
        HistGradientBoostingRegressor(early_stopping=False).fit(x, y)
        best = min(best, time.process_time() - start)
    print(f"1000 x 25, 100 trees: {best:.3f} s of CPU")
    sys.exit()

out = sys.argv[1] if len(sys.argv) > 1 else "tests/CausalLoom.Numerics.Tests/Fixtures/boosting.json"
with open(out, "w") as f:
    json.dump(dict(
        regression=dict(trainX=clean(xa), trainY=ya.tolist(), testX=clean(xb), testY=yb.tolist(), loss=mse),
        classification=dict(trainX=clean(xc), trainY=yc.tolist(), testX=clean(xd), testY=yd.tolist(), loss=loss)), f)
