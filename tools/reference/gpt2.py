#!/usr/bin/env python3
"""Writes the fixtures of GPT-2's architecture, computed by PyTorch in float64 from the published equations.

Run from the repository root with a Python that has torch (the committed files came from 1.13). Nothing but torch is used: the
model below is written from the papers (Radford et al., 2019; Vaswani et al., 2017), weights stored inputs × outputs as in
published GPT-2 checkpoints.

Output: tests/CausalLoom.Numerics.Tests/Fixtures/transformer.json (the network alone),
tests/CausalLoom.Tests/Fixtures/tiny_gpt2/ (a checkpoint folder as Hugging Face lays one out, with hashed weights and a
byte-pair vocabulary learnt from a few lines below) and tests/CausalLoom.Tests/Fixtures/great.json (what PyTorch and the
byte-pair encoder below make of it).
"""
import json
import math
import pathlib
import re
import struct
import sys
import unicodedata

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


# ---- byte-level byte-pair encoding, written plainly -------------------------------------------------------------------

def byte_alphabet():
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    others = [b for b in range(256) if b not in printable]
    return {**{b: chr(b) for b in printable}, **{b: chr(256 + i) for i, b in enumerate(others)}}


ALPHABET = byte_alphabet()
PIECE = re.compile(" ?L+| ?N+| ?O+|[ S]+(?![^ S])|[ S]+")
CONTRACTION = re.compile("'s|'t|'re|'ve|'m|'ll|'d")


def kind(character):
    if character == " ":
        return " "
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f":
        return "S"
    category = unicodedata.category(character)[0]
    return category if category in "LN" else "O"


def pieces(text):
    kinds, at, found = "".join(kind(c) for c in text), 0, []
    while at < len(text):
        match = CONTRACTION.match(text, at) or PIECE.match(kinds, at)
        found.append("".join(ALPHABET[b] for b in text[at : match.end()].encode("utf-8")))
        at = match.end()
    return found


def merged(symbols, pair):
    out, at = [], 0
    while at < len(symbols):
        if tuple(symbols[at : at + 2]) == pair:
            out.append(symbols[at] + symbols[at + 1])
            at += 2
        else:
            out.append(symbols[at])
            at += 1
    return out


def learn(lines, count):
    """Merges by falling frequency of adjacent pairs, ties by the pair itself."""
    words = [list(piece) for line in lines for piece in pieces(line)]
    merges = []
    while len(merges) < count:
        pairs = {}
        for word in words:
            for pair in zip(word, word[1:]):
                pairs[pair] = pairs.get(pair, 0) + 1
        best = max(pairs, key=lambda p: (pairs[p], p), default=None)
        if best is None or pairs[best] < 2:
            break
        merges.append(best)
        words = [merged(word, best) for word in words]
    return merges


def encode(text, vocabulary, merges):
    ranks, ids = {pair: rank for rank, pair in enumerate(merges)}, []
    for piece in pieces(text):
        symbols = list(piece)
        while True:
            known = [pair for pair in zip(symbols, symbols[1:]) if pair in ranks]
            if not known:
                break
            symbols = merged(symbols, min(known, key=ranks.get))
        ids += [vocabulary[symbol] for symbol in symbols]
    return ids


def corpus():
    lines = []
    for i in range(120):
        lines.append(f"bmi is {10 + i * 7 % 30}.{i * 37 % 1000:03d}, income is {i * i * 13}, visits is {i % 24}, sex is {'fm'[i % 2]}")
        lines.append(f"site is {['a', 'b', 'c', 'once'][i % 4]}, constant is 7.25, gone is None, single is only")
        lines.append(f"age is {20 + i % 60}, smoker is {['yes', 'no'][i % 2]}, dose is {['low', 'high'][i // 2 % 2]}, weight is {50 + i % 40}.{i % 10}")
    return lines


def numbers():
    """All numbers of two digits as tokens, with and without a space before them, as GPT-2's vocabulary has them."""
    digits, space = "0123456789", ALPHABET[32]
    spaced = [(space, d) for d in digits] + [(space + a, b) for a in digits for b in digits]
    return spaced + [(a, b) for a in digits for b in digits]


