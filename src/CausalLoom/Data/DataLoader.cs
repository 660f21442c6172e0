using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>From a CSV file and roles to data that can be studied: the one way in for the command line.</summary>
public static class DataLoader
{
    private const int MinimumRows = 4;
    private const int MinimumColumns = 3;

    /// <summary>Reads a file with types and whatever roles are known, for a look at it: nothing is demanded of them.</summary>
    /// <exception cref="CausalLoomException">The file is no proper table, or an option does not fit it.</exception>
    public static LoadedTable Read(string path, LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Reading read = Read(path, options, new CsvOptions());
        List<(string, int)> dropped = [.. read.Dropped];
        Table table = options.MissingOutcome == MissingOutcomes.Refuse ? read.Table
            : ObservedRows(read.Table, read.File.Schema, options, dropped, out _);
        return new LoadedTable(path, table, read.File.Schema, read.File.Log.Notes, read.File.Log.Warnings)
        {
            Reference = read.Reference, Undecided = Undecided(table, read.File.Schema, read.Declared, read.Reference),
            LeftOut = LeftOut(read.File, options), DroppedRows = dropped,
        };
    }

    /// <summary>Reads a file and splits it by role.</summary>
    /// <exception cref="CausalLoomException">The file is no proper table, an option does not fit it, or it cannot be studied.</exception>
    public static LoadedData Load(string path, LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Reading read = Read(path, options, new CsvOptions { MinimumRows = MinimumRows, MinimumColumns = MinimumColumns });
        if (Undecided(read.Table, read.File.Schema, read.Declared, read.Reference) is { } undecided)
        {
            throw new CausalLoomException($"{path}: {undecided}");
        }

        (Table Table, bool[] Observed)? all = null;
        List<(string, int)> dropped = [.. read.Dropped];
        Table table = options.MissingOutcome == MissingOutcomes.Refuse ? read.Table
            : ObservedRows(read.Table, read.File.Schema, options, dropped, out all);
        return Split(path, table, read.File, read.File.Schema, read.Reference) with
        {
            LeftOut = LeftOut(read.File, options),
            RowsRead = read.File.Table.Rows,
            DroppedRows = dropped,
            WithUnobserved = options.MissingOutcome == MissingOutcomes.Weight ? all : null,
        };
    }

    /// <summary>
    /// Reads a second file as the first one was read: the same columns (in any order), types, levels and roles. Synthetic
    /// against real, holdout against training.
    /// </summary>
    /// <param name="path">The second file.</param>
    /// <param name="reference">The first.</param>
    /// <param name="options">Missing tokens and separator of the second file; its roles are the first one's.</param>
    /// <exception cref="CausalLoomException">
    /// A column is absent, a value does not fit its column's type, or a level does not occur in the first file (with row and column).
    /// </exception>
    public static LoadedData LoadLike(string path, LoadedData reference, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        CsvOptions like = new()
        {
            MinimumRows = MinimumRows,
            Delimiter = options?.Delimiter,
            MissingTokens = options?.MissingTokens ?? CsvOptions.DefaultMissingTokens,
            Schema = reference.Schema,
            LikeSchema = true,
            Lenient = options?.Lenient == true,
            Cancellation = options?.Cancellation ?? CancellationToken.None,
        };
        TableReading file = TableFile.Read(path, like);

        // The first file's column order, so that both tables agree column by column.
        Table table = file.Table.Select(reference.ModelledTable.Columns.Select(column => column.Name));
        LoadedData loaded = Split(path, table, file, reference.Schema, reference.Data.TreatmentSpace.Levels[0]);
        string? absent = reference.Data.TreatmentSpace.Levels.FirstOrDefault(level => !loaded.Data.TreatmentSpace.Levels.Contains(level));
        return absent is null ? loaded : throw new CausalLoomException($"{path}: no row has the level {CellText.Show(absent)} of the "
            + $"treatment {CellText.Show(loaded.Data.TreatmentSpace.Name)}, which {reference.Path} has.");
    }

