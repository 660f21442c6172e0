"""Writes a fixture for the quantile transform from scikit-learn's QuantileTransformer (normal output) on data without ties.

    /usr/bin/python3 tools/reference/quantile_transform.py
"""
import json

import numpy as np
from sklearn.preprocessing import QuantileTransformer


def main():
    rng = np.random.default_rng(3)
    sample = np.round(np.exp(rng.normal(size=101)), 6)
    assert len(np.unique(sample)) == len(sample)
    inside = np.quantile(sample, np.linspace(0.01, 0.99, 37)) * 0.999 + 1e-4
    x = np.concatenate([[sample.min() - 1, sample.min()], np.sort(inside), [sample.max(), sample.max() + 3]])
    scores = np.linspace(-6, 6, 41)
    cases = []
    for landmarks in (10, 33, 101):
        transformer = QuantileTransformer(n_quantiles=landmarks, output_distribution="normal", subsample=10**6).fit(sample[:, None])
        cases.append(dict(landmarks=landmarks, scores=transformer.transform(x[:, None])[:, 0].tolist(),
                          inverse=transformer.inverse_transform(scores[:, None])[:, 0].tolist()))
    with open("tests/CausalLoom.Tests/Fixtures/quantile_transform.json", "w") as file:
        json.dump(dict(sample=sample.tolist(), x=x.tolist(), at=scores.tolist(), cases=cases), file)


if __name__ == "__main__":
    main()
