namespace CausalLoom.Generators.Diffusion;

/// <summary>How the levels' part of the network is trained.</summary>
public enum CategoryLoss
{
    /// <summary>T · KL(q(x_{t−1} | x_t, x_0) ‖ p(x_{t−1} | x_t)): the variational bound (Hoogeboom et al., NeurIPS 2021).</summary>
    PosteriorKl,

    /// <summary>
    /// The cross-entropy of x_0 under p(x_0 | x_t) ∝ π q(x_t | x_0), every time counting alike. It has the same minimiser: the
    /// network's π is what the other columns say of x_0, and x_t's own word is added in closed form.
    /// </summary>
    CrossEntropy,
}
