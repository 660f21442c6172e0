"""OR, IPW, AIPW and TMLE of a binary outcome with scikit-learn's default forests, fitted and evaluated on the same rows, one thread.

Usage: python3 tools/peers/average_effects/sklearn_effects.py FOLDER [REPLICATES]
FOLDER holds r1.csv, r2.csv, ... with covariates, treatment A and outcome Y. A line of replicate, estimator, CPU seconds and estimate.
The formulas are those of the hybrid papers' estimators: one forest for both arms, means and propensities within 1e-6 of 0 and 1.
"""
import itertools
import os
import sys
import time

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from sklearn.ensemble import RandomForestClassifier

BOUND = 1e-6


def probability(x, y):
    forest = RandomForestClassifier(n_estimators=100, random_state=42, n_jobs=1).fit(x, y)
    return forest, forest.predict_proba(x)[:, 1]


def propensities(w, a):
    return np.clip(probability(w, a)[1], BOUND, 1 - BOUND)


def means(w, a, y):
    forest, _ = probability(np.column_stack([w, a]), y)
    return [forest.predict_proba(np.column_stack([w, np.full(len(y), arm)]))[:, 1] for arm in (0, 1)]


def outcome_regression(w, a, y):
    q0, q1 = means(w, a, y)
    return np.mean(q1 - q0)


def weighting(w, a, y):
    g = propensities(w, a)
    return np.sum(a * y / g) / np.sum(a / g) - np.sum((1 - a) * y / (1 - g)) / np.sum((1 - a) / (1 - g))


def augmented(w, a, y):
    (q0, q1), g = means(w, a, y), propensities(w, a)
    return np.mean(q1 - q0 + a * (y - q1) / g - (1 - a) * (y - q0) / (1 - g))


def targeted(w, a, y):
    q0, q1 = (np.clip(q, BOUND, 1 - BOUND) for q in means(w, a, y))
    g = propensities(w, a)
    h, offset, epsilon = a / g - (1 - a) / (1 - g), logit(np.where(a == 1, q1, q0)), 0.0
    for _ in range(50):
        # Newton's method for the fluctuation, without an intercept.
        p = expit(offset + epsilon * h)
        curvature = np.sum(h * h * p * (1 - p))
        step = np.sum(h * (y - p)) / curvature if curvature > 0 else 0.0
        epsilon += step
        if abs(step) < 1e-10:
            break
    return np.mean(expit(logit(q1) + epsilon / g) - expit(logit(q0) - epsilon / (1 - g)))


folder, most = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10**6
files = itertools.takewhile(os.path.exists, (os.path.join(folder, f"r{r}.csv") for r in range(1, most + 1)))
tables = [pd.read_csv(path) for path in files]
for name, estimator in [("or", outcome_regression), ("ipw", weighting), ("aipw", augmented), ("tmle", targeted)]:
    for r, table in enumerate(tables):
        w, a, y = table.drop(columns=["A", "Y"]).to_numpy(float), table["A"].to_numpy(), table["Y"].to_numpy()
        start = time.process_time()
        estimate = estimator(w, a, y)
        print(f"{r + 1} {name} {time.process_time() - start:.6f} {estimate:.17g}", flush=True)
