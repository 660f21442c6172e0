using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Synthesis;

namespace CausalLoom.Releases;

/// <summary>
/// What an analyst of synthetic rows has to know to speak of the population and not of the model that made them: how many real rows were
/// learnt from, what the model moved each level's mean by, and how surely the real rows know it (docs/methods/synthetic-intervals.md).
/// Written beside the rows as `release.json` (<see cref="ReleaseJson"/>).
/// </summary>
/// <param name="Columns">Which columns it speaks of.</param>
/// <param name="RealRows">n, the rows that were learnt from.</param>
/// <param name="SyntheticRows">m, the rows that were released; null: a model was released, and rows of it are drawn elsewhere.</param>
/// <param name="Populations">What was measured, by population, keyed by level in the order of <see cref="ReleaseColumns.Levels"/>.</param>
public sealed record ReleaseNote(ReleaseColumns Columns, int RealRows, int? SyntheticRows,
    IReadOnlyDictionary<Population, PopulationError> Populations)
{
    /// <summary>The method and its parts, and what else says how the rows were made.</summary>
    public ReleaseMaking Making { get; init; } = new();

    /// <summary>Folds of the cross-fit on the real rows.</summary>
    public int Folds { get; init; }

    /// <summary>Rows that the model's means were taken from.</summary>
    public int PoolRows { get; init; }

    /// <summary>Measures a release.</summary>
    /// <param name="real">The rows that were learnt from.</param>
    /// <param name="model">The fitted model.</param>
    /// <param name="pool">The released rows; more are drawn where they are too few.</param>
    /// <param name="assignment">The learner of the treatment where it is known, or null.</param>
    /// <param name="asEstimated">The context in which the real rows are estimated from: that of an estimate, so that both are the
    /// same.</param>
    /// <param name="context">Stream, threads, progress.</param>
    internal static ReleaseNote Of(CausalData real, IFittedSynthesizer model, ReleasePool pool, IPropensityLearner? assignment,
        FitContext asEstimated, FitContext context)
    {
        NuisanceOptions nuisances = assignment is { Assignment: AssignmentKind.Known or AssignmentKind.Randomized }
            ? new NuisanceOptions { Propensity = assignment } : new NuisanceOptions();
        context.Report("Measuring the release", 0);
        IReadOnlyList<Population> whom = Whom(real.Levels);
        IReadOnlyDictionary<Population, RealMeans> known = RealMeans.Of(real, whom, nuisances, asEstimated, out int folds);
        int released = pool.Rows;
        pool.Fill(model, context.Stream.Child("pool"), context.Cancellation);
        IReadOnlyDictionary<Population, (double[] Mean, double[][] Covariance)> means = pool.Means(nuisances, context.Child("model"));

        // An analyst's estimate has the noise of the pool's rows that are released too: to first order it is all of S that counts twice, to
        // second order only what the two share. Taking off the released share of S errs to the side of width.
        double sign = pool.HasReleased ? -(double)released / pool.Rows : 1;
        Dictionary<Population, PopulationError> measured = [];
        foreach (Population population in whom)
        {
            (RealMeans of, (double[] mean, double[][] covariance)) = (known[population], means[population]);
            PopulationError error = new([.. mean.Zip(of.Mean, (a, b) => a - b)], of.Covariance,
                [.. of.Covariance.Select((row, a) => (double[])[.. row.Select((v, b) => v + (sign * covariance[a][b]))])])
                { Freedom = of.Freedom, Refusal = of.Refusal is { } why ? $"of the real rows, {why}" : null };
            if (error.Shift.Concat(error.Added.SelectMany(row => row)).All(double.IsFinite))
            {
                measured.Add(population, error);
            }
        }

        return new ReleaseNote(ReleaseColumns.Of(real), real.Rows, pool.HasReleased ? released : null, measured)
            { Folds = folds, PoolRows = pool.Rows };
    }

    /// <summary>Everyone, those of each level, the overlap population.</summary>
    internal static IReadOnlyList<Population> Whom(int levels) =>
        [Population.Everyone, .. Enumerable.Range(0, levels).Select(Population.Of), Population.Overlap];

    /// <summary>What stands between these rows and the population, for an analysis of them.</summary>
    /// <param name="rows">The synthetic rows as they are analysed.</param>
    /// <param name="all">How many rows the file has.</param>
    /// <exception cref="CausalLoomException">The rows cannot be of this release.</exception>
    public SynthesisError For(CausalData rows, int all)
    {
        ArgumentNullException.ThrowIfNull(rows);
        SynthesisError error = new(RealRows, SyntheticRows ?? all);
        string? other = SyntheticRows is { } m && all != m
            ? throw new CausalLoomException($"The release is of {m} rows, and there are {all}: give the file that was written with it.")
            : rows.Rows != all ? $"{rows.Rows} of the {all} rows are analysed" : Columns.Difference(rows);
        if (other is not null)
        {
            return error with { Unmeasured = other };
        }

        int[] order = [.. rows.TreatmentSpace.Levels.Select(level => Columns.Levels.ToList().IndexOf(level))];
        return error with
        {
            Measured = Populations.ToDictionary(one => one.Key.Renamed(order), one => one.Value with
            {
                Shift = [.. order.Select(level => one.Value.Shift[level])],
                Real = Ordered(one.Value.Real, order),
                Added = Ordered(one.Value.Added, order),
            }),
        };
    }

    private static double[][] Ordered(double[][] matrix, int[] order) =>
        [.. order.Select(a => (double[])[.. order.Select(b => matrix[a][b])])];
}
