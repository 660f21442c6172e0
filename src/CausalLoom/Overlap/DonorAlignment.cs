using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Overlap;

/// <summary>
/// Gives donors the columns, types and level codes of the data they serve, so that their rows can stand below the data's.
/// </summary>
internal static class DonorAlignment
{
    /// <summary>The donors as the data are.</summary>
    /// <exception cref="CausalLoomException">A column is absent, or holds what the data's column cannot.</exception>
    public static CausalData Of(CausalData data, CausalData donors)
    {
        Table whole = donors.Covariates.With(donors.Treatment.ToColumn(), donors.OutcomeColumn);
        Table covariates = new([.. data.Covariates.Columns.Select(column => Align(column, whole[column.Name]))]);
        int[] arms = Codes((DiscreteColumn)data.Treatment.ToColumn(), whole[data.TreatmentSpace.Name]);
        Column outcome = Align(data.OutcomeColumn, whole[data.OutcomeColumn.Name]);
        return new CausalData(covariates, new Arms(data.TreatmentSpace, arms), new Outcomes(outcome));
    }

    private static Column Align(Column like, Column column) => like switch
    {
        BinaryColumn binary => new BinaryColumn(like.Name, Codes(binary, column), binary.Levels),
        CategoricalColumn categorical => new CategoricalColumn(like.Name, Codes(categorical, column), categorical.Levels),
        IntegerColumn => Whole(column),
        _ => new ContinuousColumn(like.Name, Numbers(column), ((ContinuousColumn)like).Decimals),
    };

    private static int[] Codes(DiscreteColumn like, Column column)
    {
        int[] codes = new LevelMap(like.Levels).Codes(column);
        int unseen = Array.IndexOf(codes, LevelMap.Unseen);
        return unseen < 0
            ? codes
            : throw new CausalLoomException($"Column {CellText.Show(like.Name)} of the donors "
                + $"holds {CellText.Show(column.TextAt(unseen))}, which is not one of the data's levels, "
                + $"{CellText.List([.. like.Levels.Select(CellText.Show)])}. Leave such donors out.");
    }

    private static double[] Numbers(Column column)
    {
        if (column is DiscreteColumn discrete && discrete.Levels.FirstOrDefault(level => !CellText.IsNumber(level)) is { } text)
        {
            throw new CausalLoomException($"Column {CellText.Show(column.Name)} holds numbers in the data and "
                + $"{CellText.Show(text)} in the donors.");
        }

        return column.ToNumbers();
    }

    private static Column Whole(Column column)
    {
        if (column is IntegerColumn)
        {
            return column;
        }

        double[] values = Numbers(column);
        int broken = Array.FindIndex(values, v => !double.IsNaN(v) && (v != Math.Round(v) || Math.Abs(v) > 1L << 53));
        return broken < 0
            ? new IntegerColumn(column.Name, Array.ConvertAll(values, v => double.IsNaN(v) ? 0 : (long)v),
                Array.ConvertAll(values, double.IsNaN))
            : throw new CausalLoomException($"Column {CellText.Show(column.Name)} holds whole numbers in the data and "
                + $"{CellText.Show(column.TextAt(broken))} in the donors. Round it, or give the data's column decimals in a schema.");
    }
}
