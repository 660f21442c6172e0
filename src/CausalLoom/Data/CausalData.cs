using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// A table split by role, checked and read-only: covariates X (may have missing values), a treatment W of two or more levels, a numeric or
/// two-level outcome Y, neither with missing values, and where given sampling weights and clusters. What mechanisms, estimators and
/// metrics work on.
/// </summary>
public sealed class CausalData
{
    internal CausalData(Table covariates, Arms treatment, Outcomes outcome)
    {
        Covariates = covariates;
        Treatment = treatment;
        Outcome = outcome;
    }

    internal CausalData(Table covariates, TreatmentSpace space, int[] treatment, Column outcomeColumn, double[] outcome)
        : this(covariates, new Arms(space, treatment), new Outcomes(outcomeColumn, outcome))
    {
    }

    private CausalData(CausalData from, double[]? given, double[]? weights, int[]? clusters)
        : this(from.Covariates, from.Treatment, from.Outcome) => (Given, Normalised, ClusterCodes) = (given, weights, clusters);

    /// <summary>The covariates, in the table's order.</summary>
    public Table Covariates { get; }

    /// <summary>The level of each row, 0 … K − 1; level 0 is the reference (control).</summary>
    public Arms Treatment { get; }

    /// <summary>The outcome of each row.</summary>
    public Outcomes Outcome { get; }

    /// <summary>The sampling weight of each row, > 0, in the unit it was given in; null: all alike.</summary>
    public IReadOnlyList<double>? Weights => Given?.AsReadOnly();

    /// <summary>The cluster of each row; null: rows are independent.</summary>
    public IReadOnlyList<int>? Clusters => ClusterCodes?.AsReadOnly();

    /// <summary>The treatment's name and levels.</summary>
    public TreatmentSpace TreatmentSpace => Treatment.Space;

    /// <summary>The outcome as a column, which knows its type, levels and decimals.</summary>
    public Column OutcomeColumn => Outcome.Column;

    /// <summary>Whether the outcome has two levels (risk differences) rather than being a number.</summary>
    public bool IsBinaryOutcome => Outcome.IsTwoLevel;

    /// <summary>The number of rows.</summary>
    public int Rows => Treatment.Count;

    /// <summary>The number of treatment levels, K.</summary>
    public int Levels => Treatment.Levels;

    /// <summary>The number of rows of level 1: the treated, where there are two arms.</summary>
    public int Treated => Treatment.CountOf(1);

    // Weights as they were given, [n].
    internal double[]? Given { get; }

    /// <summary>
    /// Weights as learners take them, [n]: their mean over the whole data is 1 (a part keeps the whole's unit); null where all are alike.
    /// </summary>
    internal double[]? Normalised { get; }

    /// <summary>The cluster of each row, or null. Not to be written to.</summary>
    internal int[]? ClusterCodes { get; }

    /// <summary>These data with sampling weights.</summary>
    /// <param name="weights">One number above 0 a row; null: none.</param>
    /// <exception cref="CausalLoomException">A weight is not above 0, or infinite.</exception>
    /// <exception cref="ArgumentException">There is not one a row.</exception>
    public CausalData WithWeights(IReadOnlyList<double>? weights)
    {
        double[]? given = weights is null ? null : [.. weights];
        RequireOneARow(given?.Length ?? Rows, nameof(weights));
        int bad = given is null ? -1 : Array.FindIndex(given, w => !(w > 0 && double.IsFinite(w)));
        return bad < 0
            ? new CausalData(this, given, RowWeights.Normalised(given), ClusterCodes)
            : throw new CausalLoomException($"The sampling weight in row {bad + 1} is not above 0.");
    }

    /// <summary>These data with clusters: rows of one cluster are not independent, stay in one fold and are one draw.</summary>
    /// <param name="clusters">A number a row, the same in rows of one cluster; null: none.</param>
    /// <exception cref="ArgumentException">There is not one a row.</exception>
    public CausalData WithClusters(IReadOnlyList<int>? clusters)
    {
        RequireOneARow(clusters?.Count ?? Rows, nameof(clusters));
        return new CausalData(this, Given, Normalised, clusters is null ? null : [.. clusters]);
    }

    /// <summary>The given rows, in that order (repeats allowed).</summary>
    public CausalData Take(ReadOnlySpan<int> rows)
    {
        CausalData taken = new(Covariates.Take(rows), Treatment.Take(rows), Outcome.Take(rows));
        return Given is null && ClusterCodes is null ? taken
            : new CausalData(taken, TakeValues(Given, rows), TakeValues(Normalised, rows), TakeValues(ClusterCodes, rows));
    }

