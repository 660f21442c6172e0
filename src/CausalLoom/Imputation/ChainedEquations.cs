using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Imputation;

/// <summary>
/// Multiple imputation by chained equations (van Buuren 2007; van Buuren and Groothuis-Oudshoorn 2011): each incomplete covariate in turn
/// is drawn given all others, the outcome and the treatment, in cycles. A column is drawn within each arm where arms have rows enough, so
/// that whatever the treatment changes in the relation of outcome and covariates is kept; else in all rows, with the arms and their
/// products with the outcome among what it is drawn from. The logarithm of a sampling weight is among it too.
/// </summary>
public sealed record ChainedEquations : IImputer
{
    /// <summary>How often all columns are drawn, where more than one is incomplete.</summary>
    public int Cycles { get; init; } = 10;

    /// <inheritdoc />
    public string Name => "chained";

    /// <inheritdoc />
    public Table Complete(CausalData data, IReadOnlyCollection<string> left, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(context);
        ChainedColumn[] columns = [.. data.Covariates.Columns.Where(column => !left.Contains(column.Name))
            .Select(column => new ChainedColumn(column))];

        // Few missing cells first, so that early draws rest on seen cells.
        ChainedColumn[] incomplete = [.. columns.Where(column => column.Source.MissingCount > 0)
            .OrderBy(column => column.Source.MissingCount)];
        RandomStream stream = context.Stream.Child("chained");
        foreach (ChainedColumn column in incomplete)
        {
            column.Start(data, stream.Child("start").Child(column.Source.Name));
        }

        ChainedModel[] models = [.. incomplete.Select(column => new ChainedModel(data, column, columns))];
        for (int cycle = 0; cycle < (incomplete.Length > 1 ? Cycles : 1); cycle++)
        {
            for (int j = 0; j < models.Length; j++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                models[j].Draw(stream.Child(cycle).Child(incomplete[j].Source.Name));
            }
        }

        Dictionary<string, Column> completed = incomplete.ToDictionary(column => column.Source.Name, column => column.Completed());
        return new Table([.. data.Covariates.Columns.Select(column => completed.GetValueOrDefault(column.Name, column))]);
    }
}
