#!/usr/bin/env python3
"""Critic loss, gradient penalty and all gradients of a packed conditional WGAN-GP critic in torch float64, the penalty
differentiated with create_graph; and the gradient that reaches the generated rows in the generator's step.

Usage: wgan_gp.py OUTPUT.json
"""
import json
import pathlib
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
from mlp_step import hashed  # noqa: E402

PACK, COLUMNS, CONDITIONS, PACKS, WIDTHS, SLOPE, PENALTY = 3, 5, 4, 6, [7, 9], 0.2, 10.0


def exact(seed, count):
    """The hashed numbers as float32 holds them."""
    return hashed(seed, count).astype(np.float32).astype(np.float64)


def leaf(seed, rows, columns):
    return torch.tensor(exact(seed, rows * columns).reshape(rows, columns), requires_grad=True)


def main():
    rows = PACKS * PACK
    data = leaf(201, PACK * COLUMNS, WIDTHS[0])
    condition = leaf(202, PACK * CONDITIONS, WIDTHS[0])
    biases = [leaf(203, 1, WIDTHS[0]), leaf(205, 1, WIDTHS[1]), leaf(207, 1, 1)]
    weights = [leaf(204, WIDTHS[0], WIDTHS[1]), leaf(206, WIDTHS[1], 1)]

    def score(x, c):
        h = x.reshape(-1, PACK * COLUMNS) @ data + c.reshape(-1, PACK * CONDITIONS) @ condition + biases[0]
        h = torch.nn.functional.leaky_relu(h, SLOPE)
        h = torch.nn.functional.leaky_relu(h @ weights[0] + biases[1], SLOPE)
        return h @ weights[1] + biases[2]

    fake = torch.tensor(exact(208, rows * COLUMNS).reshape(rows, COLUMNS), requires_grad=True)
    # Real rows: two values and a one-hot block of three.
    real = np.zeros((rows, COLUMNS))
    real[:, :2] = exact(209, rows * 2).reshape(rows, 2)
    real[np.arange(rows), 2 + np.arange(rows) % 3] = 1
    real = torch.tensor(real)
    c_fake = torch.nn.functional.one_hot(torch.arange(rows) * 3 % CONDITIONS, CONDITIONS).double()
    c_real = torch.nn.functional.one_hot(torch.arange(rows) * 7 % CONDITIONS, CONDITIONS).double()
    mixing = torch.tensor(0.5 + 0.5 * exact(210, PACKS)).reshape(PACKS, 1, 1)

    def packed(x):
        return x.reshape(PACKS, PACK, -1)

    xb = (mixing * packed(real) + (1 - mixing) * packed(fake.detach())).requires_grad_(True)
    cb = (mixing * packed(c_real) + (1 - mixing) * packed(c_fake)).requires_grad_(True)
    gx, gc = torch.autograd.grad(score(xb, cb).sum(), [xb, cb], create_graph=True)
    norm = torch.sqrt((gx**2).flatten(1).sum(1) + (gc**2).flatten(1).sum(1))
    penalty = PENALTY * ((norm - 1) ** 2).mean()
    d_fake, d_real = score(fake.detach(), c_fake).mean(), score(real, c_real).mean()
    (d_fake - d_real + penalty).backward()
    out = {
        "fake": d_fake.item(), "real": d_real.item(), "penalty": penalty.item(),
        "data": data.grad.flatten().tolist(), "condition": condition.grad.flatten().tolist(),
        "weight1": weights[0].grad.flatten().tolist(), "weight2": weights[1].grad.flatten().tolist(),
        "bias0": biases[0].grad.flatten().tolist(), "bias1": biases[1].grad.flatten().tolist(), "bias2": biases[2].grad.flatten().tolist(),
    }
    (-score(fake, c_fake).mean()).backward()
    out["input"] = fake.grad.flatten().tolist()
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(out, file)
        file.write("\n")


if __name__ == "__main__":
    main()
