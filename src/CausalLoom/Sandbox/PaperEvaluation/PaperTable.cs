using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>Covariates, treatment and outcome as one table: what the paper's metrics compare.</summary>
internal static class PaperTable
{
    /// <summary>The real table.</summary>
    public static Table Of(CausalData real) =>
        real.Covariates.With(real.Treatment.ToColumn(), real.OutcomeColumn);

    /// <summary>Drawn units in the real table's columns; proxies of U are left out, as the real data have none.</summary>
    public static Table Of(SandboxDraw units, CausalData real, OutcomeShape shape)
    {
        double[] y = [.. units.Treatment.Select((t, i) => t == 1 ? units.Outcomes.Y1[i] : units.Outcomes.Y0[i])];
        Table all = units.Covariates.With(real.TreatmentSpace.Column(units.Treatment), shape.Build(y));
        return all.Select([.. real.Covariates.Columns.Select(c => c.Name), real.TreatmentSpace.Name, shape.Name]);
    }

    /// <summary>Numeric columns.</summary>
    public static Table Numbers(Table table) => new([.. table.Columns.Where(c => c is not DiscreteColumn)]);

    /// <summary>Columns of levels, missing values as a level of their own where a side has any.</summary>
    public static (Table Real, Table Synthetic) Levels(Table real, Table synthetic)
    {
        (Column Real, Column Synthetic)[] pairs = [.. real.Columns.OfType<DiscreteColumn>().Select(column =>
        {
            DiscreteColumn other = (DiscreteColumn)synthetic[column.Name];
            return column.MissingCount + other.MissingCount == 0 ? ((Column)column, (Column)other)
                : (WithMissing(column), WithMissing(other));
        })];
        return (new Table([.. pairs.Select(p => p.Real)]), new Table([.. pairs.Select(p => p.Synthetic)]));
    }

    /// <summary>Two-level columns as columns of levels, so that their encoding has a feature a level too.</summary>
    public static Table FullOneHot(Table table) =>
        new([.. table.Columns.Select(c => c is BinaryColumn two ? new CategoricalColumn(two.Name, two.Codes, two.Levels) : c)]);

    private static CategoricalColumn WithMissing(DiscreteColumn column) =>
        new(column.Name, Array.ConvertAll(column.Codes, code => code < 0 ? column.Levels.Length : code), [.. column.Levels, "(missing)"]);
}
