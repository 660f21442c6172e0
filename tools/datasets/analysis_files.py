#!/usr/bin/env python3
"""Writes the analysis files of the real studies from the public source files: the three of STEAM (arXiv 2510.18768), that of the hybrid papers and three more.

Usage:
  analysis_files.py SOURCE_DIR OUT_DIR [actg175 actg175hybrid ihdp acic2016 lalonde nhefs penn]

SOURCE_DIR holds actg175.csv, ihdp_npci_1.csv (with a header row) and acic2016_1.csv, or, for ACIC 2016, the published pair
acic2016_x.csv and acic2016_zymu_1.csv, and lalonde_nsw.csv, nhefs.csv and penn_bonus.csv; README.md beside this script says where
they come from and on what terms. Written are

  actg175_steam.csv   arms 0 and 2; treatment = arm 2
  actg175_fresh.csv   arms 1 and 3, which STEAM does not use: other patients of the same trial, treatment = arm 3
  actg175_hybrid.csv  arms 1 and 2, as the hybrid papers (arXiv 2511.00318, 2604.23904) have them; treatment = arm 2, outcome cd420
  ihdp_1.csv          IHDP, realisation 1
  acic2016_1.csv      ACIC 2016, setting 1
  lalonde_nsw.csv     the NSW trial, 722 men
  nhefs.csv           NHEFS: what was known in 1971, missing values kept; rows with an outcome
  penn_bonus.csv      the Pennsylvania bonus experiment, arms 0 and 4, log duration

each with the covariates first and the columns `treatment` and `outcome` last. Only the Python standard library is used.
"""
import csv
import math
import os
import sys

ACTG_STANDARDISED = ["age", "wtkg", "cd40", "karnof", "cd80"]
ACTG_HYBRID_STANDARDISED = ["age", "wtkg", "karnof", "preanti", "cd40", "cd80"]
ACTG_HYBRID = [
    "age", "wtkg", "hemo", "homo", "drugs", "karnof", "oprior", "z30", "zprior", "preanti", "race", "gender", "str2", "strat", "symptom", "cd40", "cd80",
]
ACTG_BINARY = ["gender", "homo", "race", "drugs", "symptom", "str2", "hemo"]


