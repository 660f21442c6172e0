"""What a release file costs over plain synthesis, and a world of a certificate: CPU seconds of whole runs on rows of the simulator toy.

Usage: python3 run.py CAUSALLOOM_DLL [--rows 500,5000,50000] [--method steam] [--worlds 4] [--limit SECONDS]
A line a number of rows, as the table in docs/performance.md has it; m = n, generator copula, all else by default. What does not end within
the limit says so.
"""
import argparse
import os
import pathlib
import subprocess
import tempfile
import threading


def cpu(arguments, folder, limit):
    """CPU seconds of a run; None where it was stopped."""
    process = subprocess.Popen(arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    stopped = threading.Event()
    timer = threading.Timer(limit, lambda: (stopped.set(), process.kill()))
    timer.start()
    said = process.stderr.read().decode(errors="replace").strip().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    if stopped.is_set():
        return None
    if status:
        raise SystemExit(said[-1] if said else f"exit status {status}")
    return used.ru_utime + used.ru_stime


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("dll", type=pathlib.Path)
    options.add_argument("--rows", default="500,5000,50000")
    options.add_argument("--method", default="steam")
    options.add_argument("--worlds", type=int, default=4)
    options.add_argument("--limit", type=float, default=600)
    given = options.parse_args()
    tool = ["dotnet", str(given.dll.resolve())]
    show = lambda seconds: "—" if seconds is None else f"{seconds:.1f}"
    print("| n = m | plain | with the file | 5 copies with the file | a world of certify |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows.split(","):
            subprocess.run([*tool, "simulate", "toy", "--rows", rows, "-o", "d.csv", "--quiet"], cwd=folder, check=True)
            make = [*tool, "synthesize", "d.csv", "-t", "T", "-y", "Y", "--method", given.method, "--generator", "copula", "-o", "s.csv"]
            plain = cpu(make, folder, given.limit)
            told = cpu([*make, "--release", "r.json"], folder, given.limit)
            certify = None
            if told is not None:
                once, more = (cpu([*tool, "certify", "r.json", "--data", "d.csv", "--worlds", str(worlds)], folder, given.limit)
                              for worlds in (1, 1 + given.worlds))
                certify = None if once is None or more is None else (more - once) / given.worlds / 2
            copies = cpu([*make, "--release", "c.json", "--release-copies", "5"], folder, given.limit)
            print(f"| {int(rows):,} | {show(plain)} | {show(told)} | {show(copies)} | {show(certify)} |", flush=True)


main()
