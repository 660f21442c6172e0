#!/usr/bin/env python3
"""The conditional VAE step of docs/performance.md in PyTorch, on one thread, timed by CPU time.

Usage: vae_step.py [STEPS]
Refuses to run (exit 3) where torch does not call OpenBLAS.
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

BATCH, WIDTH, LATENT, VALUES, BLOCKS, LEVELS, CONDITIONS = 500, 256, 128, 8, 16, 6, 46
DATA = VALUES + BLOCKS * LEVELS


class Run(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(DATA + CONDITIONS, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU())
        self.mean, self.log_variance = nn.Linear(WIDTH, LATENT), nn.Linear(WIDTH, LATENT)
        self.decoder = nn.Sequential(nn.Linear(LATENT + CONDITIONS, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU())
        self.heads = nn.Linear(WIDTH, DATA)
        self.deviation = nn.Parameter(torch.zeros(VALUES))
        self.optimiser = torch.optim.Adam(self.parameters(), lr=1e-3, weight_decay=1e-5)
        x = np.zeros((BATCH, DATA), dtype=np.float32)
        x[:, :VALUES] = hashed(6, BATCH * VALUES).reshape(BATCH, VALUES)
        self.targets = (torch.arange(BATCH)[:, None] * 7 + torch.arange(BLOCKS)[None, :] * 3) % LEVELS
        for b in range(BLOCKS):
            x[np.arange(BATCH), VALUES + b * LEVELS + self.targets[:, b].numpy()] = 1
        self.x = torch.from_numpy(x)
        self.c = F.one_hot(torch.arange(BATCH) * 11 % CONDITIONS, CONDITIONS).float()

    def step(self):
        self.optimiser.zero_grad()
        h = self.encoder(torch.cat([self.x, self.c], dim=1))
        mean, log_variance = self.mean(h), self.log_variance(h)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        heads = self.heads(self.decoder(torch.cat([z, self.c], dim=1)))
        gap = self.x[:, :VALUES] - torch.tanh(heads[:, :VALUES])
        loss = (0.5 * self.deviation + gap**2 / (2 * torch.exp(self.deviation))).sum()
        for b in range(BLOCKS):
            start = VALUES + b * LEVELS
            loss = loss + F.cross_entropy(heads[:, start:start + LEVELS], self.targets[:, b], reduction="sum")
        kl = -0.5 * torch.sum(1 + log_variance - mean**2 - log_variance.exp())
        ((2 * loss + kl) / BATCH).backward()
        self.optimiser.step()


def main():
    torch.set_num_threads(1)
    core = blas_core()
    if core is None:
        print("torch does not use OpenBLAS here (install libopenblas0-pthread and numpy/torch that link to it).", file=sys.stderr)
        sys.exit(3)
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    run = Run()
    times = []
    for _ in range(steps + 40):
        begin = time.process_time()
        run.step()
        times.append(time.process_time() - begin)
    times = 1e6 * np.sort(times[40:])
    print(f"torch {torch.__version__} openblas_core {core} us_per_step p10 {times[len(times) // 10]:.1f} median {times[len(times) // 2]:.1f}")


if __name__ == "__main__":
    main()
