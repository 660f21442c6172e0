using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Generators.Forest;

/// <summary>The rows a forest density is made of, and how their columns are treated.</summary>
/// <param name="layout">The columns' facts.</param>
/// <param name="columns">How each is treated.</param>
/// <param name="values">Numbers or level codes, [column][row]; NaN where missing.</param>
/// <param name="blocks">Columns that are drawn together within a leaf: a partition of all columns.</param>
internal sealed class ArfData(TableLayout layout, ArfColumn[] columns, double[][] values, int[][] blocks)
{
    private const int MaxOrderedBy = 50;

    internal TableLayout Layout => layout;

    internal ArfColumn[] Columns => columns;

    internal double[][] Values => values;

    internal int[][] Blocks => blocks;

    internal int Rows => values[0].Length;

    internal static ArfData Of(Table table, ArfOptions options)
    {
        TableLayout layout = TableLayout.Of(table);
        double[][] values = [.. table.Columns.Select(Numbers)];
        ArfColumn[] columns = [.. layout.Columns.Select((c, j) => ArfColumn.Of(c, values[j], options))];
        int[] ordered =
            [.. Enumerable.Range(0, columns.Length).Where(j => layout.Columns[j].IsNumber || layout.Columns[j].Levels.Length == 2)];
        for (int j = 0; j < columns.Length; j++)
        {
            if (!layout.Columns[j].IsNumber && layout.Columns[j].Levels.Length > 2)
            {
                columns[j] = columns[j] with { Ranks = LevelRanks.Of(values[j], layout.Columns[j].Levels.Length,
                    ordered.Take(MaxOrderedBy).Select(k => values[k])) };
            }
        }

        return new ArfData(layout, columns, values, FindBlocks(table, columns, options));
    }

    /// <summary>Numbers or level codes of a column; NaN where missing.</summary>
    internal static double[] Numbers(Column column) => column is DiscreteColumn discrete
        ? Array.ConvertAll(discrete.Codes, c => c < 0 ? double.NaN : c)
        : column.ToNumbers();

    /// <summary>What the forest splits on, [row, column].</summary>
    internal Matrix Features()
    {
        Matrix features = new(Rows, columns.Length);
        for (int j = 0; j < columns.Length; j++)
        {
            for (int i = 0; i < Rows; i++)
            {
                features[i, j] = columns[j].Feature(values[j][i]);
            }
        }

        return features;
    }

    private static int[][] FindBlocks(Table table, ArfColumn[] columns, ArfOptions options)
    {
        int[][] groups = options.MaxPatterns > 0
            ? [.. ModeSpecificGroupFinder.Find(table, new ModeSpecificOptions(), options.MaxPatterns).Groups.Where(g =>
                g.All(j => columns[j].IsDiscrete))]
            : [];
        HashSet<int> grouped = [.. groups.SelectMany(g => g)];
        return [.. groups, .. Enumerable.Range(0, columns.Length).Where(j => !grouped.Contains(j)).Select(j => new[] { j })];
    }
}
