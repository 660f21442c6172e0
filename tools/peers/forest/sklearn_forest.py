"""scikit-learn's random forest on one problem file, one thread, as ForestBenchmark does it here.

Usage: python3 tools/peers/forest/sklearn_forest.py FILE sklearn|ranger|classes ROUNDS PREDICTIONS
"""
import sys
import time

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

file, setting, rounds, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
table = pd.read_csv(file)
fold, x = table["fold"].to_numpy(), table.drop(columns=["fold", "y", "c"]).to_numpy()
y = table["c" if setting == "classes" else "y"].to_numpy()


def fit(rows, seed):
    if setting == "classes":
        model = RandomForestClassifier(100, random_state=seed, n_jobs=1)
    elif setting == "ranger":
        model = RandomForestRegressor(100, max_features="sqrt", min_samples_split=6, random_state=seed, n_jobs=1)
    else:
        model = RandomForestRegressor(100, random_state=seed, n_jobs=1)
    a, b = x[rows], y[rows]
    start = time.process_time()
    model.fit(a, b)
    return model, time.process_time() - start


rows = np.flatnonzero(fold < 0) if (fold < 0).any() else np.arange(len(y))
first = fit(rows, 0)[1]
calls, seconds = int(np.clip(0.5 / first, 1, 20)), []
for r in range(rounds):
    fits = [fit(rows, 1 + r) for _ in range(calls)]
    seconds.append(np.mean([s for _, s in fits]))
    leaves = np.mean([t.get_n_leaves() for t in fits[0][0].estimators_])
print(f"cpu_seconds {sorted(seconds)[rounds // 2]:.5f} best {min(seconds):.5f} first {first:.5f} leaves_per_tree {leaves:.1f}")
p = np.full(len(y), np.nan)
for k in range(fold.max() + 1):
    model, _ = fit(np.flatnonzero(fold != k), 100 + k)
    p[fold == k] = model.predict_proba(x[fold == k])[:, 1] if setting == "classes" else model.predict(x[fold == k])
np.savetxt(out, p, fmt="%.17g")
