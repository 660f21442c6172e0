namespace CausalLoom.Estimation.Average;

/// <summary>
/// Estimates of the same rows in several divisions into folds as one: the median, so that no division decides, with
/// SE² = median over r of SE_r² + (θ̂_r − θ̂)² (Chernozhukov et al. 2018, eq. 3.14), so that what divisions differ by stands in the error.
/// </summary>
internal static class RepeatedEffects
{
    /// <summary>Of so many cells of covariates divisions agree by themselves, and cost.</summary>
    private const long MostCells = 400_000;

    /// <summary>How often flexible nuisances are cross-fitted where nobody says.</summary>
    private const int Default = 3;

    /// <summary>The number of divisions for some rows and options.</summary>
    internal static int Count(int? asked, int rows, int columns, int folds) =>
        folds == 1 ? 1 : asked ?? ((long)rows * columns <= MostCells ? Default : 1);

    /// <summary>The median of an odd number of runs, estimate by estimate; overlap and nuisances are those of the first.</summary>
    internal static AverageEffects Of(IReadOnlyList<AverageEffects> runs) => runs.Count == 1 ? runs[0]
        : runs[0] with { Effects = [.. runs[0].Effects.Select((_, place) => Of([.. runs.Select(run => run.Effects[place])]))] };

    private static AverageEffect Of(AverageEffect[] runs)
    {
        AverageEffect[] order = [.. runs.OrderBy(run => run.Estimate)];
        AverageEffect middle = order[order.Length / 2];
        double[] squares = [.. runs.Select(run => (run.Se * run.Se) + Math.Pow(run.Estimate - middle.Estimate, 2)).Order()];
        double se = Math.Sqrt(squares[squares.Length / 2]), mean = runs.Average(run => run.Estimate);

        // An interval that most divisions do not carry is none.
        bool carried = 2 * runs.Count(run => run.HasInterval) > runs.Length;
        AverageEffect shape = middle.HasInterval == carried ? middle : order.First(run => run.HasInterval == carried);
        (double lower, double upper) = carried ? Widened(middle, shape, (shape.Lower, shape.Upper), se) : (double.NaN, double.NaN);
        return middle with
        {
            Se = se,
            Lower = lower,
            Upper = upper,
            Bounds = carried ? null : shape.Bounds,
            Warnings = [.. runs[0].Warnings.Union(shape.Warnings.Where(text => !carried && text.StartsWith("No interval",
                StringComparison.Ordinal)))],
            Clipped = runs[0].Clipped,
            EffectiveSampleSize = runs[0].EffectiveSampleSize,
            Propensity = runs[0].Propensity,
            Simultaneous = middle.Simultaneous is { } all && carried && shape.Simultaneous is not null
                ? Widened(middle, shape, shape.Simultaneous ?? all, se) : null,
            Repeats = runs.Length,
            RepeatSpread = Math.Sqrt(runs.Sum(run => Math.Pow(run.Estimate - mean, 2)) / (runs.Length - 1)),
        };
    }

    // The same half width in standard errors, about the median.
    private static (double Lower, double Upper) Widened(AverageEffect middle, AverageEffect shape, (double Lower, double Upper) interval,
        double se)
    {
        EffectScore score = new(middle.Estimate, []) { Scale = middle.Scale };
        double critical = middle.Scale == EffectScale.Difference ? (interval.Upper - shape.Estimate) / shape.Se
            : Math.Log(interval.Upper / shape.Estimate) * shape.Estimate / shape.Se;
        return shape.Se > 0 ? score.Interval(se, critical) : interval;
    }
}
