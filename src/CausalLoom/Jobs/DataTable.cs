using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>Rows in memory: all columns but treatment and outcome are covariates.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Treatment">The treatment column.</param>
/// <param name="Outcome">The outcome column.</param>
public sealed record DataTable(Table Table, string Treatment, string Outcome) : IJobData
{
    /// <summary>The treatment's reference level; null: as <see cref="LevelOrder"/> has it.</summary>
    public string? Reference { get; init; }

    /// <inheritdoc />
    public string Name { get; init; } = "the data";

    /// <inheritdoc />
    public LoadedData Load(CancellationToken cancellation) => Loaded(CausalData.From(Table, Treatment, Outcome, Reference), Table);

    /// <inheritdoc />
    public IJobData Beside(params IReadOnlyList<string> columns) => this;

    /// <inheritdoc />
    public IJobData By(params IReadOnlyList<string> columns) => this;

    /// <inheritdoc />
    public LoadedData LoadLike(LoadedData first, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Loaded(first.Data.Like(Table), Table.Select(first.ModelledTable.Columns.Select(column => column.Name)));
    }

    // As a file is: the table's treatment and outcome are those of the data, levels in their order.
    private LoadedData Loaded(CausalData data, Table table)
    {
        Column arms = data.Treatment.ToColumn(), outcome = data.OutcomeColumn;
        table = new Table([.. table.Columns.Select(c => c.Name == arms.Name ? arms : c.Name == outcome.Name ? outcome : c)]);
        Schema schema = Schema.Of(table, name => name == arms.Name ? ColumnRole.Treatment : name == outcome.Name ? ColumnRole.Outcome
            : ColumnRole.Covariate);
        return new LoadedData(Name, table, schema, data, [], []);
    }
}
