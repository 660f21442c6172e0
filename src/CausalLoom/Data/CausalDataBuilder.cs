using System.Globalization;
using CausalLoom.Data.Csv;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>Splits a table by roles and checks that it can be studied; every refusal is one line that names columns and rows.</summary>
internal sealed class CausalDataBuilder(Table table, Schema schema, string source, ReadingLog log)
{
    private const int MinimumArm = 2;
    private const int ShownRows = 10;

    /// <summary>Checks and splits.</summary>
    /// <param name="lookForOddities">Whether to spend time on what can be studied but deserves a warning.</param>
    public CausalData Build(bool lookForOddities)
    {
        Column treatmentColumn = RoleColumn(ColumnRole.Treatment);
        Column outcomeColumn = RoleColumn(ColumnRole.Outcome);
        RequireComplete(treatmentColumn, "treatment");
        RequireComplete(outcomeColumn, "outcome");
        BinaryColumn arms = Arms(treatmentColumn);
        (Column outcome, double[] values) = Outcome(outcomeColumn);
        Table covariates = Covariates();
        CausalData data = new(covariates, new TreatmentSpace(arms.Name, arms.Levels), arms.Codes, outcome, values);
        if (lookForOddities)
        {
            new CausalFindings(data, log).Report();
        }

        return data;
    }

    private CausalLoomException Error(string problem) => new($"{source}: {problem}");

    private Column RoleColumn(ColumnRole role)
    {
        string what = SchemaYaml.Text(role);
        IReadOnlyList<string> names = schema.WithRole(role);
        return names.Count switch
        {
            0 => throw Error($"no column is the {what}: name one (--{what}, or `role: {what}` in a schema)."),
            1 => table[names[0]],
            _ => throw Error($"{names.Count} columns are the {what}: {CellText.List([.. names.Select(CellText.Show)])}. There can be one."),
        };
    }

    private void RequireComplete(Column column, string what)
    {
        if (column.MissingCount > 0)
        {
            int[] rows = [.. Enumerable.Range(0, column.Count).Where(column.IsMissing).Take(ShownRows)];
            string list = string.Join(", ", rows.Select(row => (row + 1).ToString(CultureInfo.InvariantCulture)));
            string more = column.MissingCount > rows.Length ? ", …" : string.Empty;
            throw Error(string.Create(
                CultureInfo.InvariantCulture,
                $"the {what} {CellText.Show(column.Name)} is missing in {column.MissingCount} of {column.Count} rows ({list}{more}; the "
                    + $"first row after the header is 1). Remove these rows or complete them."));
        }

        if (column is ContinuousColumn continuous && Array.FindIndex(continuous.Values, double.IsInfinity) is >= 0 and int infinite)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"the {what} {CellText.Show(column.Name)} is infinite in row {infinite + 1}."));
        }
    }

    private BinaryColumn Arms(Column column)
    {
        string name = CellText.Show(column.Name);
        (string[] levels, int[] counts) = Present(column);
        if (levels.Length != 2 || (column is BinaryColumn && counts.Length != 2))
        {
            string found = levels.Length == 1 ? "one level" : string.Create(CultureInfo.InvariantCulture, $"{levels.Length} levels");
            string list = CellText.List([.. levels.Select((level, i) =>
                string.Create(CultureInfo.InvariantCulture, $"{CellText.Show(level)} in {Rows(counts[i])}"))], 7);
            string advice = levels.Length > 2 ? " Keep the rows of two arms, or code another column." : string.Empty;
            throw Error($"the treatment {name} has {found} ({list}); it needs two, control and treated.{advice}");
        }

        BinaryColumn arms = AsBinary(column, levels);
        int small = Array.FindIndex(arms.Levels, level => counts[Array.IndexOf(levels, level)] < MinimumArm);
        if (small >= 0)
        {
            int count = counts[Array.IndexOf(levels, arms.Levels[small])];
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"the treatment {name} has {Rows(count)} of {CellText.Show(arms.Levels[small])}; each arm needs at least {MinimumArm}."));
        }

        string control = Rows(arms.Codes.Count(code => code == 0)), treated = Rows(arms.Codes.Count(code => code == 1));
        log.Note($"Treatment {name}: control is {CellText.Show(arms.Levels[0])} ({control}), treated is "
            + $"{CellText.Show(arms.Levels[1])} ({treated})");
        return arms;
    }

    private (Column Column, double[] Values) Outcome(Column column)
    {
        string name = CellText.Show(column.Name);
        if (column is not DiscreteColumn)
        {
            return (column, column.ToNumbers());
        }

        (string[] levels, _) = Present(column);
        if (column is not BinaryColumn && levels.Length != 2)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"{levels.Length} level{(levels.Length == 1 ? "" : "s")}");
            throw Error($"the outcome {name} is text with {found} ({CellText.List([.. levels.Select(CellText.Show)], 5)}); it must be a "
                + $"number or have two levels.");
        }

        BinaryColumn binary = AsBinary(column, levels);
        double[] events = Array.ConvertAll(binary.Codes, code => (double)code);
        string share = string.Create(CultureInfo.InvariantCulture, $"{events.Count(value => value == 1)} of {events.Length} rows");
        log.Note($"Outcome {name} has two levels: the event is {CellText.Show(binary.Levels[1])} ({share})");
        return (binary, events);
    }

    private Table Covariates()
    {
        List<Column> covariates = [];
        foreach (string name in schema.WithRole(ColumnRole.Covariate))
        {
            Column column = table[name];
            if (column.MissingCount == column.Count)
            {
                log.Warn("All values are missing, so left out of the covariates", CellText.Show(name));
                continue;
            }

            if (column is ContinuousColumn continuous && Array.FindIndex(continuous.Values, double.IsInfinity) is >= 0 and int infinite)
            {
                throw Error(string.Create(CultureInfo.InvariantCulture,
                    $"column {CellText.Show(name)} is infinite in row {infinite + 1}."));
            }

            covariates.Add(column);
        }

        return covariates.Count > 0
            ? new Table(covariates)
            : throw Error("no covariate is left: besides treatment and outcome there must be a column that is neither "
                + "dropped, an identifier nor empty.");
    }

    private static string Rows(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} row{(count == 1 ? "" : "s")}");

    // The levels that occur, in the column's order, and in how many rows.
    private static (string[] Levels, int[] Counts) Present(Column column)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        for (int row = 0; row < column.Count; row++)
        {
            string level = column.TextAt(row);
            counts[level] = counts.GetValueOrDefault(level) + 1;
        }

        string[] levels = column is DiscreteColumn discrete
            ? [.. discrete.Levels.Where(counts.ContainsKey)]
            : [.. counts.Keys.OrderBy(level => double.Parse(level, CultureInfo.InvariantCulture))];
        return (levels, [.. levels.Select(level => counts[level])]);
    }

    private static BinaryColumn AsBinary(Column column, string[] levels)
    {
        if (column is BinaryColumn { Levels.Length: 2 } binary)
        {
            return binary;
        }

        string[] ordered = LevelOrder.Of(levels);
        return new BinaryColumn(column.Name, new LevelMap(ordered).Codes(column), ordered);
    }
}
