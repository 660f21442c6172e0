"""Writes tests/CausalLoom.Numerics.Tests/Fixtures/gaussian_mixture.json: scikit-learn's BayesianGaussianMixture with full covariances and
a Dirichlet process, run for a given number of iterations from given responsibilities. Run from the repository root."""
import json, warnings
import numpy as np
from mixture_start import FromResponsibilities

warnings.filterwarnings("ignore")


def case(x, components, iterations, concentration, rng):
    start = rng.dirichlet(np.full(components, 0.3), size=len(x))
    m = FromResponsibilities(
        start=start, n_components=components, weight_concentration_prior_type="dirichlet_process", covariance_type="full",
        weight_concentration_prior=concentration, max_iter=iterations, tol=0, reg_covar=1e-5, random_state=0)
    m.fit(x)
    probe = x[::11] + 0.1
    log_density = np.log(sum(
        w * np.exp(-0.5 * np.einsum("ia,ab,ib->i", probe - mu, np.linalg.inv(c), probe - mu)) / np.sqrt(np.linalg.det(2 * np.pi * c))
        for w, mu, c in zip(m.weights_, m.means_, m.covariances_)))
    return dict(
        components=components, iterations=iterations, concentration=concentration, dimension=x.shape[1], values=x.ravel().tolist(),
        start=start.ravel().tolist(), weights=m.weights_.tolist(), means=m.means_.ravel().tolist(),
        covariances=m.covariances_.ravel().tolist(), lower_bound=float(m.lower_bound_), probe=probe.ravel().tolist(),
        log_density=log_density.tolist())


rng = np.random.default_rng(20260101)
two = np.concatenate([rng.normal([-2, 0], 0.5, (40, 2)), rng.normal([2, 1], 1.2, (50, 2)) @ np.array([[1, 0.6], [0, 0.8]])])
five = rng.normal(size=(70, 5)) @ rng.normal(size=(5, 5)) + np.where(rng.random((70, 1)) < 0.4, 3, 0)
cases = []
for x in (two, five):
    x = np.round(x, 5)
    for components, iterations, concentration in ((2, 1, None), (4, 6, None), (5, 40, 0.01)):
        cases.append(case(x, components, iterations, concentration, rng))
with open("tests/CausalLoom.Numerics.Tests/Fixtures/gaussian_mixture.json", "w") as f:
    json.dump(cases, f)
