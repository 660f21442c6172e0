using System.Globalization;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// What lies between synthetic rows and the population that the real rows came from, population by population
/// (docs/methods/synthetic-intervals.md). An interval from the rows alone is about the model that made them: it knows neither that the real
/// rows were a sample nor what the generator moved.
/// </summary>
/// <param name="RealRows">n, the rows that were learnt from.</param>
/// <param name="SyntheticRows">m, the rows that were released.</param>
public sealed record SynthesisError(int RealRows, int SyntheticRows)
{
    /// <summary>What was measured, by population; one that is not there was not.</summary>
    public IReadOnlyDictionary<Population, PopulationError> Measured { get; init; } = new Dictionary<Population, PopulationError>();

    /// <summary>Why an analysis is none of those that were measured, without a full stop; null where it is one.</summary>
    public string? Unmeasured { get; init; }

    /// <summary>
    /// How often sampling n rows stands between the rows and the population: once, and twice where the rows are one copy of several, whose
    /// model was fitted to rows drawn anew from the real ones.
    /// </summary>
    internal int Samplings { get; init; } = 1;

    /// <summary>Whether the shift alone is allowed for, because the rows are one copy of several that are combined after
    /// (<see cref="CopiedEffects"/>).</summary>
    internal bool OfCopy { get; init; }

    /// <summary>
    /// √(1 + m/n): where an analysis was not measured, the standard error is widened by what it would be if the model were the real rows
    /// themselves (Raab, Nowok and Dibben 2016, eq. 3, for rows of a fitted model and not of a draw from its posterior); √(1 + 2m/n) of one
    /// copy of several.
    /// </summary>
    public double Factor => Math.Sqrt(1 + (Samplings * (double)SyntheticRows / RealRows));

    /// <summary>What was measured of a population; null where nothing was.</summary>
    internal PopulationError? Of(Population population) => Unmeasured is null ? Measured.GetValueOrDefault(population) : null;

    /// <summary>The level means without what the generator moved them by.</summary>
    internal LevelMeans Corrected(LevelMeans means, Population population) => Of(population) is not { } error ? means
        : means with { Mean = [.. means.Mean.Zip(error.Shift, (mean, shift) => mean - shift)] };

    /// <summary>
    /// The standard error for the population and the half width of its interval, in units of it.
    /// </summary>
    /// <param name="population">Whose effect.</param>
    /// <param name="slopes">∂effect/∂ψ_w, [K].</param>
    /// <param name="se">The standard error from the synthetic rows.</param>
    /// <param name="critical">The half width from the synthetic rows, in units of <paramref name="se"/>.</param>
    /// <param name="normal">What it would be of a normal draw.</param>
    internal (double Se, double Critical) Widened(Population population, double[] slopes, double se, double critical, double normal)
    {
        if (OfCopy)
        {
            return (se, critical);
        }

        if (Of(population) is not { } error)
        {
            return (Factor * se, critical);
        }

        // The real rows' part has its own degrees of freedom; no answer is surer than the real rows' own.
        double real = Quadratic(error.Real, slopes), rest = Math.Max(0, (se * se) + Quadratic(error.Added, slopes) - real);
        double total = Math.Sqrt(real + rest), t = error.Critical(normal);
        return (total, Math.Sqrt((t * t * real) + (critical * critical * rest)) / total);
    }

    /// <summary>What was allowed for.</summary>
    internal SynthesisAllowance Allowance(Population population, double[] slopes, double se) => Of(population) is { } error
        ? new SynthesisAllowance(se, slopes.Zip(error.Shift, (slope, shift) => slope * shift).Sum(), null)
        : new SynthesisAllowance(se, 0, Factor);

    /// <summary>What a reader must know where the analysis was not measured; else null.</summary>
    internal string? Caution(Population population) => OfCopy || Of(population) is not null ? null
        : $"The release did not measure this analysis ({Unmeasured ?? "another population"}): its standard error is "
        + $"{(Samplings == 1 ? "√(1 + m/n)" : "√(1 + 2m/n)")} = "
        + $"{Factor.ToString("0.00", CultureInfo.InvariantCulture)} times that of the rows, which allows for the real rows' being a sample "
        + "but not for what the generator moved.";

    private static double Quadratic(double[][] matrix, double[] slopes)
    {
        double sum = 0;
        for (int i = 0; i < slopes.Length; i++)
        {
            for (int j = 0; j < slopes.Length; j++)
            {
                sum += slopes[i] * slopes[j] * matrix[i][j];
            }
        }

        return sum;
    }
}
