namespace CausalLoom.Overlap;

/// <summary>What added rows are used for.</summary>
public enum Averaging
{
    /// <summary>
    /// To learn the outcome means, and nothing else: propensities are learnt from, and effects averaged over, the original rows. Added
    /// rows cannot shift the population.
    /// </summary>
    FitOnly,

    /// <summary>
    /// For all: propensities and means are learnt from, and effects averaged over, original and added rows, as in the papers.
    /// </summary>
    Pooled,

    /// <summary>
    /// To learn the means and to correct them, their residuals weighted to the covariates of the original rows; effects are averaged over
    /// the original rows (<see cref="TransportedScore"/>).
    /// </summary>
    Transport,
}