def read(path):
    with open(path, newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def write(path, names, rows):
    temporary = path + ".tmp"
    with open(temporary, "w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    os.replace(temporary, path)
    print(f"{path}: {len(rows)} rows, {len(names)} columns, {sum(int(row[-2]) for row in rows)} treated")


def standardise(values):
    """Centres by the mean and divides by the population standard deviation."""
    mean = math.fsum(values) / len(values)
    sd = math.sqrt(math.fsum((x - mean) ** 2 for x in values) / len(values))
    return [(x - mean) / sd for x in values]


def actg175(source, out):
    """Covariates and outcome are standardised over all four arms, as STEAM's loader does before it picks arms."""
    patients = read(os.path.join(source, "actg175.csv"))
    scaled = {name: standardise([float(p[name]) for p in patients]) for name in ACTG_STANDARDISED}
    change = standardise([float(p["cd420"]) - float(p["cd40"]) for p in patients])
    names = ACTG_STANDARDISED + ACTG_BINARY + ["treatment", "outcome"]
    for file, arms in (("actg175_steam.csv", ("0", "2")), ("actg175_fresh.csv", ("1", "3"))):
        rows = [
            [repr(scaled[name][i]) for name in ACTG_STANDARDISED]
            + [p[name] for name in ACTG_BINARY]
            + [int(p["arms"] == arms[1]), repr(change[i])]
            for i, p in enumerate(patients)
            if p["arms"] in arms
        ]
        write(os.path.join(out, file), names, rows)


def actg175hybrid(source, out):
    """Six numbers are standardised over the 1,046 patients; zprior, which is 1 for all, is kept, as it is there."""
    patients = [p for p in read(os.path.join(source, "actg175.csv")) if p["arms"] in ("1", "2")]
    scaled = {name: standardise([float(p[name]) for p in patients]) for name in ACTG_HYBRID_STANDARDISED}
    rows = [
        [repr(scaled[name][i]) if name in scaled else p[name] for name in ACTG_HYBRID] + [int(p["arms"] == "2"), p["cd420"]]
        for i, p in enumerate(patients)
    ]
    write(os.path.join(out, "actg175_hybrid.csv"), ACTG_HYBRID + ["treatment", "outcome"], rows)


def ihdp(source, out):
    children = read(os.path.join(source, "ihdp_npci_1.csv"))
    covariates = [f"x{j}" for j in range(1, 26)]
    rows = [[c[name] for name in covariates] + [c["treatment"], c["y_factual"]] for c in children]
    write(os.path.join(out, "ihdp_1.csv"), covariates + ["treatment", "outcome"], rows)


def acic2016(source, out):
    covariates = [f"x_{j}" for j in range(1, 59)]
    joined = os.path.join(source, "acic2016_1.csv")
    if os.path.exists(joined):
        units = read(joined)
    else:
        pair = (read(os.path.join(source, name)) for name in ("acic2016_x.csv", "acic2016_zymu_1.csv"))
        units = [{**x, **z, "y": z["y1"] if z["z"] == "1" else z["y0"]} for x, z in zip(*pair)]
    rows = [[u[name] for name in covariates] + [u["z"], u["y"]] for u in units]
    write(os.path.join(out, "acic2016_1.csv"), covariates + ["treatment", "outcome"], rows)


def lalonde(source, out):
    men = read(os.path.join(source, "lalonde_nsw.csv"))
    covariates = ["age", "educ", "black", "hisp", "married", "nodegree", "re75"]
    write(os.path.join(out, "lalonde_nsw.csv"), covariates + ["treatment", "outcome"], [[m[c] for c in covariates] + [m["treat"], m["re78"]] for m in men])


def nhefs(source, out):
    """Identifiers, the outcome's relatives and everything measured after 1971 are left out; 63 people have no outcome."""
    people = [p for p in read(os.path.join(source, "nhefs.csv")) if p["wt82_71"] != ""]
    later = {"seqn", "qsmk", "death", "yrdth", "modth", "dadth", "sbp", "dbp", "wt82", "wt82_71", "smkintensity82_71"}
    covariates = [name for name in people[0] if name not in later and "82" not in name]
    rows = [[p[c] for c in covariates] + [p["qsmk"], p["wt82_71"]] for p in people]
    write(os.path.join(out, "nhefs.csv"), covariates + ["treatment", "outcome"], rows)


def penn(source, out):
    """Arm 4 against control, as in the double machine learning literature; the second outcome and the date code are left out."""
    claimants = [c for c in read(os.path.join(source, "penn_bonus.csv")) if c["tg"] in ("0", "4")]
    covariates = [name for name in claimants[0] if name not in ("abdt", "tg", "inuidur1", "inuidur2")]
    rows = [[c[name] for name in covariates] + [int(c["tg"] == "4"), repr(math.log(float(c["inuidur1"])))] for c in claimants]
    write(os.path.join(out, "penn_bonus.csv"), covariates + ["treatment", "outcome"], rows)


STUDIES = {"actg175": actg175, "actg175hybrid": actg175hybrid, "ihdp": ihdp, "acic2016": acic2016, "lalonde": lalonde, "nhefs": nhefs, "penn": penn}


def main(arguments):
    if len(arguments) < 2 or any(name not in STUDIES for name in arguments[2:]):
        sys.exit(__doc__)
    source, out, *names = arguments
    os.makedirs(out, exist_ok=True)
    if os.path.realpath(source) == os.path.realpath(out):
        sys.exit("SOURCE_DIR and OUT_DIR must differ: some files have the same name in both.")
    for name in names or STUDIES:
        STUDIES[name](source, out)


if __name__ == "__main__":
    main(sys.argv[1:])
