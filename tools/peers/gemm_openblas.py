#!/usr/bin/env python3
"""The products of `CausalLoom.Benchmarks gemm --rates FILE` in numpy on OpenBLAS: GFLOP/s of CPU time, median, one thread.

Usage: gemm_openblas.py FILE OUT - reads the "m,n,k,kind,rate" lines of FILE, writes the same lines with numpy's rates to OUT.
Set OPENBLAS_NUM_THREADS=1, and OPENBLAS_CORETYPE=SkylakeX or Cooperlake where OpenBLAS does not recognise an AVX-512
processor. Refuses to run (exit 3) where numpy does not call OpenBLAS on one thread, or calls kernels narrower than the
processor's registers. The figures include numpy's call, about one microsecond. tools/peers/compare_gemm.sh calls this.
"""
import math
import sys
import time

import numpy as np
from threadpoolctl import threadpool_info

WIDE_CORES = ("SkylakeX", "Cooperlake", "SapphireRapids")


def require_openblas():
    np.ones((2, 2), np.float32) @ np.ones((2, 2), np.float32)
    found = [p for p in threadpool_info() if p.get("internal_api") == "openblas"]
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        wide = "avx512f" in info.read()
    reason = None
    if not found:
        reason = "numpy does not use OpenBLAS here (install libopenblas0-pthread)"
    elif found[0]["num_threads"] != 1:
        reason = "OpenBLAS has several threads; set OPENBLAS_NUM_THREADS=1"
    elif wide and found[0]["architecture"] not in WIDE_CORES:
        reason = f"OpenBLAS chose its {found[0]['architecture']} kernels on an AVX-512 processor; set OPENBLAS_CORETYPE=SkylakeX"
    if reason:
        print(reason + ".", file=sys.stderr)
        sys.exit(3)
    return found[0]["version"], found[0]["architecture"]


def rate(kind, m, n, k):
    generator = np.random.default_rng(1)
    a = generator.random((m, k), np.float32)
    b = generator.random((k, n), np.float32)
    a = np.ascontiguousarray(a.T).T if kind == "TN" else a
    b = np.ascontiguousarray(b.T).T if kind == "NT" else b
    c = np.empty((m, n), np.float32)
    operations = 2.0 * m * n * k
    calls = int(min(2000, max(1, 2e7 / operations)))
    for _ in range(2 * calls):
        np.matmul(a, b, out=c)
    times = []
    for _ in range(101 if operations <= 1e9 else 11):
        start = time.thread_time()
        for _ in range(calls):
            np.matmul(a, b, out=c)
        times.append((time.thread_time() - start) / calls)
    return operations / sorted(times)[len(times) // 2] / 1e9


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    version, core = require_openblas()
    rates = []
    with open(sys.argv[1], encoding="utf-8") as sizes, open(sys.argv[2], "w", encoding="utf-8") as out:
        for m, n, k, kind, _ in (line.strip().split(",") for line in sizes):
            rates.append(rate(kind, int(m), int(n), int(k)))
            out.write(f"{m},{n},{k},{kind},{rates[-1]:.3f}\n")
    print(f"OpenBLAS {version}, {core} kernels: geometric mean {math.exp(sum(map(math.log, rates)) / len(rates)):.1f} over all {len(rates)} products")


if __name__ == "__main__":
    main()