    private static LoadedData Split(string path, Table table, TableReading file, Schema schema, string? reference)
    {
        CausalDataBuilder builder = new(table, schema, path, file.Log, reference);
        CausalData data = builder.Build(lookForOddities: true);
        Column arms = data.Treatment.ToColumn();
        schema = schema.With(schema.Find(arms.Name)! with { Type = arms.Type, Levels = data.TreatmentSpace.Levels });
        if (data.OutcomeColumn is BinaryColumn outcome)
        {
            schema = schema.With(schema.Find(outcome.Name)! with { Type = ColumnType.Binary, Levels = outcome.Levels });
        }

        // The table's treatment and outcome are those of the data: levels in their order.
        table = new([.. table.Columns.Select(column => column.Name == arms.Name ? arms : column.Name == data.OutcomeColumn.Name
            ? data.OutcomeColumn : column)]);
        return new LoadedData(path, table, schema, data, file.Log.Notes, file.Log.Warnings) { Structure = builder.Structure };
    }

    // Every column of the file that is neither covariate, treatment nor outcome, with the reason.
    private static List<LeftOutColumn> LeftOut(TableReading file, LoadOptions options)
    {
        List<LeftOutColumn> left = [];
        foreach (ColumnSchema column in file.Schema.Columns)
        {
            string name = column.From ?? column.Name;
            string? reason = options.Drop?.Contains(name) == true || options.Drop?.Contains(column.Name) == true ? "named to be dropped"
                : options.Beside.Concat(options.By).Contains(column.Name) ? null
                : column.Timing == ColumnTiming.Post && column.Role == ColumnRole.Ignored ? "measured after treatment (`timing: post`)"
                : column.Role switch
                {
                    ColumnRole.Covariate or ColumnRole.Treatment or ColumnRole.Outcome => null,
                    ColumnRole.Cluster or ColumnRole.Weight => null,
                    ColumnRole.Id => file.Log.WhyLeftOut(name) ?? "an identifier by the schema",
                    _ => file.Log.WhyLeftOut(name) ?? (options.Covariates is not null ? "not among the covariates that were named"
                        : $"role {SchemaYaml.Text(column.Role ?? ColumnRole.Ignored)} in the schema"),
                };
            if (reason is not null && !left.Exists(l => l.Name == name))
            {
                left.Add(new LeftOutColumn(name, reason));
            }
        }

        return left;
    }

    private static Table ObservedRows(Table table, Schema schema, LoadOptions options, List<(string, int)> dropped,
        out (Table Table, bool[] Observed)? all)
    {
        all = null;
        if (schema.WithRole(ColumnRole.Outcome) is not [var name, ..] || table[name] is not { MissingCount: > 0 } outcome)
        {
            return table;
        }

        bool[] observed = [.. Enumerable.Range(0, table.Rows).Select(row => !outcome.IsMissing(row))];
        all = (table, observed);
        string how = options.MissingOutcome == MissingOutcomes.Weight ? "; the others are weighted for them" : string.Empty;
        dropped.Add(($"outcome {CellText.Show(name)} missing{how}", outcome.MissingCount));
        return table.Take([.. Enumerable.Range(0, table.Rows).Where(row => observed[row])]);
    }

    private sealed record Reading(TableReading File, Table Table, Schema? Declared, string? Reference,
        List<(string Reason, int Rows)> Dropped);

    // Two levels in words, of which nothing says which is control: the alphabet would decide the effect's sign.
    private static string? Undecided(Table table, Schema schema, Schema? declared, string? reference)
    {
        if (reference is not null || schema.WithRole(ColumnRole.Treatment) is not [var name] || declared?.Find(name)?.Levels is not null
            || !table.Contains(name) || table[name] is not DiscreteColumn column)
        {
            return null;
        }

        string[] levels = [.. column.Levels.Where((_, code) => column.Codes.Contains(code))];
        return LevelOrder.Decides(levels) ? null
            : $"the treatment {CellText.Show(name)} has the levels {CellText.Show(levels[0])} and {CellText.Show(levels[1])}, and nothing "
                + $"says which of them is control: name it (‹reference {levels[0]}› or ‹reference {levels[1]}›), or list both in a schema, "
                + "control first.";
    }

