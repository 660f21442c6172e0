namespace CausalLoom.Numerics.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class StandardNormal
{
    /// <summary>The .975 quantile: an estimate ± this many standard errors is a pointwise 95 % interval.</summary>
    public const double Quantile975 = 1.959963984540054;
}
