namespace CausalLoom.Sandbox.Verification;

/// <summary>How a covariate goes with the outcome of an arm, or with treatment.</summary>
/// <param name="Column">The covariate, or a level of it.</param>
/// <param name="With">`y | t = 0`, `y | t = 1` or `t`.</param>
/// <param name="Real">The correlation in the real rows.</param>
/// <param name="Implied">What the request implies: the real rows under the requested propensity and outcome means.</param>
/// <param name="Generated">The correlation in the generated rows.</param>
/// <param name="StandardError">The standard error of the last.</param>
public sealed record AssociationLine(string Column, string With, double Real, double Implied, double Generated, double StandardError)
{
    /// <summary>The standard error of <see cref="Implied"/>: under poor overlap few real rows count for it.</summary>
    public double ImpliedError { get; init; }

    /// <summary>
    /// What the request implies for the covariates as generated: it has no error of its own from them, nor from which of them were drawn.
    /// </summary>
    public double Expected { get; init; }

    /// <summary>How far the drawn outcomes or arms are off what these covariates should have, beyond noise.</summary>
    /// <param name="errors">How many standard errors are noise.</param>
    public double OffExpected(double errors) => Beyond(Expected, StandardError, errors);

    /// <summary>How far the generated rows are off what the real ones imply, beyond the noise of either.</summary>
    /// <param name="errors">How many standard errors are noise.</param>
    public double OffImplied(double errors) =>
        Beyond(Implied, Math.Sqrt((StandardError * StandardError) + (ImpliedError * ImpliedError)), errors);

    private double Beyond(double other, double error, double errors) => Math.Max(0, Math.Abs(Generated - other) - (errors * error));
}
