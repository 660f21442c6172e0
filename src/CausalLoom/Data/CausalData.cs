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

    /// <summary>The same covariates and outcomes with another treatment assignment.</summary>
    public CausalData WithTreatment(int[] treatment) => new(Covariates, TreatmentSpace, treatment, OutcomeColumn, Outcome);
}
