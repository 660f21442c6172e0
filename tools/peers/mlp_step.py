#!/usr/bin/env python3
"""The MLP training step of docs/performance.md in PyTorch, on one thread, timed by CPU time.

Usage: mlp_step.py LOSS_FILE [STEPS]
Writes the losses of the first 1000 steps, one a line, and prints one line of timings. Refuses to run (exit 3) where
torch does not call OpenBLAS: with the reference BLAS the same step takes ten times as long and the ratio means nothing.
"""
import sys
import time

import numpy as np
import torch

ROWS, INPUTS, BATCH = 1000, 25, 100
WIDTHS = [INPUTS, 200, 200, 200, 100, 100, 1]


def blas_core():
    """The OpenBLAS that this process has loaded: asked of threadpoolctl, or else of the memory map."""
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))
    try:
        from threadpoolctl import threadpool_info
        cores = [p["architecture"] for p in threadpool_info() if p.get("internal_api") == "openblas"]
        return cores[0] if cores else None
    except ImportError:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return "unknown core" if "openblas" in maps.read() else None


def hashed(seed, count):
    """Uniform on [-1, 1) from a 32-bit integer hash; the same function as HashedNumbers.cs."""
    index = np.arange(count, dtype=np.uint64)
    mask = np.uint64(0xFFFFFFFF)
    x = ((index * np.uint64(0x9E3779B9)) & mask) ^ np.uint64((seed * 0x85EBCA6B) & 0xFFFFFFFF)
    x ^= x >> np.uint64(16)
    x = (x * np.uint64(0x7FEB352D)) & mask
    x ^= x >> np.uint64(15)
    x = (x * np.uint64(0x846CA68B)) & mask
    x ^= x >> np.uint64(16)
    return x.astype(np.float64) / 2.0**31 - 1


def data():
    x = (np.sqrt(3.0) * hashed(1, ROWS * INPUTS)).astype(np.float32).reshape(ROWS, INPUTS)
    wide = x.astype(np.float64)
    signal = wide[:, 0] * wide[:, 1] + wide[:, 2] * wide[:, 2] - 0.5 * wide[:, 3]
    y = (signal + 0.3 * hashed(2, ROWS)).astype(np.float32)
    return torch.from_numpy(x), torch.from_numpy(y).reshape(-1, 1)


def network():
    layers = []
    for i, (inputs, outputs) in enumerate(zip(WIDTHS[:-1], WIDTHS[1:])):
        layer = torch.nn.Linear(inputs, outputs)
        bound = 1 / np.sqrt(float(inputs))
        weight = (bound * hashed(100 + 2 * i, inputs * outputs)).astype(np.float32).reshape(inputs, outputs)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weight.T.copy()))
            layer.bias.copy_(torch.from_numpy((bound * hashed(101 + 2 * i, outputs)).astype(np.float32)))
        layers += [layer, torch.nn.ELU()]
    return torch.nn.Sequential(*layers[:-1])


class Run:
    def __init__(self):
        self.x, self.y = data()
        self.net = network()
        self.optimiser = torch.optim.Adam(self.net.parameters(), lr=1e-3)
        self.loss = torch.nn.MSELoss()
        self.count = 0

    def step(self):
        start = self.count % (ROWS // BATCH) * BATCH
        self.count += 1
        self.optimiser.zero_grad()
        loss = self.loss(self.net(self.x[start:start + BATCH]), self.y[start:start + BATCH])
        loss.backward()
        self.optimiser.step()
        return loss


def main():
    torch.set_num_threads(1)
    core = blas_core()
    if core is None:
        print("torch does not use OpenBLAS here (install libopenblas0-pthread and numpy/torch that link to it).", file=sys.stderr)
        sys.exit(3)
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    run = Run()
    losses = [run.step().item() for _ in range(1000)]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("\n".join(repr(loss) for loss in losses) + "\n")
    run = Run()
    for _ in range(300):
        run.step()
    times = []
    for _ in range(steps):
        begin = time.process_time()
        run.step()
        times.append(time.process_time() - begin)
    times = 1e6 * np.sort(times)
    p10, median = times[len(times) // 10], times[len(times) // 2]
    print(f"torch {torch.__version__} openblas_core {core} us_per_step p10 {p10:.1f} median {median:.1f} steps_per_s {1e6 / p10:.0f}")


if __name__ == "__main__":
    main()
