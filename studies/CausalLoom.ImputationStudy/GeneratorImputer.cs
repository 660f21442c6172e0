using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Imputation;

namespace CausalLoom.ImputationStudy;

/// <summary>
/// What chained equations were chosen before: a generator that draws cells given others, fitted in each arm to a bootstrap of covariates
/// and outcome. For the study's real and two-level columns.
/// </summary>
internal sealed record GeneratorImputer(ITabularGenerator Generator) : IImputer
{
    public string Name => Generator.Name;

    public Table Complete(CausalData data, IReadOnlyCollection<string> left, FitContext context)
    {
        Table table = data.Covariates.With(data.OutcomeColumn);
        double[][] cells = [.. data.Covariates.Columns.Select(column => column.ToNumbers())];
        for (int level = 0; level < data.Levels; level++)
        {
            int[] rows = data.Treatment.RowsOf(level);
            FitContext own = context.Child(level);
            ITabularModel model = Generator.Fit(table.Take([.. rows.Select(_ => rows[own.Stream.NextInt(rows.Length)])]), own);
            Table drawn = ((IConditionalModel)model).Sample(table.Take(rows), own.Stream.Child("draw"));
            for (int j = 0; j < cells.Length; j++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    cells[j][rows[i]] = drawn[data.Covariates.Columns[j].Name].NumberAt(i);
                }
            }
        }

        return new Table([.. data.Covariates.Columns.Select((column, j) => column is BinaryColumn two
            ? new BinaryColumn(two.Name, Array.ConvertAll(cells[j], v => (int)v), two.Levels)
            : (Column)new ContinuousColumn(column.Name, cells[j]))]);
    }
}
