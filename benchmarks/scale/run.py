"""How the verbs grow: CPU seconds and peak memory of whole runs on tables of many rows, many columns, or a column of many levels.

Usage: python3 run.py CAUSALLOOM_DLL [--verbs inspect,estimate] [--tables 10k,1m] [--folder DIR] [--limit SECONDS]
Needs numpy. A line a run, as the table in docs/wide-and-long.md has it; what does not end within the limit says so.
"""
import argparse
import os
import pathlib
import subprocess
import tempfile
import threading

import numpy as np

# Rows, columns, levels of the fourth column.
TABLES = {"10k": (10_000, 20, 5), "100k": (100_000, 20, 5), "1m": (1_000_000, 20, 5), "500x500": (500, 500, 5), "500x2000": (500, 2000, 5),
          "60x50000": (60, 50_000, 5), "levels": (100_000, 20, 50_000)}
ROLES = ["-t", "treatment", "-y", "outcome", "--seed", "1"]
VERBS = {
    "inspect": ["inspect", "{0}", *ROLES, "--json", "j.json"],
    "estimate": ["estimate", "{0}", *ROLES, "--json", "j.json"],
    "evaluate": ["evaluate", "{0}", "{1}", *ROLES, "--json", "j.json"],
    "synthesize": ["synthesize", "{0}", *ROLES, "--generator", "copula", "-o", "o.csv"],
}


def table(path, rows, columns, levels, seed):
    """Numbers, counts, levels and yes or no, with a common cause, a treatment of it and an outcome of both."""
    if path.exists():
        return path
    rng = np.random.default_rng(seed)
    z = rng.normal(size=rows)
    made = []
    for j in range(columns - 2):
        kind = j % 5
        if kind == 3:
            count = levels if j == 3 else 5
            made.append(np.char.add("L", np.char.mod("%d", rng.integers(0, count, rows))))
        else:
            made.append([lambda: np.char.mod("%.4f", rng.normal(size=rows) + .5 * z),
                         lambda: np.char.mod("%.2f", np.exp(.7 * rng.normal(size=rows) + .3 * z)),
                         lambda: np.char.mod("%d", rng.poisson(5, size=rows)), None,
                         lambda: np.char.mod("%d", (rng.normal(size=rows) + .4 * z > 0).astype(int))][kind]())
    arm = (rng.random(rows) < 1 / (1 + np.exp(-.5 * z))).astype(int)
    made += [np.char.mod("%d", arm), np.char.mod("%.5f", 1 + z + .5 * arm + rng.normal(size=rows))]
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join([f"x{j + 1}" for j in range(columns - 2)] + ["treatment", "outcome"]) + "\n")
        for start in range(0, rows, 20_000):
            file.writelines(",".join(row) + "\n" for row in zip(*[column[start:start + 20_000] for column in made]))
    return path


def run(arguments, folder, limit):
    """CPU seconds, peak gigabytes and exit code; None where it was stopped."""
    process = subprocess.Popen(arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    stopped = threading.Event()
    timer = threading.Timer(limit, lambda: (stopped.set(), process.kill()))
    timer.start()
    said = process.stderr.read().decode(errors="replace").strip().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    code = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6, None if stopped.is_set() else code, said[-1] if said and code else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dll")
    parser.add_argument("--verbs", default=",".join(VERBS))
    parser.add_argument("--tables", default=",".join(TABLES))
    parser.add_argument("--folder")
    parser.add_argument("--limit", type=float, default=600)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print("| table | verb | CPU s | peak GB | |\n|---|---|---|---|---|")
        for name in options.tables.split(","):
            data = [table(folder / f"{name}-{seed}.csv", *TABLES[name], seed) for seed in (1, 2)]
            for verb in options.verbs.split(","):
                words = [word.format(*map(str, data)) for word in VERBS[verb]]
                cpu, peak, code, said = run(["dotnet", str(pathlib.Path(options.dll).resolve()), *words], folder, options.limit)
                end = "stopped" if code is None else "" if code == 0 else f"exit {code}: {said}"
                print(f"| {name} | {verb} | {cpu:.1f} | {peak:.2f} | {end} |", flush=True)


if __name__ == "__main__":
    main()
