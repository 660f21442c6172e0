namespace CausalLoom.Numerics.Neural;

/// <summary>Settings of <see cref="Adam"/>, with torch's defaults.</summary>
public sealed record AdamOptions
{
    /// <summary>The learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decay of the mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment after bias correction.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay: coupled (added to the gradient, torch's Adam) unless <see cref="Decoupled"/>.</summary>
    public double WeightDecay { get; init; }

    /// <summary>True for AdamW: weights shrink by the factor 1 − learning rate × weight decay at each step.</summary>
    public bool Decoupled { get; init; }

    /// <summary>Where positive, the learning rate falls linearly and reaches 0 after this many steps.</summary>
    public int LinearDecaySteps { get; init; }
}
