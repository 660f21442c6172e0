using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>One fold's models and how their logits are combined: logit π = a + Σ b_m · logit_m, b ≥ 0.</summary>
internal sealed record PropensityMember(LogisticFit Linear, LogisticFit Squares, BoostedTrees Trees, LogisticFit Weights)
{
    /// <summary>The members' logits, [n, 3].</summary>
    internal Matrix Logits(StackRows rows) => Beside(Linear.Logits(rows.Linear), Squares.Logits(rows.Squares), Trees.Scores(rows.Trees));

    internal double[] Predict(StackRows rows) => Weights.Predict(Logits(rows));

    internal static Matrix Beside(params ReadOnlySpan<double[]> columns)
    {
        Matrix matrix = new(columns[0].Length, columns.Length);
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                matrix[i, j] = columns[j][i];
            }
        }

        return matrix;
    }
}
