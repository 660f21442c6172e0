using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>The target columns of a table and the weights of its rows in their losses.</summary>
internal sealed class TargetWeights
{
    private readonly Dictionary<int, double[]> _weights = [];

    private TargetWeights(int[] columns) => Columns = columns;

    /// <summary>The targets' column numbers, in their order.</summary>
    internal int[] Columns { get; }

    /// <summary>The weights of a column's rows, or null for 1.</summary>
    internal double[]? Of(int column) => _weights.GetValueOrDefault(column);

    /// <exception cref="CausalLoomException">A target is no column, occurs twice, or has weights that do not fit.</exception>
    internal static TargetWeights Check(Table table, IReadOnlyList<TargetColumn> targets, string generator)
    {
        string[] names = [.. table.Columns.Select(c => c.Name)];
        TargetWeights checkedTargets = new([.. targets.Select(t => Array.IndexOf(names, table[t.Name].Name))]);
        for (int i = 0; i < targets.Count; i++)
        {
            string name = CellText.Show(targets[i].Name);
            if (Array.IndexOf(checkedTargets.Columns, checkedTargets.Columns[i]) != i)
            {
                throw new CausalLoomException($"Generator '{generator}' was given the target column {name} twice.");
            }

            if (targets[i].Weights is not { } weights)
            {
                continue;
            }

            if (weights.Count != table.Rows || weights.Any(w => !(w > 0) || !double.IsFinite(w)))
            {
                throw new CausalLoomException($"Generator '{generator}' needs a positive weight for each of the {table.Rows} rows of "
                    + $"the target column {name}.");
            }

            checkedTargets._weights[checkedTargets.Columns[i]] = [.. weights];
        }

        return checkedTargets;
    }
}
