"""Writes the problems that forests are compared on: fold, features, y, c (y above its median) as CSV.

Usage: python3 tools/peers/forest/problems.py DATA_DIR OUT_DIR [ROWS]
DATA_DIR holds what tools/datasets/analysis_files.py wrote. Folds 0 to 4 are held out in turn; fold -1 never is.
"""
import os
import sys

import numpy as np
import pandas as pd


def write(name, x, y, fold):
    frame = pd.DataFrame(x, columns=[f"x{j}" for j in range(x.shape[1])])
    frame.insert(0, "fold", fold)
    frame["y"] = y
    frame["c"] = (y > np.median(y)).astype(int)
    frame.to_csv(os.path.join(out, name + ".csv"), index=False)


data, out = sys.argv[1:3]
rng = np.random.default_rng(1)
for name in ["ihdp_1", "actg175_steam"]:
    table = pd.read_csv(os.path.join(data, name + ".csv"))
    x = table.drop(columns=["treatment", "outcome"]).to_numpy(float)
    write(name, x, table["outcome"].to_numpy(), rng.permutation(len(table)) % 5)
n = int(sys.argv[3]) if len(sys.argv) > 3 else 20000
x = rng.normal(size=(n + 5000, 25))
write("sim20k" if n == 20000 else f"sim{n}", x, x[:, 0] + x[:, 1] ** 2 + rng.normal(size=n + 5000), np.where(np.arange(n + 5000) < n, -1, 0))
