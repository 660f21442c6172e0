using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

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

    /// <summary>
    /// M: how many files of so many rows were released, each of a model of its own fitted to rows drawn anew from the real ones; 1: one
    /// file, or none, of a model fitted to the real rows themselves.
    /// </summary>
    public int Copies { get; init; } = 1;

    /// <summary>The nuisances of the estimates from the real rows, by name.</summary>
    public string Nuisance { get; init; } = "stack";

    /// <summary>The name of the propensity where treatment was assigned as it says, so that none was learnt; else null.</summary>
    public string? KnownPropensity { get; init; }

    /// <summary>Measures a release.</summary>
    /// <param name="real">The rows that were learnt from.</param>
    /// <param name="models">What each copy's model says of the level means: one where one file or a model is released.</param>
    /// <param name="released">Rows of a copy; null: a model is released.</param>
    /// <param name="nuisances">Those of the estimates from the real rows.</param>
    /// <param name="asEstimated">The context in which the real rows are estimated from: that of an estimate, so that both are the
    /// same.</param>
    internal static ReleaseNote Of(CausalData real, IReadOnlyList<ModelMeans> models, int? released, NuisanceOptions nuisances,
        FitContext asEstimated)
    {
        IReadOnlyList<Population> whom = Whom(real.Levels);
        IReadOnlyDictionary<Population, RealMeans> known = RealMeans.Of(real, whom, nuisances, asEstimated, out int folds);
        Dictionary<Population, PopulationError> measured = [];
        foreach (Population population in whom)
        {
            // Of M copies the mean: its shift, and a covariance that is the sum of theirs over M².
            RealMeans of = known[population];
            double[] mean = [.. of.Mean.Select((_, a) => models.Average(model => model.Of[population].Mean[a]))];
            double Shared(int a, int b) =>
                models.Sum(model => model.Share * model.Of[population].Covariance[a][b]) / models.Count / models.Count;
            PopulationError error = new([.. mean.Zip(of.Mean, (a, b) => a - b)], of.Covariance,
                [.. of.Covariance.Select((row, a) => (double[])[.. row.Select((v, b) => v - Shared(a, b))])])
                { Freedom = of.Freedom, Refusal = of.Refusal is { } why ? $"of the real rows, {why}" : null };
            if (error.Shift.Concat(error.Added.SelectMany(row => row)).All(double.IsFinite))
            {
                measured.Add(population, error);
            }
        }

        return new ReleaseNote(ReleaseColumns.Of(real), real.Rows, released, measured)
            { Folds = folds, PoolRows = models.Sum(model => model.Rows), Copies = models.Count };
    }

    /// <summary>Everyone, those of each level, the overlap population.</summary>
    internal static IReadOnlyList<Population> Whom(int levels) =>
        [Population.Everyone, .. Enumerable.Range(0, levels).Select(Population.Of), Population.Overlap];

    /// <summary>What stands between these rows and the population, for an analysis of them.</summary>
    /// <param name="rows">The synthetic rows as they are analysed: of a copy where several are.</param>
    /// <param name="all">How many rows the file has.</param>
    /// <param name="copies">How many copies are analysed.</param>
    /// <exception cref="CausalLoomException">The rows cannot be of this release.</exception>
    public SynthesisError For(CausalData rows, int all, int copies = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (copies > 1 && copies != Copies)
        {
            throw new CausalLoomException(FormattableString.Invariant($"The release is of {Copies} ")
                + FormattableString.Invariant($"{(Copies == 1 ? "file" : "copies")}, and there are {copies}: give all of one release."));
        }

        SynthesisError error = new(RealRows, SyntheticRows ?? all) { Samplings = copies < Copies ? 2 : 1 };
        string? other = SyntheticRows is { } m && all != m
            ? throw new CausalLoomException($"The release is of {m} rows, and there are {all}: give the file that was written with it.")
            : rows.Rows != all ? $"{rows.Rows} of the {all} rows are analysed"
            : Columns.Difference(rows) ?? (copies < Copies ? $"the file is one of {Copies} copies; give all of them" : null);
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