    /// <summary>The rows of two levels as data with two arms.</summary>
    /// <param name="level">The level, which becomes the treated arm, 0 … K − 1.</param>
    /// <param name="reference">What it is held against, which becomes the control arm, 0 … K − 1.</param>
    /// <exception cref="ArgumentException">The two are the same.</exception>
    public CausalData Pair(int level, int reference)
    {
        if (level == reference)
        {
            throw new ArgumentException($"A pair is of two levels, and both are {level}.", nameof(reference));
        }

        CausalData part = Take([.. Enumerable.Range(0, Rows).Where(i => Treatment[i] == level || Treatment[i] == reference)]);
        TreatmentSpace two = new(TreatmentSpace.Name, [TreatmentSpace.Levels[reference], TreatmentSpace.Levels[level]]);
        Arms arms = new(two, Array.ConvertAll(part.Treatment.Codes, w => w == level ? 1 : 0));
        return new CausalData(new CausalData(part.Covariates, arms, part.Outcome), part.Given, part.Normalised, part.ClusterCodes);
    }

    /// <summary>Splits a table by role: all columns but treatment and outcome are covariates.</summary>
    /// <param name="table">The table.</param>
    /// <param name="treatment">The treatment column: two or more levels, at least two rows each, nothing missing.</param>
    /// <param name="outcome">The outcome column: numbers or two levels, nothing missing.</param>
    /// <param name="reference">The treatment's reference level (control); null: as <see cref="LevelOrder"/> has it.</param>
    /// <exception cref="CausalLoomException">The table does not allow it.</exception>
    public static CausalData From(Table table, string treatment, string outcome, string? reference = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        _ = table[treatment];
        _ = table[outcome];
        if (treatment == outcome)
        {
            throw new CausalLoomException($"The treatment and the outcome are the same column, {CellText.Show(treatment)}.");
        }

        Schema schema = Schema.Of(table, name =>
            name == treatment ? ColumnRole.Treatment : name == outcome ? ColumnRole.Outcome : ColumnRole.Covariate);
        return new CausalDataBuilder(table, schema, "The data", new Cells.ReadingLog(), reference).Build(lookForOddities: false);
    }

    /// <summary>Splits a table as other data were: the same roles, and the same levels in the same order.</summary>
    /// <param name="table">A table with this data's columns, such as one drawn from a model of it.</param>
    /// <exception cref="CausalLoomException">
    /// A column is absent, or a treatment or outcome level is not one of this data's.
    /// </exception>
    public CausalData Like(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Column arms = TreatmentSpace.Column(SameLevels(table[TreatmentSpace.Name], [.. TreatmentSpace.Levels]));
        Column outcome = table[OutcomeColumn.Name];
        outcome = OutcomeColumn is BinaryColumn binary
            ? new BinaryColumn(outcome.Name, SameLevels(outcome, binary.Levels), binary.Levels) : outcome;
        Table split = table.Select(Covariates.Columns.Select(column => column.Name)).With(arms, outcome);
        return From(split, arms.Name, outcome.Name, TreatmentSpace.Levels[0]);
    }

    /// <summary>The same rows with another treatment assignment.</summary>
    /// <param name="levels">The level of each row, [n], 0 … K − 1.</param>
    public CausalData WithTreatment(int[] levels) =>
        new(new CausalData(Covariates, new Arms(TreatmentSpace, levels), Outcome), Given, Normalised, ClusterCodes);

    /// <summary>Covariates and treatment alone, for what does not look at outcomes: they are all 0.</summary>
    internal static CausalData WithoutOutcome(Table covariates, Arms treatment) =>
        new(covariates, treatment, new Outcomes(new ContinuousColumn("outcome", new double[treatment.Count])));

    /// <summary>The same rows with other covariates.</summary>
    internal CausalData WithCovariates(Table covariates) =>
        new(new CausalData(covariates, Treatment, Outcome), Given, Normalised, ClusterCodes);

    private void RequireOneARow(int count, string name)
    {
        if (count != Rows)
        {
            throw new ArgumentException($"There are {Rows} rows and {count} {name}.", name);
        }
    }

    private static T[]? TakeValues<T>(T[]? values, ReadOnlySpan<int> rows)
    {
        if (values is null)
        {
            return null;
        }

        T[] taken = new T[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = values[rows[i]];
        }

        return taken;
    }

    private static int[] SameLevels(Column column, string[] levels)
    {
        int[] codes = new LevelMap(levels).Codes(column);
        int unseen = Array.IndexOf(codes, LevelMap.Unseen);
        return unseen < 0
            ? codes
            : throw new CausalLoomException($"Column {CellText.Show(column.Name)} holds {CellText.Show(column.TextAt(unseen))}, "
                + $"which is not one of {CellText.List([.. levels.Select(CellText.Show)])}.");
    }
}
