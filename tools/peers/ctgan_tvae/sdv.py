#!/usr/bin/env python3
"""Fits sdv-dev's CTGAN or TVAE at its defaults (300 epochs, batch 500) to a CSV on one thread, draws as many rows, prints cost.

Usage: sdv.py ctgan|tvae TABLE.csv OUT.csv SEED [FOLDER ...]
FOLDERs are checkouts of sdv-dev/CTGAN and sdv-dev/RDT; without any, the installed packages are used. Columns with at most
two values, or of text, are declared discrete. Coding runs in this process (joblib's workers would hide their time and memory), and
faker and tqdm, which the fit does not need, are replaced by empty modules where they are missing. Refuses to run (exit 3)
where torch does not call OpenBLAS.
"""
import pathlib
import sys
import time
import types

sys.path[:0] = sys.argv[5:]
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))


class Anything:
    """Has every name; called, it gives back its first argument."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *args, **kwargs):
        return args[0] if args else Anything()


class Empty(types.ModuleType):
    """A module with every name."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


for missing in ["faker", "faker.config", "tqdm"]:
    try:
        __import__(missing)
    except ImportError:
        sys.modules[missing] = Empty(missing)

import joblib  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import torch  # noqa: E402

from mlp_step import blas_core  # noqa: E402


def peak_mib():
    with open("/proc/self/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def main():
    name, source, target, seed = sys.argv[1:5]
    torch.set_num_threads(1)
    core = blas_core()
    if core is None:
        print("torch does not use OpenBLAS here (install libopenblas0-pthread and numpy/torch that link to it).", file=sys.stderr)
        sys.exit(3)
    from ctgan import CTGAN, TVAE
    table = pd.read_csv(source)
    discrete = [c for c in table.columns if table[c].nunique() <= 2 or table[c].dtype == object]
    np.random.seed(int(seed))
    torch.manual_seed(int(seed))
    model = CTGAN() if name == "ctgan" else TVAE()
    wall, cpu = time.time(), time.process_time()
    with joblib.parallel_backend("sequential"):
        model.fit(table, discrete)
    cpu, wall = time.process_time() - cpu, time.time() - wall
    model.sample(len(table)).to_csv(target, index=False)
    print(f"sdv {name} torch {torch.__version__} openblas_core {core} seed {seed} cpu_seconds {cpu:.2f} wall_seconds {wall:.2f} peak_mib {peak_mib():.0f}")


if __name__ == "__main__":
    main()