    private static Reading Read(string path, LoadOptions options, CsvOptions csvOptions)
    {
        Schema? declared = options.SchemaPath is null ? null : Schema.Read(options.SchemaPath);
        Schema roles = Roles(options, declared);
        IReadOnlyList<string>? only = options.Covariates is null
            ? null
            : [.. roles.Columns.Where(column => column.Role is not (null or ColumnRole.Ignored)).Select(column => column.Name),
                .. options.Where?.Columns ?? []];
        TableReading file = TableFile.Read(
            path,
            csvOptions with
            {
                Delimiter = options.Delimiter,
                MissingTokens = options.MissingTokens ?? CsvOptions.DefaultMissingTokens,
                Schema = roles,
                Skip = [.. (options.Drop ?? []).Except(options.Where?.Columns ?? [])],
                Only = only,
                Lenient = options.Lenient,
                Cancellation = options.Cancellation,
            });
        file = WithoutChosen(file, options);
        WarnOfReplacedRoles(declared, roles, file);
        RefuseTextIdentifiers(options, file, path);
        List<(string, int)> dropped = [];
        Table table = options.Where is { } where ? Kept(file, where, path, csvOptions.MinimumRows, dropped) : file.Table;
        return new Reading(file, table, declared, options.Reference ?? ByItsName(file, declared), dropped);
    }

    // Columns that were read for a condition alone are no covariates.
    private static TableReading WithoutChosen(TableReading file, LoadOptions options)
    {
        string[] read = [.. (options.Where?.Columns ?? []).Where(name => options.Drop?.Contains(name) == true
            || (options.Covariates is { } chosen && !chosen.Contains(name)))];
        return file with
        {
            Schema = file.Schema.With(file.Schema.Columns.Where(column => read.Contains(column.Name)
                && column.Role is null or ColumnRole.Covariate).Where(column => read.Contains(column.Name))
                .Select(column => column with { Role = ColumnRole.Ignored })),
        };
    }

    private static Table Kept(TableReading file, RowFilter where, string path, int least, List<(string, int)> dropped)
    {
        IReadOnlyList<bool?> holds = where.Holds(file.Table);
        int[] kept = [.. Enumerable.Range(0, holds.Count).Where(row => holds[row] == true)];
        int unknown = holds.Count(h => h is null), not = holds.Count - kept.Length - unknown;
        if (kept.Length < Math.Max(1, least))
        {
            throw new CausalLoomException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{path}: {kept.Length} of {holds.Count} rows pass ‹where {where.Text}›; at least {Math.Max(1, least)} are needed."));
        }

        if (not > 0)
        {
            dropped.Add(($"not {where.Text}", not));
        }

        if (unknown > 0)
        {
            dropped.Add(($"cannot tell {where.Text}, because a value is missing", unknown));
        }

        return file.Table.Take(kept);
    }

    // Text levels that nobody put in order are in that of the alphabet, which says nothing of which is control; their names do.
    private static string? ByItsName(TableReading csv, Schema? declared) =>
        csv.Schema.WithRole(ColumnRole.Treatment) is [var name, ..] && declared?.Find(name)?.Levels is null
            && csv.Table.Contains(name) && csv.Table[name] is CategoricalColumn { Levels.Length: > 2 } column
            ? LevelOrder.Of([.. column.Levels.Where((_, level) => column.Codes.Contains(level))]).FirstOrDefault() : null;

