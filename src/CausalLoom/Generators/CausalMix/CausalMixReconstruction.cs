namespace CausalLoom.Generators.CausalMix;

/// <summary>How well rows are reconstructed (`--reconstruction nll|mse`).</summary>
public enum CausalMixReconstruction
{
    /// <summary>The negative log-likelihood of every head: Gaussian with a learned variance, Bernoulli, softmax.</summary>
    Likelihood,

    /// <summary>Squared errors of means and of probabilities, as Credence has it; a number is then drawn at its mean.</summary>
    SquaredError,
}
