using CausalLoom.Data;
using CausalLoom.Data.Structure;
using CausalLoom.Mechanisms;

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
        return Study(new InspectResult(loaded, TableSummary.Of(loaded.Table, loaded.Schema)), context.Seeded(Seed).Child("overlap"));
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
