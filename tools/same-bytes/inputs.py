"""The data that the commands read: some drawn by the tool itself, some written here with what real files have."""
import csv
import math
import random
import shutil
import subprocess

# name: arguments of `simulate`
SIMULATED = {
    "cohort": "demo --rows 300 --seed 11",
    "pool": "demo --rows 300 --seed 12",
    "trial": "hybrid --rows 240 --set overlap=base --seed 13",
    "extreme": "hybrid --rows 200 --set overlap=extreme --set dimensions=6 --seed 14",
    "donors": "hybrid --rows 600 --set overlap=randomized --seed 15",
    "toy": "toy --rows 300 --seed 16",
    "normal": "steam --rows 260 --set dimensions=6 --seed 17",
}


def write(folder, tool, repository):
    """Writes all inputs to `folder`; `tool` is the command that starts the program."""
    folder.mkdir(parents=True)
    for name, arguments in SIMULATED.items():
        subprocess.run([*tool, "simulate", *arguments.split(), "-o", f"{name}.csv", "--quiet"], cwd=folder, check=True)
    clinic(folder)
    shutil.copytree(repository / "tests/CausalLoom.Tests/Fixtures/tiny_gpt2", folder / "tiny_gpt2")
    shutil.copytree(repository / "tools/same-bytes/studies", folder / "studies")


def clinic(folder):
    """Text levels, missing cells, a text treatment and a text outcome, clusters, weights, known propensities and effects."""
    draw = random.Random(20)
    head = ["id", "age", "site", "grade", "marker", "visits", "clinic", "w8", "pi", "effect", "arm", "score", "cured"]
    rows = []
    for i in range(240):
        age, marker, site = round(draw.gauss(60, 10)), draw.gauss(0, 1), draw.choice(["north", "south, east", "überall"])
        grade, visits, clinic_number = draw.choice(["I", "II", "III"]), int(draw.expovariate(0.5)), draw.randrange(24)
        pi = round(1 / (1 + math.exp(-(0.03 * (age - 60) + 0.5 * marker))), 4)
        treated, effect = draw.random() < pi, round(1.5 + (0.5 * marker), 4)
        score = round((0.05 * age) + marker + (effect if treated else 0) + draw.gauss(0, 1), 3)
        cured = draw.random() < 1 / (1 + math.exp(-(score - 4)))
        cell = lambda value, rate: draw.choice(["", "NA"]) if draw.random() < rate else value
        rows.append([f"P{i:04}", cell(age, 0.05), site, cell(grade, 0.1), cell(round(marker, 3), 0.15), visits, f"c{clinic_number}",
                     round(draw.uniform(0.5, 2), 3), pi, effect, "active" if treated else "placebo", score, "yes" if cured else "no"])
    table(folder / "clinic.csv", head, rows)
    table(folder / "clinic-semicolon.csv", head, rows, delimiter=";", bom=True)
    table(folder / "clinic-tab.csv", head, rows[:200], delimiter="\t")

    # Of a saved model's columns: some known, some with empty cells, some absent.
    table(folder / "given.csv", ["arm", "site", "age"], [[r[10], "" if i % 4 == 0 else r[2], r[1]] for i, r in enumerate(rows[:60])])
    complete = [["", r[2], r[10], "" if i % 3 else r[11]] for i, r in enumerate(rows[:60])]
    table(folder / "given-outcome.csv", ["age", "site", "arm", "score"], complete)


def table(path, head, rows, delimiter=",", bom=False):
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
