#!/usr/bin/env python3
"""Writes tests/CausalLoom.Numerics.Tests/Fixtures/rational_quadratic_spline.json: monotone rational-quadratic splines in torch.

Run from the repository root with a Python that has torch (the committed file came from 1.13). The formulas are equations 4 to 8 of
Durkan, Bekasov, Murray and Papamakarios, "Neural spline flows" (NeurIPS 2019), in float64; derivatives are torch's automatic ones,
and inverses are found by bisection, so neither shares anything with the library's closed forms.
"""
import json
import pathlib

import numpy as np
import torch
from torch.nn import functional as F

BINS, BOUND, LEAST = 8, 3.0, 1e-3
RAW = 3 * BINS + 1


def knots(raw):
    shares = LEAST + (1 - LEAST * BINS) * torch.softmax(raw, 0)
    inner = torch.cumsum(shares, 0)[:-1]
    ends = torch.tensor([0.0], dtype=torch.float64), torch.tensor([1.0], dtype=torch.float64)
    return BOUND * (2 * torch.cat([ends[0], inner, ends[1]]) - 1)


def spline(raw, z):
    """u and log du/dz of one number; raw = location, log-scale, widths, heights, inner derivatives."""
    e = (z - raw[0]) * torch.exp(-raw[1])
    if abs(float(e)) >= BOUND:
        return e, -raw[1]
    x, y = knots(raw[2:2 + BINS]), knots(raw[2 + BINS:2 + 2 * BINS])
    one = torch.ones(1, dtype=torch.float64)
    offset = np.log(np.exp(1 - LEAST) - 1)
    slopes = torch.cat([one, LEAST + F.softplus(raw[2 + 2 * BINS:] + offset), one])
    k = int(torch.sum(x[1:-1] <= e))
    width, height = x[k + 1] - x[k], y[k + 1] - y[k]
    s, xi = height / width, (e - x[k]) / width
    below = s + (slopes[k + 1] + slopes[k] - 2 * s) * xi * (1 - xi)
    u = y[k] + height * (s * xi**2 + slopes[k] * xi * (1 - xi)) / below
    slope = s**2 * (slopes[k + 1] * xi**2 + 2 * s * xi * (1 - xi) + slopes[k] * (1 - xi)**2) / below**2
    return u, torch.log(slope) - raw[1]


def inverse(raw, u):
    low, high = -200.0, 200.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        value, _ = spline(raw, torch.tensor(middle, dtype=torch.float64))
        low, high = (middle, high) if float(value) < u else (low, middle)
    return 0.5 * (low + high)


def case(random):
    raw = torch.tensor((random.normal(size=RAW) * np.r_[0.7, 0.4, np.full(RAW - 2, 1.2)]).astype(np.float32).astype(np.float64), requires_grad=True)
    z = float(np.float32(random.normal() * 1.8))
    u, slope = spline(raw, torch.tensor(z, dtype=torch.float64))
    (0.5 * u**2 - slope).backward()
    noise = float(random.normal() * 1.5)
    return {
        "raw": raw.detach().tolist(), "z": z, "u": float(u), "log_derivative": float(slope), "gradient": raw.grad.tolist(),
        "noise": noise, "value": inverse(raw.detach(), noise),
    }


def main():
    random = np.random.default_rng(20190612)
    out = pathlib.Path("tests/CausalLoom.Numerics.Tests/Fixtures/rational_quadratic_spline.json")
    out.write_text(json.dumps({"cases": [case(random) for _ in range(60)]}) + "\n")


if __name__ == "__main__":
    main()
