#!/usr/bin/env python3
"""The products of `CausalLoom.Benchmarks gemm` in numpy on OpenBLAS: GFLOP/s of CPU time, median, one thread.

Set OPENBLAS_NUM_THREADS=1, and OPENBLAS_CORETYPE=SkylakeX where OpenBLAS does not recognise an AVX-512 processor. Refuses
to run (exit 3) where numpy does not call OpenBLAS. The figures include numpy's call, about one microsecond.
"""
import math
import sys
import time

import numpy as np

SIZES = [
    (100, 200, 25), (100, 100, 100), (100, 200, 200), (100, 100, 200), (100, 1, 100), (1, 100, 100), (40, 40, 32), (40, 32, 40), (1000, 32, 32), (1000, 32, 25), (128, 128, 128),
    (128, 256, 256), (128, 300, 300), (500, 200, 25), (500, 500, 500), (500, 512, 512), (500, 100, 100), (512, 512, 512), (1024, 1024, 1024),
]


def rate(kind, m, n, k):
    generator = np.random.default_rng(1)
    a = generator.random((m, k), np.float32)
    b = generator.random((k, n), np.float32)
    a = np.ascontiguousarray(a.T).T if kind == "TN" else a
    b = np.ascontiguousarray(b.T).T if kind == "NT" else b
    c = np.empty((m, n), np.float32)
    operations = 2.0 * m * n * k
    calls = int(min(2000, max(1, 2e7 / operations)))
    times = []
    for _ in range(101 if operations < 1e9 else 11):
        start = time.thread_time()
        for _ in range(calls):
            np.matmul(a, b, out=c)
        times.append((time.thread_time() - start) / calls)
    return operations / sorted(times)[len(times) // 2] / 1e9


def main():
    np.ones((2, 2)) @ np.ones((2, 2))
    with open("/proc/self/maps", encoding="utf-8") as maps:
        if "openblas" not in maps.read():
            print("numpy does not use OpenBLAS here (install libopenblas0-pthread).", file=sys.stderr)
            sys.exit(3)
    rates = []
    for size in SIZES:
        row = [rate(kind, *size) for kind in ("NN", "TN", "NT")]
        rates += row
        print(",".join(map(str, size)).ljust(16) + "".join(f"{r:8.1f}" for r in row))
    print(f"geometric mean {math.exp(sum(map(math.log, rates)) / len(rates)):.1f}")


if __name__ == "__main__":
    main()
