#!/usr/bin/env python3
"""Writes the fixtures of GPT-2's architecture, computed by PyTorch in float64 from the published equations.

Run from the repository root with a Python that has torch (the committed files came from 1.13). Nothing but torch is used: the
model below is written from the papers (Radford et al., 2019; Vaswani et al., 2017), weights stored inputs × outputs as in
published GPT-2 checkpoints.

Output: tests/CausalLoom.Numerics.Tests/Fixtures/transformer.json
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
from mlp_step import hashed  # noqa: E402


def shapes(vocabulary, context, width, layers):
    """Names and shapes in the order in which the C# decoder creates its parameters."""
    yield "wte.weight", (vocabulary, width)
    yield "wpe.weight", (context, width)
    for layer in range(layers):
        h = f"h.{layer}."
        yield h + "ln_1.weight", (width,)
        yield h + "ln_1.bias", (width,)
        yield h + "attn.c_attn.weight", (width, 3 * width)
        yield h + "attn.c_attn.bias", (3 * width,)
        yield h + "attn.c_proj.weight", (width, width)
        yield h + "attn.c_proj.bias", (width,)
        yield h + "ln_2.weight", (width,)
        yield h + "ln_2.bias", (width,)
        yield h + "mlp.c_fc.weight", (width, 4 * width)
        yield h + "mlp.c_fc.bias", (4 * width,)
        yield h + "mlp.c_proj.weight", (4 * width, width)
        yield h + "mlp.c_proj.bias", (width,)
    yield "ln_f.weight", (width,)
    yield "ln_f.bias", (width,)


def weights(vocabulary, context, width, layers, seed=200, factor=0.4):
    """Hashed numbers rounded to float32; scales of normalisations lie around 1."""
    made = {}
    for i, (name, shape) in enumerate(shapes(vocabulary, context, width, layers)):
        values = (factor * hashed(seed + i, int(np.prod(shape)))).astype(np.float32).reshape(shape)
        is_scale = ".ln_" in "." + name and name.endswith("weight")
        made[name] = values + np.float32(1) if is_scale else values
    return made


def leaves(made):
    return {name: torch.tensor(values.astype(np.float64), requires_grad=True) for name, values in made.items()}


def attention(x, p, h, heads):
    batch, tokens, width = x.shape
    q, k, v = (x @ p[h + "attn.c_attn.weight"] + p[h + "attn.c_attn.bias"]).split(width, dim=2)
    split = [t.reshape(batch, tokens, heads, width // heads).transpose(1, 2) for t in (q, k, v)]
    scores = split[0] @ split[1].transpose(2, 3) / math.sqrt(width // heads)
    future = torch.triu(torch.ones(tokens, tokens, dtype=torch.bool), diagonal=1)
    out = torch.softmax(scores.masked_fill(future, float("-inf")), dim=3) @ split[2]
    return out.transpose(1, 2).reshape(batch, tokens, width) @ p[h + "attn.c_proj.weight"] + p[h + "attn.c_proj.bias"]


def gelu_new(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def forward(p, ids, heads, layers, epsilon=1e-5):
    """Hidden states after the last normalisation, and logits of the tied head."""
    width = p["wte.weight"].shape[1]
    x = p["wte.weight"][ids] + p["wpe.weight"][: ids.shape[1]]
    for layer in range(layers):
        h = f"h.{layer}."
        x = x + attention(F.layer_norm(x, (width,), p[h + "ln_1.weight"], p[h + "ln_1.bias"], epsilon), p, h, heads)
        inner = F.layer_norm(x, (width,), p[h + "ln_2.weight"], p[h + "ln_2.bias"], epsilon) @ p[h + "mlp.c_fc.weight"] + p[h + "mlp.c_fc.bias"]
        x = x + gelu_new(inner) @ p[h + "mlp.c_proj.weight"] + p[h + "mlp.c_proj.bias"]
    hidden = F.layer_norm(x, (width,), p["ln_f.weight"], p["ln_f.bias"], epsilon)
    return hidden, hidden @ p["wte.weight"].T


def listed(t):
    return [float(f"{v:.10g}") for v in t.detach().reshape(-1)]


def decoder_fixture():
    """Two sequences of lengths 7 and 4 (three padded): logits, loss over the tokens that are there, all gradients."""
    vocabulary, context, width, heads, layers = 11, 9, 12, 3, 2
    p = leaves(weights(vocabulary, context, width, layers))
    ids = torch.tensor([[3, 1, 4, 1, 5, 9, 2], [6, 5, 3, 5, 0, 0, 0]])
    targets = torch.tensor([[1, 4, 1, 5, 9, 2, 10], [5, 3, 5, 8, -100, -100, -100]])
    hidden, logits = forward(p, ids, heads, layers)
    loss = F.cross_entropy(logits.reshape(-1, vocabulary), targets.reshape(-1))
    loss.backward()
    return {"hidden": listed(hidden), "logits": listed(logits), "loss": float(loss), "gradients": {name: listed(leaf.grad) for name, leaf in p.items()}}


def main():
    target = pathlib.Path("tests/CausalLoom.Numerics.Tests/Fixtures/transformer.json")
    target.write_text(json.dumps(decoder_fixture(), separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
