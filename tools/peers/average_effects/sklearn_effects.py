"""OR, IPW, AIPW and TMLE of a binary outcome with scikit-learn's default forests, fitted and evaluated on the same rows, one thread.

Usage: python3 tools/peers/average_effects/sklearn_effects.py FOLDER [REPLICATES [cross-fit]]
With cross-fit, AIPW alone, as our setting "forest" has it: 5 folds, 200 trees with leaves of 5 rows, an outcome forest an arm,
propensities calibrated (Platt) on the trees that did not see each row, and within .01 of 0 and 1.
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
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

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


def logits(p):
    return logit(np.clip(p, 1e-3, 1 - 1e-3)).reshape(-1, 1)


def cross_fitted(w, a, y):
    q0, q1, g = np.empty(len(y)), np.empty(len(y)), np.empty(len(y))
    for train, held in StratifiedKFold(5, shuffle=True, random_state=1).split(w, a):
        for arm, q in ((0, q0), (1, q1)):
            rows = train[a[train] == arm]
            q[held] = RandomForestClassifier(n_estimators=200, min_samples_leaf=5, random_state=1, n_jobs=1).fit(w[rows], y[rows]).predict_proba(w[held])[:, 1]
        forest = RandomForestClassifier(n_estimators=200, min_samples_leaf=5, oob_score=True, random_state=1, n_jobs=1).fit(w[train], a[train])
        platt = LogisticRegression(C=1e6).fit(logits(forest.oob_decision_function_[:, 1]), a[train])
        g[held] = np.clip(platt.predict_proba(logits(forest.predict_proba(w[held])[:, 1]))[:, 1], 0.01, 0.99)
    return np.mean(q1 - q0 + a * (y - q1) / g - (1 - a) * (y - q0) / (1 - g))


folder, most = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10**6
files = itertools.takewhile(os.path.exists, (os.path.join(folder, f"r{r}.csv") for r in range(1, most + 1)))
tables = [pd.read_csv(path) for path in files]
in_sample = [("or", outcome_regression), ("ipw", weighting), ("aipw", augmented), ("tmle", targeted)]
for name, estimator in [("aipw", cross_fitted)] if sys.argv[3:] == ["cross-fit"] else in_sample:
    for r, table in enumerate(tables):
        w, a, y = table.drop(columns=["A", "Y"]).to_numpy(float), table["A"].to_numpy(), table["Y"].to_numpy()
        start = time.process_time()
        estimate = estimator(w, a, y)
        print(f"{r + 1} {name} {time.process_time() - start:.6f} {estimate:.17g}", flush=True)
