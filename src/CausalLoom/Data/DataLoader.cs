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
        (CsvTable csv, string? reference) = Read(path, options, new CsvOptions());
        return new LoadedTable(path, csv.Table, csv.Schema, csv.Log.Notes, csv.Log.Warnings) { Reference = reference };
    }

    /// <summary>Reads a file and splits it by role.</summary>
    /// <exception cref="CausalLoomException">The file is no proper table, an option does not fit it, or it cannot be studied.</exception>
    public static LoadedData Load(string path, LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (CsvTable csv, string? reference) = Read(
            path, options, new CsvOptions { MinimumRows = MinimumRows, MinimumColumns = MinimumColumns });
        return Split(path, csv, csv.Schema, reference);
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
            Cancellation = options?.Cancellation ?? CancellationToken.None,
        };
        CsvTable csv = CsvTable.Read(path, like);

        // The first file's column order, so that both tables agree column by column.
        Table table = csv.Table.Select(reference.ModelledTable.Columns.Select(column => column.Name));
        LoadedData loaded = Split(path, new CsvTable(table, csv), reference.Schema, reference.Data.TreatmentSpace.Levels[0]);
        string? absent = reference.Data.TreatmentSpace.Levels.FirstOrDefault(level => !loaded.Data.TreatmentSpace.Levels.Contains(level));
        return absent is null ? loaded : throw new CausalLoomException($"{path}: no row has the level {CellText.Show(absent)} of the "
            + $"treatment {CellText.Show(loaded.Data.TreatmentSpace.Name)}, which {reference.Path} has.");
    }

    private static LoadedData Split(string path, CsvTable csv, Schema schema, string? reference)
    {
        CausalData data = new CausalDataBuilder(csv.Table, schema, path, csv.Log, reference).Build(lookForOddities: true);
        Column arms = data.Treatment.ToColumn();
        schema = schema.With(schema.Find(arms.Name)! with { Type = arms.Type, Levels = data.TreatmentSpace.Levels });
        if (data.OutcomeColumn is BinaryColumn outcome)
        {
            schema = schema.With(schema.Find(outcome.Name)! with { Type = ColumnType.Binary, Levels = outcome.Levels });
        }

        // The table's treatment and outcome are those of the data: levels in their order.
        Table table = new([.. csv.Table.Columns.Select(column => column.Name == arms.Name ? arms : column.Name == data.OutcomeColumn.Name
            ? data.OutcomeColumn : column)]);
        return new LoadedData(path, table, schema, data, csv.Log.Notes, csv.Log.Warnings);
    }

    private static (CsvTable Csv, string? Reference) Read(string path, LoadOptions options, CsvOptions csvOptions)
    {
        Schema? declared = options.SchemaPath is null ? null : Schema.Read(options.SchemaPath);
        Schema roles = Roles(options, declared);
        IReadOnlyList<string>? only = options.Covariates is null
            ? null
            : [.. roles.Columns.Where(column => column.Role is not (null or ColumnRole.Ignored)).Select(column => column.Name)];
        CsvTable csv = CsvTable.Read(
            path,
            csvOptions with
            {
                Delimiter = options.Delimiter,
                MissingTokens = options.MissingTokens ?? CsvOptions.DefaultMissingTokens,
                Schema = roles,
                Skip = options.Drop ?? [],
                Only = only,
                Cancellation = options.Cancellation,
            });
        WarnOfReplacedRoles(declared, roles, csv);
        RefuseTextIdentifiers(options, csv, path);
        return (csv, options.Reference ?? ByItsName(csv, declared));
    }

    // Text levels that nobody put in order are in that of the alphabet, which says nothing of which is control; their names do.
    private static string? ByItsName(CsvTable csv, Schema? declared) =>
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

        Schema schema = new(declared?.Columns ?? []) { Rules = options.Rules ?? declared?.Rules };
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
        Schema result = schema.With(chosen);
        return options.Covariates is null ? result : new Schema([.. result.Columns.Select(column => Unchosen(column, options.Covariates))])
            { Rules = result.Rules };
    }

    private static ColumnSchema Unchosen(ColumnSchema column, IReadOnlyList<string> covariates) =>
        column.Role is null or ColumnRole.Covariate && !covariates.Contains(column.Name) ? column with
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

    private static void WarnOfReplacedRoles(Schema? declared, Schema roles, CsvTable csv)
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

    private static void RefuseTextIdentifiers(LoadOptions options, CsvTable csv, string path)
    {
        foreach (string name in options.Covariates ?? [])
        {
            if (csv.Table[name] is CategoricalColumn column && csv.FoundIdentifiers.Contains(name))
            {
                throw new CausalLoomException($"{path}: column {CellText.Show(name)} cannot be a covariate: its text differs in nearly "
                    + $"every row ({column.Levels.Length} of {column.Count}).");
            }
        }
    }
}
