"""scikit-learn's BayesianGaussianMixture from given responsibilities, for the scripts that write fixtures of mixtures."""
from sklearn.mixture import BayesianGaussianMixture


class FromResponsibilities(BayesianGaussianMixture):
    """Starts from the responsibilities it was given instead of k-means."""

    def __init__(self, start=None, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def _initialize_parameters(self, X, random_state):
        self._initialize(X, self.start)
