"""Rows with rules planted in them, and how many rows of a file break each: an independent count of what docs/rules.md claims.

  python3 tools/reference/rules_kept.py make ROWS SEED OUT.csv     rows of a trial with sixteen rules
  python3 tools/reference/rules_kept.py count FILE.csv             rows that break each, and the total

numpy only; nothing of CausalLoom.
"""
import csv
import sys

import numpy as np


def make(n, seed, path):
    r = np.random.default_rng(seed)
    age = np.clip(np.round(57 + 14 * r.standard_normal(n)), 18, 95).astype(int)
    male = r.random(n) < 0.48
    smokes = r.random(n) < 0.3
    diabetic = r.random(n) < 0.25
    grade = r.choice(4, n, p=[0.35, 0.3, 0.2, 0.15])
    enrolled = r.integers(0, 900, n)
    surgery = enrolled + r.geometric(0.08, n)
    discharged = surgery + r.poisson(4 + grade)
    diastolic = np.round(78 + 9 * r.standard_normal(n)).astype(int)
    systolic = diastolic + 15 + np.floor(30 * r.random(n)).astype(int)
    neutrophils = np.round(r.gamma(4, 1.1, n), 1)
    lymphocytes = np.round(r.gamma(5, 0.4, n), 1)
    other = np.round(r.gamma(2, 0.4, n), 1)
    tablets = r.integers(1, 5, n)
    strength = r.choice([5, 10, 20, 40], n)
    logit = -0.2 + 0.03 * (age - 57) + 0.5 * diabetic
    treated = r.random(n) < 1 / (1 + np.exp(-logit))
    y = np.round(50 + 0.3 * age + 6 * treated + 4 * diabetic + 5 * r.standard_normal(n), 2)
    columns = {
        "age": age, "elderly": np.where(age >= 65, "yes", "no"), "sex": np.where(male, "M", "F"),
        "pregnant": np.where(~male & (r.random(n) < 0.15), "yes", "no"),
        "psa": [f"{v:.2f}" if m else "" for v, m in zip(r.lognormal(0.5, 0.7, n), male)],
        "smoker": np.where(smokes, "yes", "no"), "cigarettes": np.where(smokes, 1 + r.integers(0, 30, n), 0),
        "diabetic": np.where(diabetic, "yes", "no"),
        "insulin": np.where(diabetic, 5 * (1 + r.integers(0, 12, n)), 0),
        "grade": np.array(["I", "II", "III", "IV"])[grade],
        "plan": np.array(["watch", "drug", "surgery"])[np.where(grade == 3, 1 + r.integers(0, 2, n), r.integers(0, 3, n))],
        "enrolled": enrolled, "operated": surgery, "discharged": discharged, "dbp": diastolic, "sbp": systolic,
        "neutrophils": [f"{v:.1f}" for v in neutrophils], "lymphocytes": [f"{v:.1f}" for v in lymphocytes],
        "other_cells": [f"{v:.1f}" for v in other], "leukocytes": [f"{v:.1f}" for v in neutrophils + lymphocytes + other],
        "tablets": tablets, "strength": strength, "daily_dose": tablets * strength,
        "w": treated.astype(int), "y": y,
    }
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(zip(*columns.values()))


def count(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    text = {name: np.array([row[name] for row in rows]) for name in rows[0]}

    def number(name):
        return np.array([float(v) if v else np.nan for v in text[name]])

    n = {name: number(name) for name in ("age", "cigarettes", "insulin", "enrolled", "operated", "discharged", "dbp", "sbp",
                                         "neutrophils", "lymphocytes", "other_cells", "leukocytes", "tablets", "strength", "daily_dose")}
    rules = {
        "elderly is age >= 65": (text["elderly"] == "yes") != (n["age"] >= 65),
        "the pregnant are women": (text["pregnant"] == "yes") & (text["sex"] != "F"),
        "psa of men only": (text["sex"] == "F") & (text["psa"] != ""),
        "psa of all men": (text["sex"] == "M") & (text["psa"] == ""),
        "no cigarettes without smoking": (text["smoker"] == "no") & (n["cigarettes"] != 0),
        "smokers smoke": (text["smoker"] == "yes") & (n["cigarettes"] == 0),
        "insulin of diabetics only": (text["diabetic"] == "no") & (n["insulin"] != 0),
        "diabetics have insulin": (text["diabetic"] == "yes") & (n["insulin"] == 0),
        "grade IV is not watched": (text["grade"] == "IV") & (text["plan"] == "watch"),
        "operated after enrolled": n["operated"] <= n["enrolled"],
        "discharged not before operated": n["discharged"] < n["operated"],
        "sbp above dbp": n["sbp"] <= n["dbp"],
        "leukocytes are a sum": np.abs(n["leukocytes"] - n["neutrophils"] - n["lymphocytes"] - n["other_cells"]) > 0.01,
        "daily dose is a product": n["daily_dose"] != n["tablets"] * n["strength"],
        "strengths are 5, 10, 20, 40": ~np.isin(n["strength"], [5, 10, 20, 40]),
        "insulin in fives": n["insulin"] % 5 != 0,
    }
    total = np.zeros(len(rows), dtype=bool)
    for name, broken in rules.items():
        total |= broken
        if broken.any():
            print(f"  {int(broken.sum()):6d}  {name}")
    print(f"{int(total.sum())} of {len(rows)} rows break a rule")


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    elif len(sys.argv) == 3 and sys.argv[1] == "count":
        count(sys.argv[2])
    else:
        sys.exit(__doc__)
