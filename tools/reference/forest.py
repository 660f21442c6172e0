"""One deep scikit-learn tree a task, on features of few distinct values: what a forest of one full tree must predict. Writes forest.json.

Usage: python3 tools/reference/forest.py [output]
"""
import json
import sys

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = np.random.default_rng(11)
n = 400
x = np.column_stack([np.round(rng.normal(size=(n, 3)), 1), rng.integers(0, 2, (n, 2)), rng.integers(0, 7, n)])
y = np.round(x[:, 0] + x[:, 1] ** 2 + x[:, 3] * x[:, 5] + rng.normal(size=n), 6)
c = (rng.random(n) < 1 / (1 + np.exp(-y + 2))).astype(int)
w = np.round(rng.random(n) + 0.1, 3)
tree = dict(min_samples_leaf=4, random_state=0)
regression = DecisionTreeRegressor(**tree).fit(x, y, sample_weight=w)
# Distinct weights leave no two splits with the same gain but those that part the rows alike.
classes = DecisionTreeClassifier(**tree).fit(x, c, sample_weight=w)
print(f"{regression.get_n_leaves()} and {classes.get_n_leaves()} leaves, depth {regression.get_depth()} and {classes.get_depth()}")
with open(sys.argv[1] if len(sys.argv) > 1 else "tests/CausalLoom.Numerics.Tests/Fixtures/forest.json", "w") as f:
    json.dump(dict(
        x=x.tolist(), y=y.tolist(), c=c.tolist(), w=w.tolist(), minLeaf=4,
        regression=dict(leaves=int(regression.get_n_leaves()), predictions=regression.predict(x).tolist()),
        classes=dict(leaves=int(classes.get_n_leaves()), predictions=classes.predict_proba(x)[:, 1].tolist())), f)
