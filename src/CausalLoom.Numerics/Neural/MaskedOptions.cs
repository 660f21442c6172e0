namespace CausalLoom.Numerics.Neural;

/// <summary>Settings of <see cref="MaskedNetwork"/>.</summary>
public sealed record MaskedOptions
{
    /// <summary>Hidden units of every layer.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Residual blocks.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>The blocks' activation.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Dropout within blocks.</summary>
    public double Dropout { get; init; }
}
