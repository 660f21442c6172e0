using System.Globalization;
using CausalLoom.Data.Cells;
using CausalLoom.Data.Structure;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>Splits a table by roles and checks that it can be studied; every refusal is one line that names columns and rows.</summary>
/// <param name="table">The table.</param>
/// <param name="schema">The roles of its columns.</param>
/// <param name="source">What the table is called in messages.</param>
/// <param name="log">Where findings go.</param>
/// <param name="reference">The treatment's reference level; null: the first in the column's order.</param>
internal sealed class CausalDataBuilder(Table table, Schema schema, string source, ReadingLog log, string? reference = null)
{
    private const int MinimumArm = 2;

    // Beyond that many, numbers are doses and texts are names.
    private const int MostArms = 20;
    private const int ShownRows = 10;
    private const double ManyMissing = 0.05;

    /// <summary>Gets what was found in how the columns hang together, where it was looked for.</summary>
    public IReadOnlyList<StructureFinding> Structure { get; private set; } = [];

    /// <summary>Checks and splits.</summary>
    /// <param name="lookForOddities">Whether to spend time on what can be studied but deserves a warning.</param>
    public CausalData Build(bool lookForOddities)
    {
        Column treatmentColumn = RoleColumn(ColumnRole.Treatment);
        Column outcomeColumn = RoleColumn(ColumnRole.Outcome);
        RequireComplete(treatmentColumn, "treatment");
        RequireComplete(outcomeColumn, "outcome");
        Arms arms = Arms(treatmentColumn);
        Outcomes outcome = Outcome(outcomeColumn);
        Table covariates = Covariates();
        if (covariates.Columns.Append(outcomeColumn).Select(Magnitudes.Fault).FirstOrDefault(fault => fault is not null) is { } beyond)
        {
            throw Error(beyond);
        }

        CausalData data = new(covariates, arms, outcome);
        if (lookForOddities)
        {
            Structure = StructureFinder.Of(data);
            log.Structure(Structure);
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
            0 => throw Error($"no column is the {what}: name one (‹{what}›, or `role: {what}` in a schema)."),
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
            string remedy = what != "outcome" ? "Remove these rows or complete them."
                : "Leave these rows out (‹missing-outcome drop›), weight the others for them (‹missing-outcome weight›, of an estimate), "
                    + "or complete them.";
            throw Error(string.Create(
                CultureInfo.InvariantCulture,
                $"the {what} {CellText.Show(column.Name)} is missing in {column.MissingCount} of {column.Count} rows ({list}{more}; the "
                    + $"first row after the header is 1). {remedy}"));
        }

        if (column is ContinuousColumn continuous && Array.FindIndex(continuous.Values, double.IsInfinity) is >= 0 and int infinite)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"the {what} {CellText.Show(column.Name)} is infinite in row {infinite + 1}."));
        }
    }

    private Arms Arms(Column column)
    {
        string name = CellText.Show(column.Name);
        (string[] levels, int[] counts) = Present(column);
        if (levels.Length is < 2 or > MostArms)
        {
            string found = levels.Length == 1 ? "one level" : string.Create(CultureInfo.InvariantCulture, $"{levels.Length} levels");
            string list = CellText.List([.. levels.Select((level, i) =>
                string.Create(CultureInfo.InvariantCulture, $"{CellText.Show(level)} in {Rows(counts[i])}"))], 7);
            string needs = levels.Length == 1 ? "it needs two or more, control and treated."
                : string.Create(CultureInfo.InvariantCulture, $"arms are at most {MostArms}. Code ranges of a dose as levels, "
                    + $"or name another column.");
            throw Error($"the treatment {name} has {found} ({list}); {needs}");
        }

        string[] ordered = Ordered(column, levels);
        int[] codes = column is DiscreteColumn discrete && discrete.Levels.AsSpan().SequenceEqual(ordered)
            ? discrete.Codes : new LevelMap(ordered).Codes(column);
        Arms arms = new(new TreatmentSpace(column.Name, ordered), codes);
        int small = Enumerable.Range(0, arms.Levels).FirstOrDefault(level => arms.CountOf(level) < MinimumArm, -1);
        if (small >= 0)
        {
            throw Error($"the treatment {name} has {Rows(arms.CountOf(small))} of {CellText.Show(ordered[small])}; each arm needs at least "
                + string.Create(CultureInfo.InvariantCulture, $"{MinimumArm}."));
        }

        log.Note($"Treatment {name}: " + (ordered.Length == 2
            ? $"control is {Level(arms, 0)}, treated is {Level(arms, 1)}"
            : $"the reference is {Level(arms, 0)}, the others are "
                + CellText.List([.. Enumerable.Range(1, arms.Levels - 1).Select(level => Level(arms, level))], MostArms)));
        return arms;
    }

    private static string Level(Arms arms, int level) => $"{CellText.Show(arms.Space.Levels[level])} ({Rows(arms.CountOf(level))})";

    // The reference first: the one that was named, else the first in the column's order, else as the levels' texts say.
    private string[] Ordered(Column column, string[] levels)
    {
        if (reference is not null)
        {
            int first = new LevelMap(levels).Find(reference);
            return first >= 0
                ? [levels[first], .. levels.Where((_, i) => i != first)]
                : throw Error($"the treatment {CellText.Show(column.Name)} has no level {CellText.Show(reference)} to be the reference."
                    + $"{Suggestion.For(reference, levels)} Its levels are {CellText.List([.. levels.Select(CellText.Show)], MostArms)}.");
        }

        return column is BinaryColumn { Levels.Length: 2 } || schema.Find(column.Name)?.Levels is not null ? levels
            : LevelOrder.Of(levels);
    }

    private Outcomes Outcome(Column column)
    {
        string name = CellText.Show(column.Name);
        if (column is not DiscreteColumn)
        {
            return new Outcomes(column);
        }

        (string[] levels, _) = Present(column);
        if (column is not BinaryColumn && levels.Length != 2)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"{levels.Length} level{(levels.Length == 1 ? "" : "s")}");
            throw Error($"the outcome {name} is text with {found} ({CellText.List([.. levels.Select(CellText.Show)], 5)}); it must be a "
                + $"number or have two levels.");
        }

        BinaryColumn binary = AsBinary(column, levels);
        string share = string.Create(CultureInfo.InvariantCulture, $"{binary.Codes.Count(code => code == 1)} of {binary.Count} rows");
        string finding = $"Outcome {name} has two levels: the event is {CellText.Show(binary.Levels[1])} ({share})";
        if (LevelOrder.Decides(binary.Levels))
        {
            log.Note(finding);
        }
        else
        {
            log.Warn(finding + "; nothing in their names says so: list both in a schema, the event second, if it is the other one");
        }

        return new Outcomes(binary);
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

            if (column.MissingCount >= ManyMissing * column.Count)
            {
                log.Warn("Missing in many rows: where an estimate does not impute them (‹impute›), models see the mean (the commonest "
                    + "level) there and an indicator, which adjusts fully only where missingness is what confounds",
                    string.Create(CultureInfo.InvariantCulture,
                        $"{CellText.Show(name)} ({100.0 * column.MissingCount / column.Count:0} %)"));
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
