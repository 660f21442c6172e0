"""One line a problem and setting: seconds, and mean squared errors on held-out rows with the SE of their difference.

Usage: python3 tools/peers/forest/summarise.py WORK_DIR SETTING PROBLEM ...
"""
import os
import re
import sys

import numpy as np
import pandas as pd

work, setting, *problems = sys.argv[1:]
for problem in problems:
    table = pd.read_csv(os.path.join(work, problem + ".csv"))
    y = table["c" if setting == "classes" else "y"].to_numpy()
    sides = {}
    for side in ["causalloom", "sklearn", "ranger"]:
        stem = os.path.join(work, f"{problem}.{setting}.{side}")
        if os.path.exists(stem + ".p"):
            facts = dict(re.findall(r"(\w+) ([0-9.]+)", open(stem + ".log").read()))
            sides[side] = float(facts["cpu_seconds"]), facts["leaves_per_tree"], (np.loadtxt(stem + ".p") - y) ** 2
    ours = sides.pop("causalloom")
    held = ~np.isnan(ours[2])
    print(f"{problem} {setting}: CausalLoom {1000 * ours[0]:.1f} ms, {ours[1]} leaves, error {ours[2][held].mean():.4f} (SE {ours[2][held].std() / held.sum() ** 0.5:.4f})")
    for side, (seconds, leaves, errors) in sides.items():
        gap = (ours[2] - errors)[held]
        print(f"  {side}: {1000 * seconds:.1f} ms = {seconds / ours[0]:.1f} times ours, {leaves} leaves, error {errors[held].mean():.4f}; "
              f"ours - theirs {gap.mean():+.4f} (paired SE {gap.std() / held.sum() ** 0.5:.4f})")
