#!/usr/bin/env python3
"""The CTGAN step of docs/performance.md in PyTorch, on one thread, timed by CPU time: one critic and one generator step.

Usage: ctgan_step.py usual|detached [STEPS]
"usual" leaves the generator in the graph of the critic's loss and penalty, as reference code commonly does; "detached"
cuts it out. Refuses to run (exit 3) where torch does not call OpenBLAS.
"""
import pathlib
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from mlp_step import blas_core, hashed  # noqa: E402

BATCH, PACK, NOISE, WIDTH, VALUES, BLOCKS, LEVELS, CONDITIONS = 500, 10, 128, 256, 8, 16, 6, 46
DATA = VALUES + BLOCKS * LEVELS


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [NOISE + CONDITIONS, NOISE + CONDITIONS + WIDTH]
        self.layers = nn.ModuleList(nn.Sequential(nn.Linear(w, WIDTH), nn.BatchNorm1d(WIDTH), nn.ReLU()) for w in widths)
        self.heads = nn.Linear(widths[1] + WIDTH, DATA)

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([layer(x), x], dim=1)
        return self.heads(x)


def critic():
    return nn.Sequential(
        nn.Linear(PACK * (DATA + CONDITIONS), WIDTH), nn.LeakyReLU(0.2), nn.Dropout(0.5),
        nn.Linear(WIDTH, WIDTH), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(WIDTH, 1))


def rows(heads):
    parts = [torch.tanh(heads[:, :VALUES])]
    for b in range(BLOCKS):
        start = VALUES + b * LEVELS
        parts.append(F.gumbel_softmax(heads[:, start:start + LEVELS], tau=0.2))
    return torch.cat(parts, dim=1)


class Run:
    def __init__(self, detached):
        self.detached = detached
        self.generator, self.critic = Generator(), critic()
        settings = {"lr": 2e-4, "betas": (0.5, 0.9), "weight_decay": 1e-6}
        self.og = torch.optim.Adam(self.generator.parameters(), **settings)
        self.oc = torch.optim.Adam(self.critic.parameters(), **settings)
        real = np.zeros((BATCH, DATA), dtype=np.float32)
        real[:, :VALUES] = hashed(5, BATCH * VALUES).reshape(BATCH, VALUES)
        for b in range(BLOCKS):
            real[np.arange(BATCH), VALUES + b * LEVELS + (np.arange(BATCH) * 7 + b * 3) % LEVELS] = 1
        self.real = torch.from_numpy(real)
        self.drawn = F.one_hot(torch.arange(BATCH) % CONDITIONS, CONDITIONS).float()

    def step(self):
        given = torch.randint(CONDITIONS, (BATCH,))
        c = F.one_hot(given, CONDITIONS).float()
        fake = rows(self.generator(torch.cat([torch.randn(BATCH, NOISE), c], dim=1)))
        fake = fake.detach() if self.detached else fake
        a, b = torch.cat([fake, c], dim=1), torch.cat([self.real, self.drawn], dim=1)
        share = torch.rand(BATCH // PACK, 1, 1).expand(-1, PACK, DATA + CONDITIONS).reshape(BATCH, -1)
        between = share * b + (1 - share) * a
        if self.detached:
            between.requires_grad_(True)
        packed = PACK * (DATA + CONDITIONS)
        slope = torch.autograd.grad(self.critic(between.view(-1, packed)).sum(), between, create_graph=True)[0]
        penalty = 10 * ((slope.view(-1, packed).norm(2, dim=1) - 1) ** 2).mean()
        loss = self.critic(a.view(-1, packed)).mean() - self.critic(b.view(-1, packed)).mean()
        self.oc.zero_grad()
        (loss + penalty).backward()
        self.oc.step()

        given = torch.randint(CONDITIONS, (BATCH,))
        c = F.one_hot(given, CONDITIONS).float()
        heads = self.generator(torch.cat([torch.randn(BATCH, NOISE), c], dim=1))
        entropy = 0
        for block in range(BLOCKS):
            chosen = (given % BLOCKS) == block
            start = VALUES + block * LEVELS
            entropy = entropy + F.cross_entropy(heads[chosen, start:start + LEVELS], given[chosen] % LEVELS, reduction="sum") / BATCH
        loss = entropy - self.critic(torch.cat([rows(heads), c], dim=1).view(-1, packed)).mean()
        self.og.zero_grad()
        loss.backward()
        self.og.step()


def main():
    torch.set_num_threads(1)
    core = blas_core()
    if core is None:
        print("torch does not use OpenBLAS here (install libopenblas0-pthread and numpy/torch that link to it).", file=sys.stderr)
        sys.exit(3)
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    run = Run(sys.argv[1] == "detached")
    times = []
    for _ in range(steps + 20):
        begin = time.process_time()
        run.step()
        times.append(time.process_time() - begin)
    times = 1e6 * np.sort(times[20:])
    print(f"torch {torch.__version__} openblas_core {core} {sys.argv[1]} us_per_step p10 {times[len(times) // 10]:.1f} median {times[len(times) // 2]:.1f}")


if __name__ == "__main__":
    main()
