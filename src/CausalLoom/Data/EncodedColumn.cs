namespace CausalLoom.Data;

/// <summary>A column that a <see cref="FeaturePlan"/> encodes row by row: numbers, or codes of the plan's levels.</summary>
internal sealed class EncodedColumn(FeaturePlan plan, Column column, int[]? codes, bool keepMissing)
{
    public int Width => plan.Width;

    /// <summary>Writes the features of some rows.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="into">Where; the first row's begin at its beginning.</param>
    /// <param name="stride">From one row to the next.</param>
    public void Write(ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        if (codes is null)
        {
            WriteNumbers(rows, into, stride);
        }
        else
        {
            WriteLevels(codes, rows, into, stride);
        }

        for (int i = 0; plan.Indicator && i < rows.Length; i++)
        {
            into[(i * stride) + plan.BlockWidth] = column.IsMissing(rows[i]) ? 1 : 0;
        }
    }

    private void WriteNumbers(ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        double[]? values = (column as ContinuousColumn)?.Values;
        (double fill, double centre, double scale) = (plan.Fill, plan.Centre, plan.Scale);
        for (int i = 0; i < rows.Length; i++)
        {
            double x = values is null ? column.NumberAt(rows[i]) : values[rows[i]];
            x = double.IsNaN(x) && !keepMissing ? fill : x;
            into[i * stride] = (x - centre) / scale;
        }
    }

    private void WriteLevels(int[] levels, ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        bool two = plan.Type == ColumnType.Binary;
        for (int i = 0; i < rows.Length; i++)
        {
            Span<double> block = into.Slice(i * stride, plan.BlockWidth);
            block.Clear();
            int code = levels[rows[i]];
            code = code == LevelMap.Missing && !keepMissing && plan.Levels.Length > 0 ? (int)plan.Fill : code;
            if (code == LevelMap.Missing)
            {
                block.Fill(keepMissing ? double.NaN : 0);
            }
            else if (code >= 0 && two)
            {
                block[0] = plan.LevelValue(code);
            }
            else if (code >= 0 && plan.Slots[code] >= 0)
            {
                block[plan.Slots[code]] = 1;
            }
        }
    }
}
