namespace CausalLoom.Data;

/// <summary>Puts tables of the same columns below one another.</summary>
internal static class TableStack
{
    /// <summary>The rows of all tables in their order; types, levels and decimals are those of the first.</summary>
    /// <exception cref="ArgumentException">There is none, or their columns differ.</exception>
    public static Table Of(IReadOnlyList<Table> tables)
    {
        if (tables.Count == 0
            || tables.Any(t => !t.Columns.Select(c => (c.Name, c.Type)).SequenceEqual(tables[0].Columns.Select(c => (c.Name, c.Type)))))
        {
            throw new ArgumentException("Only tables of the same columns can be stacked.", nameof(tables));
        }

        return tables.Count == 1 ? tables[0]
            : new Table([.. tables[0].Columns.Select((column, j) => Stack(column, [.. tables.Select(t => t.Columns[j])]))]);
    }

    private static Column Stack(Column first, Column[] parts)
    {
        switch (first)
        {
            case ContinuousColumn continuous:
                return new ContinuousColumn(first.Name, [.. parts.SelectMany(p => ((ContinuousColumn)p).Values)], continuous.Decimals);
            case IntegerColumn:
                return new IntegerColumn(first.Name, [.. parts.SelectMany(p => ((IntegerColumn)p).Values)],
                    [.. parts.SelectMany(p => p.MissingMask ?? new bool[p.Count])]);
            default:
                DiscreteColumn discrete = (DiscreteColumn)first;
                if (parts.Any(p => !((DiscreteColumn)p).Levels.AsSpan().SequenceEqual(discrete.Levels)))
                {
                    throw new ArgumentException($"Column {first.Name} has other levels in another part.", nameof(parts));
                }

                int[] codes = [.. parts.SelectMany(p => ((DiscreteColumn)p).Codes)];
                return first is BinaryColumn ? new BinaryColumn(first.Name, codes, discrete.Levels)
                    : new CategoricalColumn(first.Name, codes, discrete.Levels);
        }
    }
}