TEXTS = [
    "age is 24, smoker is yes, dose is low, weight is 71.5",
    "bmi is -3.250, income is 1e+20, gone is None",
    "it's we'll they're I'd  two  spaces\tand\n\nlines   ",
    "Größe ist 1,75 m; naïve café — 日本語 ½ ² Ⅷ 🙂 e\u0301",
    "a,b \"quoted\" 'd 's _under_score_ #$% 123abc 12 34",
    "",
    " ",
    "x\u00a0y\u2003z\r\n end",
]


# ---- the checkpoint ----------------------------------------------------------------------------------------------------

def safetensors(tensors):
    """The safetensors format: header length, header, values; types F32, F16 and BF16 (given as uint16)."""
    header, data = {}, b""
    for name, values in tensors.items():
        kind_of = {"float32": "F32", "float16": "F16", "uint16": "BF16", "uint8": "U8"}[values.dtype.name]
        raw = values.tobytes()
        header[name] = {"dtype": kind_of, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def checkpoint(folder):
    context, width, heads, layers = 160, 24, 2, 2
    merges = learn(corpus(), 120)
    merges += [pair for pair in numbers() if pair not in merges]
    tokens = list(dict.fromkeys([ALPHABET[b] for b in sorted(ALPHABET)] + [a + b for a, b in merges] + ["<|endoftext|>"]))
    vocabulary = {token: i for i, token in enumerate(tokens)}
    made = weights(len(tokens), context, width, layers, seed=600, factor=0.25)
    extras = {f"h.{i}.attn.bias": np.tril(np.ones((1, 1, 4, 4), dtype=np.uint8)) for i in range(layers)}
    config = {
        "activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "layer_norm_epsilon": 1e-5,
        "n_embd": width, "n_head": heads, "n_layer": layers, "n_positions": context, "n_ctx": context, "n_inner": None,
        "vocab_size": len(tokens), "bos_token_id": len(tokens) - 1, "eos_token_id": len(tokens) - 1,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(safetensors({**made, **extras}))
    values = np.array([1.5, -0.333251953125, 65504.0, 6e-8, 0.0, -2.0], dtype=np.float32)
    bfloat = (values.view(np.uint32) >> 16).astype(np.uint16)
    (folder.parent / "halves.safetensors").write_bytes(safetensors({"half": values.astype(np.float16).reshape(3, 2), "brain": bfloat.reshape(3, 2), "single": values}))
    halves = {"half": [float(v) for v in values.astype(np.float16)], "brain": [float(v) for v in (bfloat.astype(np.uint32) << 16).view(np.float32)]}
    return vocabulary, merges, leaves(made), heads, layers, halves


def great_fixture(folder):
    vocabulary, merges, p, heads, layers, halves = checkpoint(folder)
    texts = [{"text": text, "ids": encode(text, vocabulary, merges)} for text in TEXTS]
    ids = torch.tensor([texts[0]["ids"] + [vocabulary["<|endoftext|>"]]])
    _, logits = forward(p, ids[:, :-1], heads, layers)
    loss = F.cross_entropy(logits[0], ids[0, 1:])
    loss.backward()
    watched = ["h.0.attn.c_attn.weight", "h.1.mlp.c_proj.bias", "h.1.ln_2.weight", "ln_f.bias", "h.0.mlp.c_fc.bias"]
    return {
        "texts": texts, "halves": halves, "loss": float(loss), "last_logits": listed(logits[0, -1]),
        "gradients": {name: listed(p[name].grad) for name in watched},
        "token_gradient": {"id": int(ids[0, 3]), "values": listed(p["wte.weight"].grad[ids[0, 3]])},
    }


def main():
    target = pathlib.Path("tests/CausalLoom.Numerics.Tests/Fixtures/transformer.json")
    target.write_text(json.dumps(decoder_fixture(), separators=(",", ":")) + "\n", encoding="utf-8")
    fixtures = pathlib.Path("tests/CausalLoom.Tests/Fixtures")
    great = great_fixture(fixtures / "tiny_gpt2")
    (fixtures / "great.json").write_text(json.dumps(great, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
