namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>The parts of a critic's loss: mean score of fakes − mean score of real rows + penalty.</summary>
/// <param name="Fake">The mean score of generated packs.</param>
/// <param name="Real">The mean score of real packs.</param>
/// <param name="Penalty">λ·mean (‖∇D‖ − 1)² on the packs between them.</param>
public readonly record struct CriticLoss(double Fake, double Real, double Penalty)
{
    /// <summary>What the critic minimises.</summary>
    public double Total => Fake - Real + Penalty;

    /// <summary>The critic's estimate of the Wasserstein distance.</summary>
    public double Distance => Real - Fake;
}
