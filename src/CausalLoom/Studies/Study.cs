using CausalLoom.Estimation.Average;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>
/// A simulation study as its file states it, in the order of ADEMP (Morris, White and Crowther 2019): aims, data-generating mechanisms,
/// estimands, methods, performance measures.
/// </summary>
public sealed record Study
{
    /// <summary>How many replicates a work unit has where the file does not say.</summary>
    public const int DefaultBlock = 50;

    /// <summary>How many rows a truth that is not known exactly is averaged over where the file does not say.</summary>
    public const int DefaultTruthRows = 200_000;

    /// <summary>The study's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to find out; may be empty.</summary>
    public string Aims { get; init; } = string.Empty;

    /// <summary>The seed of all its random streams.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Replicates of each cell (source × n); 0 where there are no methods.</summary>
    public required int Replicates { get; init; }

    /// <summary>Replicates of a work unit.</summary>
    public int Block { get; init; } = DefaultBlock;

    /// <summary>Rows over which an effect is averaged that no source states exactly.</summary>
    public int TruthRows { get; init; } = DefaultTruthRows;

    /// <summary>The sample sizes.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>The sample sizes of a source: its own, else the study's.</summary>
    public IReadOnlyList<int> SizesOf(StudySourceSpec source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Sizes ?? Sizes;
    }

    /// <summary>Where the file says the sizes, for what is found wrong when sources are opened; may be empty.</summary>
    public string SizesPlace { get; init; } = string.Empty;

    /// <summary>The data-generating mechanisms.</summary>
    public required IReadOnlyList<StudySourceSpec> Sources { get; init; }

    /// <summary>Sources that methods borrow rows from; they are no cells of their own.</summary>
    public IReadOnlyList<StudySourceSpec> Donors { get; init; } = [];

    /// <summary>Whose average effects.</summary>
    public IReadOnlyList<Estimand> Estimands { get; init; } = [Estimand.Ate];

    /// <summary>Which levels are compared; none: the two there are.</summary>
    public IReadOnlyList<StudyContrast> Contrasts { get; init; } = [];

    /// <summary>What is estimated: each contrast of each estimand.</summary>
    public IReadOnlyList<StudyTarget> Targets => Contrasts.Count == 0 ? [.. Estimands.Select(StudyTarget.FromEstimand)]
        : [.. Estimands.SelectMany(estimand => Contrasts.Select(contrast => new StudyTarget(estimand, contrast)))];

    /// <summary>The methods under study; may be none where there are evaluations.</summary>
    public required IReadOnlyList<StudyMethodSpec> Methods { get; init; }

    /// <summary>What is measured of fitted generators themselves.</summary>
    public IReadOnlyList<StudyEvaluationSpec> Evaluations { get; init; } = [];

    /// <summary>How the evaluations are set out in tables and charts; null: figures × sources.</summary>
    public StudyTableSpec? Table { get; init; }

    /// <summary>The performance measures to report, names of <see cref="Performance.Names"/>.</summary>
    public IReadOnlyList<string> Measures { get; init; } = Performance.Default(fits: false);

    /// <summary>The Monte-Carlo standard error that is wanted of a measure; the summary says how many replicates that needs.</summary>
    public IReadOnlyDictionary<string, double> Precision { get; init; } = new Dictionary<string, double>();
}
