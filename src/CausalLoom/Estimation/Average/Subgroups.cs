using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Estimation.Average;

/// <summary>A column's rows in groups: its levels, quartiles of numbers, and rows where it is missing.</summary>
/// <param name="Column">The column.</param>
/// <param name="Names">The groups' names, [G].</param>
/// <param name="Of">The group of each row, 0 … G − 1, [n].</param>
public sealed record Subgroups(string Column, IReadOnlyList<string> Names, IReadOnlyList<int> Of)
{
    private const int MostValues = 8, MostLevels = 20;

    /// <summary>Groups the rows by a column.</summary>
    /// <param name="column">The column, one cell a row.</param>
    /// <exception cref="CausalLoomException">It has more than 20 levels, or says the same in every row.</exception>
    public static Subgroups By(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        bool quartiles = column is not DiscreteColumn && Enumerable.Range(0, column.Count).Where(i => !column.IsMissing(i))
            .Select(column.NumberAt).Distinct().Take(MostValues + 1).Count() > MostValues;
        string[] of = quartiles ? Quarters(column) : [.. Enumerable.Range(0, column.Count).Select(i =>
            column.IsMissing(i) ? string.Empty : column.TextAt(i))];
        string[] names = [.. Ordered(column, of, quartiles)];
        if (names.Length > MostLevels)
        {
            throw new CausalLoomException($"{CellText.Show(column.Name)} has {names.Length} levels: subgroups are at most {MostLevels}. "
                + "Name a column with fewer.");
        }

        if (names.Length < 2)
        {
            throw new CausalLoomException($"{CellText.Show(column.Name)} says the same in every row: there are no subgroups.");
        }

        return new Subgroups(column.Name, [.. names.Select(name => name.Length == 0 ? "missing" : name)],
            [.. of.Select(text => Array.IndexOf(names, text))]);
    }

    // Numbers in their order, levels in theirs, rows without a cell last.
    private static IEnumerable<string> Ordered(Column column, string[] of, bool quartiles)
    {
        IEnumerable<string> seen = of.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal);
        IEnumerable<string> sorted = quartiles ? seen.Order(StringComparer.Ordinal)
            : column is DiscreteColumn levels ? levels.Levels.Where(seen.ToHashSet(StringComparer.Ordinal).Contains)
            : seen.OrderBy(text => double.Parse(text, CultureInfo.InvariantCulture));
        return of.Any(text => text.Length == 0) ? sorted.Append(string.Empty) : sorted;
    }

    private static string[] Quarters(Column column)
    {
        double[] values = [.. Enumerable.Range(0, column.Count).Where(i => !column.IsMissing(i)).Select(column.NumberAt).Order()];
        double[] cuts = [.. new[] { 0.25, 0.5, 0.75 }.Select(p => SortedQuantile.Of(values, p))];
        string[] at = [.. cuts.Select(cut => cut.ToString("G4", CultureInfo.InvariantCulture))];
        string[] names =
            [$"1st quarter, up to {at[0]}", $"2nd quarter, to {at[1]}", $"3rd quarter, to {at[2]}", $"4th quarter, above {at[2]}"];
        return [.. Enumerable.Range(0, column.Count).Select(i => column.IsMissing(i) ? string.Empty
            : names[cuts.Count(cut => column.NumberAt(i) > cut)])];
    }
}
