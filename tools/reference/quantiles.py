"""Writes tests/CausalLoom.Numerics.Tests/Fixtures/quantiles.json: numpy's quantiles by linear interpolation (type 7).

Run: /usr/bin/python3 tools/reference/quantiles.py   (numpy 1.24.2)
"""
import json
import pathlib

import numpy as np

target = pathlib.Path(__file__).parents[2] / "tests/CausalLoom.Numerics.Tests/Fixtures/quantiles.json"
generator = np.random.default_rng(1)
cases = []
for sample in ([4.2], [1.0, 3.0], generator.normal(size=7), np.exp(5 * generator.normal(size=40)), generator.integers(0, 4, size=25) * 0.1):
    p = np.concatenate([[0, 0.01, 0.05, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 1], generator.uniform(size=12)])
    cases.append({"sorted": np.sort(sample).tolist(), "p": p.tolist(), "quantiles": np.quantile(sample, p).tolist()})
target.write_text(json.dumps(cases) + "\n")
