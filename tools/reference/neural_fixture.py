#!/usr/bin/env python3
"""Writes tests/CausalLoom.Numerics.Tests/Fixtures/neural.json: what PyTorch computes for the same numbers.

Run from the repository root with a Python that has torch (the committed file came from 1.13). Inputs come from the integer
hash of tools/peers/mlp_step.py, so only results are stored. Layers are computed in float64 to be exact references; the
optimisers and the loss curve in float32, because their roundings are part of what is compared.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
from mlp_step import Run, hashed  # noqa: E402

ROWS, COLUMNS = 11, 19


def tensor(seed, *shape, factor=1.0, grad=False):
    values = (factor * hashed(seed, int(np.prod(shape)))).astype(np.float32).astype(np.float64)
    return torch.tensor(values.reshape(shape), requires_grad=grad)


def listed(t):
    return [float(v) for v in t.detach().reshape(-1)]


def with_gradients(output, coefficients, **leaves):
    (output * coefficients).sum().backward()
    return {"output": listed(output), **{name: listed(leaf.grad) for name, leaf in leaves.items()}}


def normalisations():
    out = {}
    c = tensor(40, ROWS, COLUMNS)
    x = tensor(41, ROWS, COLUMNS, factor=3, grad=True)
    layer = torch.nn.BatchNorm1d(COLUMNS).double()
    with torch.no_grad():
        layer.weight.copy_(tensor(42, COLUMNS))
        layer.bias.copy_(tensor(43, COLUMNS))
    out["batch_norm"] = with_gradients(layer(x), c, input=x, scale=layer.weight, shift=layer.bias)
    layer(2 * x.detach() + 1)
    out["batch_norm"]["running_mean"] = listed(layer.running_mean)
    out["batch_norm"]["running_variance"] = listed(layer.running_var)
    layer.eval()
    layer.zero_grad()
    x = tensor(41, ROWS, COLUMNS, factor=3, grad=True)
    out["batch_norm_eval"] = with_gradients(F.elu(layer(x)), c, input=x, scale=layer.weight, shift=layer.bias)
    x = tensor(41, ROWS, COLUMNS, factor=3, grad=True)
    layer = torch.nn.LayerNorm(COLUMNS).double()
    with torch.no_grad():
        layer.weight.copy_(tensor(42, COLUMNS))
        layer.bias.copy_(tensor(43, COLUMNS))
    out["layer_norm"] = with_gradients(F.silu(layer(x)), c, input=x, scale=layer.weight, shift=layer.bias)
    return out


def activations():
    functions = {
        "Relu": F.relu, "LeakyRelu": F.leaky_relu, "Elu": F.elu, "Silu": F.silu,
        "Tanh": torch.tanh, "Sigmoid": torch.sigmoid, "Softplus": F.softplus,
        "Gelu": lambda z: F.gelu(z, approximate="tanh"),
    }
    out = {}
    for name, function in functions.items():
        x = tensor(44, ROWS, COLUMNS, factor=6, grad=True)
        out[name] = with_gradients(function(x), tensor(40, ROWS, COLUMNS), input=x)
    return out


def losses():
    out = {}
    def put(name, loss, leaf):
        loss.backward()
        out[name] = {"value": float(loss), "input": listed(leaf.grad)}
    x = tensor(45, ROWS, COLUMNS, factor=3, grad=True)
    put("mse", F.mse_loss(x, tensor(46, ROWS, COLUMNS)), x)
    x = tensor(45, ROWS, COLUMNS, factor=3, grad=True)
    put("bce", F.binary_cross_entropy_with_logits(x, (tensor(46, ROWS, COLUMNS) > 0).double()), x)
    x = tensor(45, ROWS, COLUMNS, factor=3, grad=True)
    labels = torch.tensor([i % 7 for i in range(ROWS)])
    put("cross_entropy", F.cross_entropy(x[:, :7], labels) + F.cross_entropy(x[:, 9:], (labels + 3) % 7), x)
    x = tensor(45, ROWS, COLUMNS, factor=3, grad=True)
    variance = torch.exp(tensor(47, ROWS, COLUMNS))
    put("gaussian_nll", COLUMNS * F.gaussian_nll_loss(x, tensor(46, ROWS, COLUMNS), variance, eps=0), x)
    x = tensor(45, ROWS, COLUMNS, factor=3, grad=True)
    q = torch.distributions.Normal(tensor(46, ROWS, COLUMNS), torch.exp(x / 2))
    put("kl", torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum() / ROWS, x)
    return out


def optimiser(kind, steps=25, clip=None, **settings):
    w = torch.nn.Parameter(tensor(50, 33).float())
    b = torch.nn.Parameter(tensor(51, 5).float())
    made = kind([w, b], **settings)
    norms = []
    for step in range(steps):
        # Gradients of many sizes, some exactly zero.
        w.grad = (tensor(60 + step, 33) ** 3 * (torch.arange(33) % 4 != 0)).float()
        b.grad = (tensor(160 + step, 5) * 10).float()
        if clip is not None:
            norms.append(float(torch.nn.utils.clip_grad_norm_([w, b], clip)))
        made.step()
    return {"w": listed(w), "b": listed(b), "norms": norms}


def main():
    torch.set_num_threads(1)
    run = Run()
    fixture = {
        "normalisations": normalisations(),
        "activations": activations(),
        "losses": losses(),
        "adam": optimiser(torch.optim.Adam, lr=1e-2, weight_decay=1e-2),
        "adam_clipped": optimiser(torch.optim.Adam, lr=1e-2, betas=(0.5, 0.9), clip=1.0),
        "adamw": optimiser(torch.optim.AdamW, lr=1e-2, weight_decay=0.3),
        "mlp_losses": [run.step().item() for _ in range(101)],
    }
    target = pathlib.Path("tests/CausalLoom.Numerics.Tests/Fixtures/neural.json")
    target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
