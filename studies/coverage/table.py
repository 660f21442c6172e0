"""The table of docs/evidence/coverage.md from the summary of studies/coverage-grid.yaml: coverage, SE ratio; bias in empirical standard
errors where it is above .25; how often there was no interval or a warning. Usage: table.py SUMMARY.json [NUISANCE]"""
import json
import math
import sys


def cell(row):
    if row["replicates"] == row["failures"]:
        return "failed"
    ratio, bias = row["model_se"] / row["empirical_se"], row["bias"] / row["empirical_se"]
    good = row["replicates"] - row["failures"]
    text = "–" if row["coverage"] is None else f"{row['coverage']:.3f}".lstrip("0")
    text += f", {ratio:.2f}" + (f", bias {bias:+.2f}" if abs(bias) > 0.25 else "")
    text += f"; none {100 * row['without_interval'] / good:.0f} %" if row["without_interval"] else ""
    text += f"; failed {row['failures']}" if row["failures"] else ""
    outside = abs(bias) > 0.25 or not 0.93 <= ratio <= 1.10 or row["coverage"] is None or not 0.93 <= row["coverage"] <= 0.97
    return f"{text} (warned {100 * row['warned'] / good:.0f} %)" if outside else text


def main(path, nuisance):
    with open(path, encoding="utf-8") as f:
        rows = json.load(f)["results"]
    rows = [r for r in rows if r["method"].endswith("-" + nuisance) and r["replicates"]]
    names = list(dict.fromkeys(r["method"] for r in rows))
    print("| population | n | estimand | " + " | ".join(f"`{n.rsplit('-', 1)[0]}`" for n in names) + " |")
    print("|---|---|---|" + "---|" * len(names))
    for key in dict.fromkeys((r["source"], r["n"], r["estimand"]) for r in rows):
        cells = {r["method"]: cell(r) for r in rows if (r["source"], r["n"], r["estimand"]) == key}
        print(f"| {key[0]} | {key[1]} | {key[2]} | " + " | ".join(cells.get(n, "") for n in names) + " |")
    inside = sum("warned" not in cell(r) for r in rows)
    print(f"\n{inside} of {len(rows)} cells within: coverage .93 to .97, ratio .93 to 1.10, bias at most a quarter of an empirical SE.")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "linear")
