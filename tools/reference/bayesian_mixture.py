"""Writes tests/CausalLoom.Numerics.Tests/Fixtures/bayesian_mixture.json: scikit-learn's BayesianGaussianMixture
run for a given number of iterations from given responsibilities. Run from the repository root."""
import json, warnings
import numpy as np
from mixture_start import FromResponsibilities

warnings.filterwarnings("ignore")


def case(name, x, components, iterations, rng):
    start = rng.dirichlet(np.full(components, 0.3), size=len(x))
    m = FromResponsibilities(
        start=start, n_components=components, weight_concentration_prior_type="dirichlet_process",
        weight_concentration_prior=1e-3, max_iter=iterations, tol=0, reg_covar=1e-6 * x.var(ddof=1), random_state=0)
    m.fit(x[:, None])
    probe = np.quantile(x, [0.02, 0.3, 0.5, 0.77, 0.99])
    return dict(
        name=name, components=components, iterations=iterations, values=x.tolist(), start=start.ravel().tolist(),
        weights=m.weights_.tolist(), means=m.means_[:, 0].tolist(), variances=m.covariances_[:, 0, 0].tolist(),
        lower_bound=float(m.lower_bound_), probe=probe.tolist(), probabilities=m.predict_proba(probe[:, None]).ravel().tolist())


rng = np.random.default_rng(20250101)
two = np.concatenate([rng.normal(-3, 0.5, 60), rng.normal(4, 1.5, 90)])
skew = np.exp(rng.normal(0, 1, 120)) * 1000
cases = []
for name, x in (("two", two), ("skew", skew)):
    x = np.sort(np.round(x, 6))
    for components, iterations in ((3, 1), (5, 7), (10, 60)):
        cases.append(case(name, x, components, iterations, rng))
with open("tests/CausalLoom.Numerics.Tests/Fixtures/bayesian_mixture.json", "w") as f:
    json.dump(cases, f)
