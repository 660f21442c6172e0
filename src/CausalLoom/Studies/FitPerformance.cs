namespace CausalLoom.Studies;

/// <summary>
/// Performance measures where replicates come from several fitted generators (docs/studies.md): each estimate is held against its own
/// fit's truth, and Monte-Carlo standard errors take fits, not replicates, to be independent.
/// </summary>
public static class FitPerformance
{
    /// <summary>The standard deviation of errors within a fit, and the part that fits add to it.</summary>
    public static IReadOnlyList<string> Names { get; } = ["within_fit_se", "between_fit_sd"];

    /// <summary>
    /// All measures. With errors e_i = θ̂_i − θ_i they are those of <see cref="Performance"/> for e_i and intervals moved with it against
    /// an effect of 0, but power, which is of the intervals as they are. Standard errors are jackknives over fits; for means of equally
    /// large fits that is the deviation of fit means over √F.
    /// </summary>
    /// <param name="estimates">Estimates, standard errors and intervals.</param>
    /// <param name="truths">The truth of each; NaN where nobody knows it.</param>
    /// <param name="fits">Which fit each is of; null for none.</param>
    /// <param name="reference">What another method estimates on the same data, NaN where it failed: the one to gain precision over; or
    /// null.</param>
    public static IReadOnlyDictionary<string, Measured> Of(IReadOnlyList<StudyEstimate> estimates, IReadOnlyList<double> truths,
        IReadOnlyList<int?> fits, IReadOnlyList<double>? reference = null)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(fits);
        int[] numbers = [.. fits.OfType<int>().Distinct().Order()];
        int[] all = [.. Enumerable.Range(0, estimates.Count)];
        Dictionary<string, Measured> whole = Measures(estimates, truths, fits, reference, all);
        if (numbers.Length < 2)
        {
            return whole;
        }

        Dictionary<string, Measured>[] without =
            [.. numbers.Select(f => Measures(estimates, truths, fits, reference, [.. all.Where(i => fits[i] != f)]))];
        Dictionary<string, Measured> measures = whole.ToDictionary(m => m.Key, m =>
            m.Value with { MonteCarloSe = Jackknife([.. without.Select(w => w[m.Key].Value)]) }, StringComparer.Ordinal);

        // At its bound a jackknife does not move, which says nothing of the error.
        Measured between = measures[Names[1]];
        measures[Names[1]] = between.Value == 0 ? between with { MonteCarloSe = double.NaN } : between;
        return measures;
    }

    /// <summary>
    /// Components of variance of values in groups, by one-way analysis of variance: √MSW within, and √max(0, (MSB − MSW)/m₀) between,
    /// m₀ = (R − Σm²/R)/(F − 1) the typical size of a group. NaN where there are too few.
    /// </summary>
    public static (double Within, double Between) Components(IReadOnlyList<double[]> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        double rows = groups.Sum(g => g.Length), count = groups.Count;
        double grand = groups.Sum(g => g.Sum()) / rows;
        double within = groups.Sum(g => g.Sum(v => (v - g.Average()) * (v - g.Average()))) / (rows - count);
        double between = groups.Sum(g => g.Length * (g.Average() - grand) * (g.Average() - grand)) / (count - 1);
        double size = (rows - (groups.Sum(g => (double)g.Length * g.Length) / rows)) / (count - 1);
        return (Math.Sqrt(within), count < 2 ? double.NaN : Math.Sqrt(Math.Max(0, (between - within) / size)));
    }

    private static Dictionary<string, Measured> Measures(IReadOnlyList<StudyEstimate> estimates, IReadOnlyList<double> truths,
        IReadOnlyList<int?> fits, IReadOnlyList<double>? reference, int[] chosen)
    {
        bool unknown = chosen.Any(i => double.IsNaN(truths[i])), same = chosen.All(i => truths[i] == truths[chosen[0]]);
        StudyEstimate[] plain = [.. chosen.Select(i => estimates[i])];
        StudyEstimate[] moved = unknown || same ? plain : [.. chosen.Select(i => Moved(estimates[i], truths[i]))];
        double truth = unknown || chosen.Length == 0 ? double.NaN : same ? truths[chosen[0]] : 0;
        Dictionary<string, Measured> measures = new(Performance.Of(moved, truth), StringComparer.Ordinal);
        if (moved != plain)
        {
            measures["power"] = Performance.Of(plain, 0)["power"];
        }

        int[] both = reference is null ? [] : [.. Enumerable.Range(0, chosen.Length).Where(k => !double.IsNaN(reference[chosen[k]]))];
        double Error(int k) => reference![chosen[k]] - plain[k].Estimate + moved[k].Estimate;
        measures[Performance.Gain] = Performance.PrecisionGain([.. both.Select(Error)], [.. both.Select(k => moved[k].Estimate)]);
        bool hasFits = chosen.Any(i => fits[i] is not null);
        (double within, double between) = hasFits ? Components([.. chosen.Select((i, k) => (Fit: fits[i], Value: moved[k].Estimate))
            .GroupBy(v => v.Fit, v => v.Value).Select(g => g.ToArray())]) : (double.NaN, double.NaN);
        measures[Names[0]] = new Measured(within, double.NaN);
        measures[Names[1]] = new Measured(between, double.NaN);
        return measures;
    }

    private static StudyEstimate Moved(StudyEstimate e, double by) =>
        e with { Estimate = e.Estimate - by, Lower = e.Lower - by, Upper = e.Upper - by };

    // √((F − 1)/F Σ(t₍₋f₎ − mean)²).
    private static double Jackknife(double[] values)
    {
        double mean = values.Average(), count = values.Length;
        return Math.Sqrt((count - 1) / count * values.Sum(v => (v - mean) * (v - mean)));
    }
}
