"""Medians of CPU time, ratios to the peer, and bias with its standard error; a line a setting and estimator.

Usage: python3 tools/peers/average_effects/summarise.py TRUTH PEER.log CROSS.log SETTING=OURS.log ...
CROSS.log is the peer's cross-fitted AIPW, which the setting "forest" is held against too.
"""
import sys

import numpy as np
import pandas as pd


def read(path):
    table = pd.read_csv(path, sep=" ", names=["replicate", "estimator", "seconds", "estimate"])
    return {name: part for name, part in table.groupby("estimator", sort=False)}


def line(side, part, *others):
    error = part["estimate"] - truth
    median = part["seconds"].median()
    ratio = "".join(f" = 1/{other['seconds'].median() / median:.1f} of {name}" for name, other in others)
    print(f"{side:9} {part['estimator'].iloc[0]:5} {1000 * median:8.2f} ms{ratio}; bias {error.mean():+.4f} (SE {error.std() / len(error) ** 0.5:.4f}), "
          f"RMSE {np.sqrt((error ** 2).mean()):.4f}, {len(error)} replicates")


truth, peer, crossed = float(sys.argv[1]), read(sys.argv[2]), read(sys.argv[3])["aipw"]
for part in peer.values():
    line("sklearn", part)
line("crossed", crossed)
for argument in sys.argv[4:]:
    setting, path = argument.split("=", 1)
    for name, part in read(path).items():
        line(setting, part, ("the peer's", peer[name]), *([("the peer's cross-fitted", crossed)] if (setting, name) == ("forest", "aipw") else []))
