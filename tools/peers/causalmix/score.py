"""What written rows deliver, by the same means for every program: their columns and drawn potential outcomes alone.

Usage: score.py NAME TOY.csv ROWS.csv TRUTH.csv KAPPA
In 20 bins of X_uniform (all that is asked varies with it or not at all): tau by drawn y1 - y0; kappa0 and kappa1 by the arms'
means of drawn y0 and y1 at equal X_bin. Sampling noise is taken out of errors: sqrt(max(0, error^2 - SE^2)) a bin. Log odds of treatment by
X_bin, the constant of log alpha taken out; correlations of covariates with the outcome; a boosted classifier of as many rows
as were real, taken at random (5 folds, mean of 5 draws), 1 - 2|AUC - 1/2|, of covariates and of all columns; W1/SD of numbers.
"""
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

BINS, NUMBERS = 20, ["X_exp", "X_uniform", "X_beta"]


def mae(asked, got, error):
    return float(np.mean(np.sqrt(np.maximum(0, (got - asked) ** 2 - error ** 2))))


def line(asked, got, error):
    """Slope of delivered on asked and skill over the best constant; of a constant, how far off its mean is."""
    off = mae(asked, got, error)
    if np.ptp(asked) < 1e-12:
        return f"{np.mean(got):.4f} for {asked[0]:.4f}, MAE {off:.4f}"
    slope = np.polyfit(asked, got, 1)[0]
    constant = np.mean(np.abs(asked - np.median(asked)))
    return f"slope {slope:.3f}, r {np.corrcoef(asked, got)[0, 1]:.3f}, MAE {off:.4f}, skill {1 - off / constant:.2f}"


def bins(x):
    return np.minimum(BINS - 1, (np.argsort(np.argsort(x, kind="stable")) * BINS) // len(x))


def mean(values, groups):
    """Mean and standard error of each bin."""
    parts = [values[groups == b] for b in range(BINS)]
    return np.array([p.mean() for p in parts]), np.array([p.std() / np.sqrt(len(p)) for p in parts])


def between_arms(values, groups, arms, level):
    """Treated less controls in each bin within levels of X_bin, which treatment depends on by request; levels by their share."""
    gap, variance = np.zeros(BINS), np.zeros(BINS)
    for b in range(BINS):
        for k in (0, 1):
            inside = (groups == b) & (level == k)
            share = inside.sum() / (groups == b).sum()
            for arm, sign in ((1, 1), (0, -1)):
                part = values[inside & (arms == arm)]
                gap[b] += sign * share * part.mean()
                variance[b] += share**2 * part.var() / len(part)
    return gap, np.sqrt(variance)


def complement(real, made, columns):
    both = pd.concat([real[columns], made[columns]], ignore_index=True)
    codes = pd.get_dummies(both, columns=[c for c in columns if both[c].dtype == object]).to_numpy(float)
    label = np.r_[np.zeros(len(real)), np.ones(len(made))]
    chance = cross_val_predict(HistGradientBoostingClassifier(max_iter=100, max_depth=4, learning_rate=0.1, random_state=0), codes, label, cv=StratifiedKFold(5, shuffle=True, random_state=0), method="predict_proba")[:, 1]
    return 1 - 2 * abs(roc_auc_score(label, chance) - 0.5)


def main():
    name, toy, rows, truth, kappa = sys.argv[1:6]
    real, made, drawn = pd.read_csv(toy), pd.read_csv(rows), pd.read_csv(truth)
    x, t = made["X_uniform"].to_numpy(float), made["T"].to_numpy(int)
    scaled = np.tanh((x - real["X_uniform"].mean()) / real["X_uniform"].std())
    groups, level = bins(x), made["X_bin"].to_numpy(int)
    shape = np.array([scaled[groups == b].mean() for b in range(BINS)])
    y0, y1 = drawn["y0"].to_numpy(float), drawn["y1"].to_numpy(float)
    print(f"{name} tau: {line(0.1 + 0.05 * shape, *mean(y1 - y0, groups))}")
    for label, values, sign in (("kappa0", y0, 1), ("kappa1", y1, -1)):
        asked = np.full(BINS, 0.08) if kappa == "constant" else sign * 0.08 * shape
        print(f"{name} {label}: {line(asked, *between_arms(values, groups, t, level))}")
    odds = [np.log(made["T"][made["X_bin"] == b].mean() / (1 - made["T"][made["X_bin"] == b].mean())) for b in (0, 1)]
    print(f"{name} log odds, X_bin 1 less 0: {odds[1] - odds[0]:.3f} for -1; share treated {made['T'].mean():.3f}, real {real['T'].mean():.3f}")
    correlations = [f"{c} {np.corrcoef(real[c], real['Y'])[0, 1]:.3f} -> {np.corrcoef(made[c], made['Y'])[0, 1]:.3f}" for c in ["X_bin", *NUMBERS]]
    print(f"{name} correlation with Y, real -> made: {', '.join(correlations)}")
    shuffled = made.sample(frac=1, random_state=0)
    draws = [shuffled.iloc[k * len(real):(k + 1) * len(real)] for k in range(5)]
    wasserstein = np.mean([[np.mean(np.abs(np.sort(d[c]) - np.sort(real[c]))) / real[c].std() for c in NUMBERS] for d in draws])
    covariates, everything = (np.mean([complement(real, d, columns) for d in draws]) for columns in (list(real.columns[:5]), list(real.columns)))
    print(f"{name} C2ST boosted: covariates {covariates:.3f}, all columns {everything:.3f}; W1/SD {wasserstein:.3f}")


if __name__ == "__main__":
    main()
