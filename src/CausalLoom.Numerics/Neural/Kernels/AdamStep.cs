namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The scalars of one Adam step, already rounded to float32.</summary>
internal readonly record struct AdamStep
{
    public required float Beta1 { get; init; }

    public required float OneMinusBeta1 { get; init; }

    public required float Beta2 { get; init; }

    public required float OneMinusBeta2 { get; init; }

    public required float StepSize { get; init; }

    public required float InverseRootCorrection2 { get; init; }

    public required float Epsilon { get; init; }

    public required float CoupledDecay { get; init; }

    public required float Shrinkage { get; init; }
}