    /// <summary>The schema with the roles that options give; these win.</summary>
    private static Schema Roles(LoadOptions options, Schema? declared)
    {
        if (options is { Covariates: not null, Drop: not null })
        {
            throw new CausalLoomException("Give either the covariates or the columns to drop, not both.");
        }

        Schema schema = new(declared?.Columns ?? [])
            { Rules = options.Rules ?? declared?.Rules, Optional = declared?.Optional ?? new HashSet<string>() };
        schema = WithRole(schema, options.Treatment, ColumnRole.Treatment);
        schema = WithRole(schema, options.Outcome, ColumnRole.Outcome);
        string? treatment = schema.WithRole(ColumnRole.Treatment) is [var t, ..] ? t : null;
        string? outcome = schema.WithRole(ColumnRole.Outcome) is [var y, ..] ? y : null;
        if (options.Treatment is not null && options.Treatment == options.Outcome)
        {
            throw new CausalLoomException($"The treatment and the outcome are the same column, {CellText.Show(options.Treatment)}.");
        }

        foreach (string name in (options.Covariates ?? []).Concat(options.Drop ?? []))
        {
            if (name == treatment || name == outcome)
            {
                string what = name == treatment ? "treatment" : "outcome";
                throw new CausalLoomException($"Column {CellText.Show(name)} is the {what} and cannot be "
                    + $"{(options.Drop is null ? "a covariate" : "dropped")}.");
            }
        }

        IEnumerable<ColumnSchema> chosen = (options.Covariates ?? []).Distinct(StringComparer.Ordinal)
            .Select(name => (schema.Find(name) ?? new ColumnSchema(name)) with { Role = ColumnRole.Covariate });
        IEnumerable<string> grouping = options.Covariates is { } named ? options.By.Except(named) : [];
        IEnumerable<ColumnSchema> beside = options.Beside.Concat(grouping).Distinct(StringComparer.Ordinal)
            .Where(name => name != treatment && name != outcome && options.Drop?.Contains(name) != true)
            .Select(name => schema.Find(name) ?? new ColumnSchema(name))
            .Select(column => column.Role is ColumnRole.Cluster or ColumnRole.Weight ? column : column with { Role = ColumnRole.Id });
        string? post = options.Covariates?.FirstOrDefault(name => schema.Find(name)?.Timing == ColumnTiming.Post);
        if (post is not null)
        {
            throw new CausalLoomException($"Column {CellText.Show(post)} was measured after treatment (`timing: post` in the schema) and "
                + "cannot be a covariate.");
        }

        schema = new Schema([.. schema.Columns.Select(column => column.Timing == ColumnTiming.Post
            && column.Role is null or ColumnRole.Covariate ? column with { Role = ColumnRole.Ignored } : column)])
            { Optional = schema.Optional, Rules = schema.Rules };
        Schema result = schema.With(chosen.ExceptBy(options.Beside, column => column.Name)).With(beside);
        return options.Covariates is null ? result
            : new Schema([.. result.Columns.Select(column => Unchosen(column, options.Covariates))]) { Optional = result.Optional, Rules =
                result.Rules };
    }

    private static ColumnSchema Unchosen(ColumnSchema column, IReadOnlyList<string> covariates) =>
        column.Role is null or ColumnRole.Covariate && !covariates.Contains(column.Name) && !covariates.Contains(column.From) ? column with
            { Role = ColumnRole.Ignored } : column;

    private static Schema WithRole(Schema schema, string? name, ColumnRole role)
    {
        if (name is null)
        {
            return schema;
        }

        IEnumerable<ColumnSchema> replaced = schema.WithRole(role).Where(other => other != name)
            .Select(other => schema.Find(other)! with { Role = ColumnRole.Ignored });
        return schema.With([.. replaced, (schema.Find(name) ?? new ColumnSchema(name)) with { Role = role }]);
    }

    private static void WarnOfReplacedRoles(Schema? declared, Schema roles, TableReading csv)
    {
        foreach (ColumnRole role in new[] { ColumnRole.Treatment, ColumnRole.Outcome })
        {
            foreach (string name in declared?.WithRole(role) ?? [])
            {
                if (roles.Find(name)!.Role != role)
                {
                    csv.Log.Warn($"The schema's {SchemaYaml.Text(role)} is replaced by another column and left out", CellText.Show(name));
                }
            }
        }
    }

    private static void RefuseTextIdentifiers(LoadOptions options, TableReading csv, string path)
    {
        foreach (string name in options.Covariates ?? [])
        {
            if (csv.FoundIdentifiers.Contains(name))
            {
                throw new CausalLoomException($"{path}: column {CellText.Show(name)} cannot be a covariate: "
                    + $"{csv.Log.WhyLeftOut(name) ?? "its text differs in nearly every row"}. "
                    + $"Rows of one belong together: ‹cluster {name}›; "
                    + "if its values do measure something, give it `role: covariate` in a schema.");
            }
        }
    }
}
