namespace CausalLoom.Studies;

/// <summary>One estimate in one replicate.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Se">Its standard error.</param>
/// <param name="Lower">The lower end of its 95 % interval; NaN where the rows carry none.</param>
/// <param name="Upper">The upper end of its 95 % interval; NaN likewise.</param>
public readonly record struct StudyEstimate(double Estimate, double Se, double Lower, double Upper)
{
    /// <summary>Whether there is an interval.</summary>
    public bool HasInterval => double.IsFinite(Lower) && double.IsFinite(Upper);

    /// <summary>Whether a reader is warned, such as of poor overlap or few clusters.</summary>
    public bool Warned { get; init; }
}
