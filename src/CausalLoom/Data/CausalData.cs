using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// A table split by role, checked: covariates X (may have missing values), a two-level treatment W as 0/1 and a numeric or
/// two-level outcome Y without missing values. What mechanisms, estimators and metrics work on.
/// </summary>
public sealed class CausalData
{
    internal CausalData(Table covariates, TreatmentSpace treatmentSpace, int[] treatment, Column outcomeColumn, double[] outcome)
    {
        Covariates = covariates;
        TreatmentSpace = treatmentSpace;
        Treatment = treatment;
        OutcomeColumn = outcomeColumn;
        Outcome = outcome;
    }

    /// <summary>The covariates, in the table's order.</summary>
    public Table Covariates { get; }

    /// <summary>The treatment's levels.</summary>
    public TreatmentSpace TreatmentSpace { get; }

    /// <summary>The arm of each row: 0 control, 1 treated.</summary>
    public int[] Treatment { get; }

    /// <summary>The outcome as a column, which knows its type, levels and decimals.</summary>
    public Column OutcomeColumn { get; }

    /// <summary>The outcome of each row in its own units; 0/1 where it has two levels.</summary>
    public double[] Outcome { get; }

    /// <summary>Whether the outcome has two levels (risk differences) rather than being a number.</summary>
    public bool IsBinaryOutcome => OutcomeColumn.Type == ColumnType.Binary;

    /// <summary>The number of rows.</summary>
    public int Rows => Treatment.Length;

    /// <summary>The number of treated rows.</summary>
    public int Treated => Treatment.Sum();

    /// <summary>The given rows, in that order (repeats allowed).</summary>
    public CausalData Take(ReadOnlySpan<int> rows)
    {
        int[] treatment = new int[rows.Length];
        double[] outcome = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            treatment[i] = Treatment[rows[i]];
            outcome[i] = Outcome[rows[i]];
        }

        return new CausalData(Covariates.Take(rows), TreatmentSpace, treatment, OutcomeColumn.Take(rows), outcome);
    }

    /// <summary>Splits a table by role: all columns but treatment and outcome are covariates.</summary>
    /// <param name="table">The table.</param>
    /// <param name="treatment">The treatment column: two levels, at least two rows each, nothing missing.</param>
    /// <param name="outcome">The outcome column: numbers or two levels, nothing missing.</param>
    /// <exception cref="CausalLoomException">The table does not allow it.</exception>
    public static CausalData From(Table table, string treatment, string outcome)
    {
        ArgumentNullException.ThrowIfNull(table);
        _ = table[treatment];
        _ = table[outcome];
        if (treatment == outcome)
        {
            throw new CausalLoomException($"The treatment and the outcome are the same column, {CellText.Show(treatment)}.");
        }

        Schema schema = Schema.Of(table, name => name == treatment ? ColumnRole.Treatment : name == outcome ? ColumnRole.Outcome
            : ColumnRole.Covariate);
        return new CausalDataBuilder(table, schema, "The data", new Csv.ReadingLog()).Build(lookForOddities: false);
    }

    /// <summary>Splits a table as other data were: the same roles, and the same level treated.</summary>
    /// <param name="table">A table with this data's columns, such as one drawn from a model of it.</param>
    /// <exception cref="CausalLoomException">A column is absent, or a treatment or outcome level is not one of this data's.</exception>
    public CausalData Like(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Column arms = SameLevels(table[TreatmentSpace.Name], [.. TreatmentSpace.Levels]);
        Column outcome = table[OutcomeColumn.Name];
        outcome = OutcomeColumn is BinaryColumn binary ? SameLevels(outcome, binary.Levels) : outcome;
        Table split = table.Select(Covariates.Columns.Select(column => column.Name)).With(arms, outcome);
        return From(split, arms.Name, outcome.Name);
    }

    private static BinaryColumn SameLevels(Column column, string[] levels)
    {
        int[] codes = new LevelMap(levels).Codes(column);
        int unseen = Array.IndexOf(codes, LevelMap.Unseen);
        return unseen < 0
            ? new BinaryColumn(column.Name, codes, levels)
            : throw new CausalLoomException(
                $"Column {CellText.Show(column.Name)} holds {CellText.Show(column.TextAt(unseen))}, which is not one of "
                    + $"{CellText.List([.. levels.Select(CellText.Show)])}.");
    }

    /// <summary>The same covariates and outcomes with another treatment assignment.</summary>
    public CausalData WithTreatment(int[] treatment) => new(Covariates, TreatmentSpace, treatment, OutcomeColumn, Outcome);
}
