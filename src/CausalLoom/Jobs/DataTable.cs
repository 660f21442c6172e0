using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>Rows in memory: all columns but treatment and outcome are covariates.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Treatment">The treatment column.</param>
/// <param name="Outcome">The outcome column.</param>
public sealed record DataTable(Table Table, string Treatment, string Outcome) : IJobData
{
    /// <inheritdoc />
    public string Name { get; init; } = "the data";

    /// <inheritdoc />
    public LoadedData Load(CancellationToken cancellation) => Loaded(CausalData.From(Table, Treatment, Outcome), Table);

    /// <inheritdoc />
    public LoadedData LoadLike(LoadedData first, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Loaded(first.Data.Like(Table), Table.Select(first.ModelledTable.Columns.Select(column => column.Name)));
    }

    private LoadedData Loaded(CausalData data, Table table)
    {
        Schema schema = Schema.Of(table, name => name == data.TreatmentSpace.Name ? ColumnRole.Treatment
            : name == data.OutcomeColumn.Name ? ColumnRole.Outcome : ColumnRole.Covariate);
        schema = schema.With(schema.Find(data.TreatmentSpace.Name)! with { Type = ColumnType.Binary, Levels = data.TreatmentSpace.Levels });
        return new LoadedData(Name, table, schema, data, [], []);
    }
}
