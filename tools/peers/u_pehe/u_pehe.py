#!/usr/bin/env python3
"""U_PEHE of one pair of tables (30 networks) in PyTorch, on one thread, timed by CPU time.

Usage: u_pehe.py REAL.csv SYNTHETIC.csv [--implementation auto|plain|catenets] [--seed N]
       u_pehe.py --bootstrap REAL.csv OUT.csv        writes bootstrap rows of a table, to have a second one

The last two columns are treatment and outcome, all others numbers. The real side trains on the rows after the first fifth
and both sides are compared on that fifth. Where CATENets is installed (pip install catenets; BSD-3-Clause) its T-, S-, DR-
and RA-learners are timed; otherwise, or with `plain`, networks written here from the same description: 100-100 ELU with
batch normalisation, Adam 1e-4 with L2 1e-4, batches of 100, a random 30 % for validation in every epoch, stopping after ten
epochs without improvement and at least 200. Refuses to run (exit 3) where torch does not call OpenBLAS.
"""
import argparse
import csv
import sys
import time

import numpy as np
import torch
from torch import nn


def openblas():
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return "openblas" in maps.read()


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    values = np.array(rows, dtype=np.float64)
    return values[:, :-2], values[:, -2].astype(int), values[:, -1]


class Net:
    """One network: fit(x, y), predict(x)."""
    steps = 0

    def __init__(self, inputs, classes=0):
        self.classes = classes
        self.net = nn.Sequential(
            nn.Linear(inputs, 100), nn.BatchNorm1d(100), nn.ELU(),
            nn.Linear(100, 100), nn.BatchNorm1d(100), nn.ELU(),
            nn.Linear(100, classes or 1))

    def loss(self, x, y):
        out = self.net(x)
        return nn.functional.cross_entropy(out, y) if self.classes else nn.functional.mse_loss(out[:, 0], y)

    def fit(self, x, y):
        x = torch.as_tensor(x, dtype=torch.float32)
        y = torch.as_tensor(y, dtype=torch.long if self.classes else torch.float32)
        order = torch.randperm(len(x))
        held = int(np.ceil(0.3 * len(x)))
        x_val, y_val, x, y = x[order[:held]], y[order[:held]], x[order[held:]], y[order[held:]]
        optimiser = torch.optim.Adam(self.net.parameters(), lr=1e-4, weight_decay=1e-4)
        n, best, failures = len(x), float("inf"), 0
        batches = round(n / 100) if n > 100 else 1
        for epoch in range(10000):
            order = torch.randperm(n)[:n - 1]
            self.net.train()
            for b in range(batches):
                rows = order[100 * b:100 * (b + 1)]
                optimiser.zero_grad()
                self.loss(x[rows], y[rows]).backward()
                nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
                optimiser.step()
                Net.steps += 1
            self.net.eval()
            with torch.no_grad():
                loss = self.loss(x_val, y_val).item()
            best, failures = (loss, 0) if loss < best else (best, failures + 1)
            if failures > 10 and ((epoch + 1) * batches > 200 if self.classes else epoch > 200):
                break
        return self

    def predict(self, x):
        self.net.eval()
        with torch.no_grad():
            out = self.net(torch.as_tensor(x, dtype=torch.float32))
            return (torch.softmax(out, 1)[:, 1] if self.classes else out[:, 0]).double().numpy()


def arms(x, w, y):
    return [Net(x.shape[1]).fit(x[w == a], y[w == a]) for a in (0, 1)]


def plain_t(x, w, y, test):
    control, treated = arms(x, w, y)
    return treated.predict(test) - control.predict(test)


def plain_s(x, w, y, test):
    net = Net(x.shape[1] + 1).fit(np.column_stack([x, w]), y)
    return net.predict(np.column_stack([test, np.ones(len(test))])) - net.predict(np.column_stack([test, np.zeros(len(test))]))


def two_stage(doubly_robust):
    def learner(x, w, y, test):
        fold = np.zeros(len(w), dtype=int)
        for a in (0, 1):
            rows = np.random.permutation(np.flatnonzero(w == a))
            fold[rows] = np.arange(len(rows)) % 2
        pseudo = np.zeros(len(w))
        for k in (0, 1):
            fit, out = fold != k, fold == k
            control, treated = arms(x[fit], w[fit], y[fit])
            m0, m1, wk, yk = control.predict(x[out]), treated.predict(x[out]), w[out], y[out]
            if doubly_robust:
                p = Net(x.shape[1], classes=2).fit(x[fit], w[fit]).predict(x[out])
                up, down = wk / (p + 1e-7), (1 - wk) / (1 - p + 1e-7)
                pseudo[out] = (up - down) * yk + (1 - up) * m1 - (1 - down) * m0
            else:
                pseudo[out] = np.where(wk == 1, yk - m0, m1 - yk)
        return Net(x.shape[1]).fit(x, pseudo).predict(test)
    return learner


def catenets_learner(kind):
    from catenets.models import torch as catenets

    def learner(x, w, y, test):
        names = {"T": "TLearner", "S": "SLearner", "DR": "DRLearner", "RA": "RALearner"}
        model = getattr(catenets, names[kind])(x.shape[1], binary_y=False)
        model.fit(x, y, w)
        return np.asarray(model.predict(test).detach().cpu(), dtype=np.float64).reshape(-1)
    return learner


def learners(implementation):
    plain = {"T": plain_t, "S": plain_s, "DR": two_stage(True), "RA": two_stage(False)}
    if implementation == "plain":
        return "plain torch", plain
    try:
        return "CATENets", {kind: catenets_learner(kind) for kind in plain}
    except ImportError as error:
        if implementation == "catenets":
            sys.exit(f"CATENets cannot be imported: {error}")
        return "plain torch", plain


def bootstrap(source, target):
    with open(source, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    drawn = np.random.RandomState(0).randint(1, len(rows), len(rows) - 1)
    with open(target, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([rows[0]] + [rows[i] for i in drawn])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("real")
    parser.add_argument("synthetic")
    parser.add_argument("--bootstrap", action="store_true")
    parser.add_argument("--implementation", default="auto", choices=["auto", "plain", "catenets"])
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.bootstrap:
        return bootstrap(options.real, options.synthetic)
    if not openblas():
        print("torch does not call OpenBLAS here: its times would mean nothing", file=sys.stderr)
        sys.exit(3)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    x, w, y = read(options.real)
    held = round(0.2 * len(y))
    sides = [(x[held:], w[held:], y[held:]), read(options.synthetic)]
    name, methods = learners(options.implementation)
    begin = time.process_time()
    parts = {}
    for kind, learner in methods.items():
        real, synthetic = (learner(*side, x[:held]) for side in sides)
        parts[kind] = float(np.sqrt(np.mean((real - synthetic) ** 2)))
    seconds = time.process_time() - begin
    steps = f" steps {Net.steps}" if Net.steps else ""
    print(f"{name}: cpu_seconds {seconds:.2f} u_pehe {sum(parts.values()) / 4:.3f} "
          + " ".join(f"{kind} {value:.3f}" for kind, value in parts.items()) + steps)


if __name__ == "__main__":
    main()
