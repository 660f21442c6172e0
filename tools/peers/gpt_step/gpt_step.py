#!/usr/bin/env python3
"""The GPT training step of docs/performance.md in PyTorch, on one thread, timed by CPU time.

Usage: gpt_step.py LOSS_FILE [STEPS]
Writes the losses of the first 40 steps, one a line, and prints one line of timings. Refuses to run (exit 3) where torch does
not call OpenBLAS: with the reference BLAS the ratio means nothing. Attention is written as PyTorch programs write it (batched
products, a mask, softmax); where this torch has a fused scaled_dot_product_attention, that is used instead.
"""
import math
import pathlib
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from mlp_step import blas_core, hashed  # noqa: E402

BATCH, LENGTH, BATCHES = 64, 40, 4
LAYERS, HEADS, WIDTH, VOCABULARY = 4, 4, 128, 1000


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attention_in = nn.Linear(WIDTH, 3 * WIDTH)
        self.attention_out = nn.Linear(WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH)
        self.inner_in = nn.Linear(WIDTH, 4 * WIDTH)
        self.inner_out = nn.Linear(4 * WIDTH, WIDTH)
        self.gelu = nn.GELU(approximate="tanh")
        self.register_buffer("future", torch.triu(torch.ones(LENGTH, LENGTH, dtype=torch.bool), 1))

    def attend(self, x):
        batch, tokens, _ = x.shape
        q, k, v = (t.view(batch, tokens, HEADS, WIDTH // HEADS).transpose(1, 2) for t in self.attention_in(x).split(WIDTH, 2))
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = (q @ k.transpose(2, 3)) * (1 / math.sqrt(WIDTH // HEADS))
            y = F.softmax(scores.masked_fill(self.future, float("-inf")), -1) @ v
        return self.attention_out(y.transpose(1, 2).reshape(batch, tokens, WIDTH))

    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.inner_out(self.gelu(self.inner_in(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(LENGTH, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.fill()

    def fill(self):
        """The starting weights of GptProblem.cs: parameter p of the decoder is hashed with seed 300 + p; biases are 0."""
        order = [self.tokens, self.positions]
        for block in self.blocks:
            order += [block.norm1, block.attention_in, block.attention_out, block.norm2, block.inner_in, block.inner_out]
        with torch.no_grad():
            seed = 300
            for module in order:
                if isinstance(module, nn.Embedding):
                    module.weight.copy_(values(seed, *module.weight.shape))
                    seed += 1
                    continue
                if isinstance(module, nn.Linear):
                    module.weight.copy_(values(seed, *module.weight.T.shape).T)
                    module.bias.zero_()
                seed += 2

    def forward(self, ids):
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        return F.linear(self.norm(x), self.tokens.weight)


def values(seed, rows, columns):
    return torch.from_numpy((0.035 * hashed(seed, rows * columns)).astype(np.float32).reshape(rows, columns))


class Run:
    def __init__(self):
        u = (hashed(299, BATCHES * BATCH * (LENGTH + 1)) + 1) / 2
        stream = torch.from_numpy((1000 * u * u).astype(np.int64).reshape(BATCHES, BATCH, LENGTH + 1))
        self.ids, self.targets = stream[:, :, :-1].contiguous(), stream[:, :, 1:].contiguous()
        self.net = Gpt()
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=5e-4, weight_decay=0.01)
        self.count = 0

    def step(self):
        batch = self.count % BATCHES
        self.count += 1
        self.optimiser.zero_grad()
        loss = F.cross_entropy(self.net(self.ids[batch]).view(-1, VOCABULARY), self.targets[batch].view(-1))
        loss.backward()
        self.optimiser.step()
        return loss


def main():
    torch.set_num_threads(1)
    core = blas_core()
    if core is None:
        print("torch does not use OpenBLAS here (install libopenblas0-pthread and numpy/torch that link to it).", file=sys.stderr)
        sys.exit(3)
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    run = Run()
    losses = [run.step().item() for _ in range(40)]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("\n".join(repr(loss) for loss in losses) + "\n")
    times = []
    for _ in range(steps):
        begin = time.process_time()
        run.step()
        times.append(time.process_time() - begin)
    times = 1e6 * np.sort(times)
    p10, median = times[len(times) // 10], times[len(times) // 2]
    print(f"torch {torch.__version__} openblas_core {core} us_per_step p10 {p10:.1f} median {median:.1f}")


if __name__ == "__main__":
    main()
