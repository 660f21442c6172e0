using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>Averages a per-column figure over the columns of two aligned tables (<see cref="TableAlignment"/>).</summary>
internal static class ColumnMean
{
    /// <summary>The mean of <paramref name="figure"/> over columns; <paramref name="ifNone"/> where no column qualifies.</summary>
    public static double Over(Table real, Table synthetic, Func<Column, bool> qualifies, Func<Column, Column, double> figure, double ifNone)
    {
        double[] figures = [.. real.Columns.Where(qualifies).Select(column => figure(column, synthetic[column.Name]))];
        return figures.Length == 0 ? ifNone : SampleStatistics.Mean(figures);
    }

    /// <summary>Whether values have an order and a distance.</summary>
    public static bool IsNumeric(Column column) => column is ContinuousColumn or IntegerColumn;

    /// <summary>The observed values, ascending.</summary>
    public static double[] SortedObserved(Column column) => SampleStatistics.Sorted([.. column.ToNumbers().Where(v => !double.IsNaN(v))]);
}
