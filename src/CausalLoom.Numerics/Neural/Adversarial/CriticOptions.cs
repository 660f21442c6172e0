namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>Settings of <see cref="WassersteinCritic"/>; the defaults are those of Xu et al. (2019), §4.4.</summary>
public sealed record CriticOptions
{
    /// <summary>Rows that the critic sees at once (PacGAN, Lin et al., NeurIPS 2018).</summary>
    public int Pack { get; init; } = 10;

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [256, 256];

    /// <summary>The slope of the leaky rectifier below zero.</summary>
    public double Slope { get; init; } = 0.2;

    /// <summary>Dropout after the hidden layers.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Whether the first hidden layer has dropout too.</summary>
    public bool DropoutInFirstLayer { get; init; } = true;

    /// <summary>The weight λ of the gradient penalty.</summary>
    public double Penalty { get; init; } = 10;
}
