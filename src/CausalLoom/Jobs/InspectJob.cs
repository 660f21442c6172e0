using CausalLoom.Data;
using CausalLoom.Data.Structure;
using CausalLoom.Mechanisms;
using CausalLoom.Rules;

namespace CausalLoom.Jobs;

/// <summary>A look at a file: types, roles, missing values, overlap. Nothing is demanded of it but that it is a table.</summary>
public sealed record InspectJob
{
    /// <summary>The file.</summary>
    public required DataFile Data { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the file and looks.</summary>
    /// <exception cref="CausalLoomException">It is no proper table, or an option does not fit it.</exception>
    public InspectResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Begin("reading " + Data.Name);
        LoadedTable loaded = Data.Look(context.Cancellation);
        context.Say(loaded.Notes, loaded.Warnings);
        InspectResult looked = new(loaded, TableSummary.Of(loaded.Table, loaded.Schema)) { Rules = Rules(loaded, context) };
        return Study(looked, context.Seeded(Seed).Child("overlap"));
    }

    // Identifiers and what is left out tie nothing; listed rules are shown as they are.
    private static FoundRules Rules(LoadedTable loaded, JobContext context)
    {
        Table table = loaded.Table.Select(loaded.Schema.Columns.Where(column => loaded.Table.Contains(column.Name)
            && (column.Role ?? ColumnRole.Covariate) is ColumnRole.Covariate or ColumnRole.Treatment or ColumnRole.Outcome)
            .Select(column => column.Name));
        return JobRules.Of(loaded.Schema, table, context) is { } listed ? new FoundRules(listed, 0, 0)
            : RuleFinder.Find(table, context.Cancellation);
    }

    private static InspectResult Study(InspectResult looked, FitContext context)
    {
        (Table table, Schema schema) = (looked.Loaded.Table, looked.Loaded.Schema);
        if (schema.WithRole(ColumnRole.Treatment) is not [var treatment, ..]
            || schema.WithRole(ColumnRole.Outcome) is not [var outcome, ..])
        {
            return looked;
        }

        if (looked.Loaded.Undecided is { } undecided)
        {
            return looked with { Problem = undecided };
        }

        try
        {
            IEnumerable<string> covariates = schema.Columns.Where(c =>
                (c.Role ?? ColumnRole.Covariate) == ColumnRole.Covariate && table.Contains(c.Name)).Select(c => c.Name);
            CausalData data = CausalData.From(
                table.Select([.. covariates, treatment, outcome]), treatment, outcome, looked.Loaded.Reference);
            return looked with { Data = data, Structure = StructureFinder.Of(data), Overlap = OverlapSummary.Of(data, context) };
        }
        catch (CausalLoomException e)
        {
            // An inspection reports what stands in the way of a study instead of failing on it.
            return looked with { Problem = e.Message };
        }
    }
}
