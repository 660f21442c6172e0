using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Reads the cells of a column that say only on which side of a limit a number lies.</summary>
internal sealed class LimitReader(ColumnCells cells, ReadingContext context)
{
    /// <summary>Sets the numbers that stand for such cells, and finds the form that writes them back.</summary>
    /// <param name="odd">The cells.</param>
    /// <param name="values">By entry; theirs are set.</param>
    /// <param name="numbers">How the other numbers are written, or null.</param>
    /// <param name="form">The form of all.</param>
    public void Read(List<OddCell> odd, CellValue[] values, CellForm? numbers, out LimitForm form)
    {
        double[] known = [.. values.Where(v => v.IsNumber).Select(v => v.Number)];
        int decimals = Math.Max(0, values.Where(v => v.IsNumber).Select(v => v.Decimals).DefaultIfEmpty(0).Max());
        List<(OddCell Cell, CellLimit Limit)> limits = odd.ConvertAll(o => (o, o.Limit ?? CellLimit.OfWord(o.Text, known.Min())));
        List<CellLimit> sides = [];
        foreach (IGrouping<bool, (OddCell Cell, CellLimit Limit)> side in limits.GroupBy(l => l.Limit.IsLower))
        {
            // Several limits a side: the outermost numbers are written with the one that is most often there.
            (OddCell cell, CellLimit limit) = side.OrderByDescending(l => l.Cell.Rows).ThenBy(l => l.Limit.Limit).First();
            double beyond = known.Count(limit.Covers);
            if (side.DistinctBy(l => l.Limit.Limit).Count() > 1 || beyond > 0)
            {
                Refuse([.. side], limit, known);
            }

            int rows = side.Sum(l => l.Cell.Rows), opposite = odd.Sum(o => o.Rows) - rows;
            limit = limit with { Inside = BeyondLimit.Mean(known, rows, opposite, limit, decimals) };
            sides.Add(limit);
            foreach ((OddCell other, _) in side)
            {
                values[other.Entry] = ColumnInference.Value(limit.Inside);
            }

            context.Log.Warn("Measurements beyond a limit are numbers that stand for it, and written as the limit", string.Create(
                CultureInfo.InvariantCulture, $"{CellText.Show(cells.Name)} ({CellText.Show(cell.Text)} in {rows} rows, inside "
                    + $"{limit.Inside:G6})"));
        }

        form = LimitForm.Of(numbers, sides);
    }

    private void Refuse(List<(OddCell Cell, CellLimit Limit)> side, CellLimit limit, double[] known)
    {
        (OddCell first, _) = side.Find(l => l.Limit.Limit == limit.Limit);
        string other = side.Find(l => l.Limit.Limit != limit.Limit) is { Cell: { } second } && second is not null
            ? $"{CellText.Show(second.Text)} in {context.Where(cells.Codes.IndexOf(second.Entry))} is another limit on that side"
            : string.Create(CultureInfo.InvariantCulture, $"the column has numbers beyond it, such as {known.First(limit.Covers):G6}");
        throw context.Error(cells.Codes.IndexOf(first.Entry), cells.Name, $"{CellText.Show(first.Text)} is a limit of measurement, and "
            + $"{other}: one limit a side can be kept. Bring the column to one limit, name the text as missing "
            + $"({first.AsMissing}), or leave the column out.");
    }
}
