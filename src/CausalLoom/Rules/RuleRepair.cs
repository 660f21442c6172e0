using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Rules;

/// <summary>
/// Rows that no transformation has kept within rules: drawn anew a few times, which gives the model's own law of lawful rows; what is left
/// takes the cells that rules tie from the nearest lawful row that was drawn. No row of the data is kept for that.
/// </summary>
/// <param name="rules">The rules.</param>
internal sealed class RuleRepair(IReadOnlyList<Rule> rules)
{
    private const int Tries = 5;
    private const int MostDonors = 1000;
    private const int FewestDrawn = 32;

    /// <summary>The rows with all of them lawful.</summary>
    /// <param name="drawn">Rows that were drawn.</param>
    /// <param name="draw">Draws as many more from a stream.</param>
    /// <param name="stream">Where draws come from.</param>
    /// <returns>The rows, how many were drawn anew, and how many took cells from others.</returns>
    /// <exception cref="CausalLoomException">The generator draws no lawful row.</exception>
    public (Table Rows, int Redrawn, int Repaired) Mend(Table drawn, Func<int, RandomStream, Table> draw, RandomStream stream)
    {
        int[] broken = Broken(drawn);
        int redrawn = 0;
        Table? pool = broken.Length < drawn.Rows ? Lawful(drawn, broken) : null;
        for (int attempt = 0; attempt < Tries && broken.Length > 0; attempt++)
        {
            Table more = draw(Math.Max(FewestDrawn, 2 * broken.Length), stream.Child(attempt));
            Table lawful = Lawful(more, Broken(more));
            int taken = Math.Min(lawful.Rows, broken.Length);
            if (taken > 0)
            {
                drawn = Replaced(drawn, broken.AsSpan(0, taken), lawful.Take([.. Enumerable.Range(0, taken)]));
                pool ??= lawful;
                broken = broken[taken..];
                redrawn += taken;
            }
        }

        return broken.Length == 0 ? (drawn, redrawn, 0)
            : (FromDonors(drawn, broken, pool ?? throw None(drawn)), redrawn, broken.Length);
    }

    /// <summary>Completed rows with all of them lawful; what was given stays.</summary>
    /// <param name="drawn">Rows that were completed.</param>
    /// <param name="given">What is known of them.</param>
    /// <param name="draw">Completes given rows again.</param>
    /// <param name="stream">Where draws come from.</param>
    /// <exception cref="CausalLoomException">What is given breaks a rule, or no lawful completion was drawn.</exception>
    public (Table Rows, int Redrawn) MendGiven(Table drawn, Table given, Func<Table, RandomStream, Table> draw, RandomStream stream)
    {
        int[] broken = Broken(drawn);
        int redrawn = 0;
        for (int attempt = 0; attempt < 4 * Tries && broken.Length > 0; attempt++)
        {
            Table more = draw(given.Take(broken), stream.Child(attempt));
            HashSet<int> again = [.. Broken(more)];
            int[] good = [.. Enumerable.Range(0, broken.Length).Where(i => !again.Contains(i))];
            drawn = Replaced(drawn, Array.ConvertAll(good, i => broken[i]), more.Take(good));
            broken = [.. broken.Where((_, i) => again.Contains(i))];
            redrawn += good.Length;
        }

        if (broken.Length > 0)
        {
            Rule rule = rules.First(rule => rule.Broken(drawn)[broken[0]]);
            throw new CausalLoomException($"Row {broken[0] + 1}: with what is given the rule {CellText.Show(rule.Text)} cannot be kept. "
                + $"Change the row, or fit the model with ‹rules none›.");
        }

        return (drawn, redrawn);
    }

    private int[] Broken(Table table)
    {
        bool[] any = new bool[table.Rows];
        foreach (Rule rule in rules)
        {
            bool[] broken = rule.Broken(table);
            for (int i = 0; i < any.Length; i++)
            {
                any[i] |= broken[i];
            }
        }

        return [.. Enumerable.Range(0, any.Length).Where(i => any[i])];
    }

    private static Table Lawful(Table table, int[] broken)
    {
        HashSet<int> wrong = [.. broken];
        return table.Take([.. Enumerable.Range(0, table.Rows).Where(i => !wrong.Contains(i))]);
    }

    private static Table Replaced(Table table, ReadOnlySpan<int> rows, Table by)
    {
        if (rows.Length == 0)
        {
            return table;
        }

        int[] from = [.. Enumerable.Range(0, table.Rows)];
        for (int i = 0; i < rows.Length; i++)
        {
            from[rows[i]] = table.Rows + i;
        }

        return TableStack.Of([table, by]).Take(from);
    }

    // The cells of all columns that the broken rules tie, with those that other rules tie to them, from the nearest row by the others.
    private Table FromDonors(Table drawn, int[] broken, Table pool)
    {
        Table donors = pool.Take([.. Enumerable.Range(0, Math.Min(pool.Rows, MostDonors))]);
        HashSet<string> tied = [];
        foreach (Rule rule in rules.Where(rule => rule.Broken(drawn).Contains(true)))
        {
            tied.UnionWith(rule.Columns);
        }

        for (int count = -1; count != tied.Count;)
        {
            count = tied.Count;
            tied.UnionWith(rules.Where(rule => rule.Columns.Any(tied.Contains)).SelectMany(rule => rule.Columns).Where(drawn.Contains));
        }

        Column[] others = [.. drawn.Columns.Where(column => !tied.Contains(column.Name))];
        double[] spreads = Array.ConvertAll(others, column => Spread(donors[column.Name]));
        int[] nearest = Array.ConvertAll(broken, row => Nearest(row, others, spreads, donors));
        Table taken = donors.Take(nearest);
        int[] rows = [.. Enumerable.Range(0, drawn.Rows)];
        for (int i = 0; i < broken.Length; i++)
        {
            rows[broken[i]] = drawn.Rows + i;
        }

        return new Table([.. drawn.Columns.Select(column => tied.Contains(column.Name)
            ? TableStack.Of([new Table([column]), new Table([taken[column.Name]])]).Columns[0].Take(rows) : column)]);
    }

    private static int Nearest(int row, Column[] others, double[] spreads, Table donors)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int donor = 0; donor < donors.Rows; donor++)
        {
            double distance = 0;
            for (int j = 0; j < others.Length; j++)
            {
                double a = others[j].NumberAt(row), b = donors[others[j].Name].NumberAt(donor);
                distance += double.IsNaN(a) || double.IsNaN(b) ? (double.IsNaN(a) == double.IsNaN(b) ? 0 : 1)
                    : others[j] is DiscreteColumn ? (a == b ? 0 : 1) : Math.Min(1, Math.Abs(a - b) / spreads[j]);
            }

            (best, least) = distance < least ? (donor, distance) : (best, least);
        }

        return best;
    }

    private static double Spread(Column column)
    {
        Moments moments = Moments.Of(column);
        return moments.Sd > 0 ? 4 * moments.Sd : 1;
    }

    private CausalLoomException None(Table drawn)
    {
        Rule worst = rules.MaxBy(rule => rule.CountBroken(drawn))!;
        return new CausalLoomException($"The generator draws no row that keeps the rules; the rule {CellText.Show(worst.Text)} is broken "
            + $"in {worst.CountBroken(drawn)} of {drawn.Rows} rows. Leave it out of the rules, or choose another generator.");
    }
}
