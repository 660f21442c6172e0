using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>How far shares of missing values differ.</summary>
public static class MissingRates
{
    /// <summary>Mean over columns of |share missing in real − share missing in synthetic|; 0 is best.</summary>
    public static double Difference(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        return ColumnMean.Over(real, synthetic, _ => true, (a, b) => Math.Abs(Share(a) - Share(b)), 0);
    }

    private static double Share(Column column) => (double)column.MissingCount / column.Count;
}
