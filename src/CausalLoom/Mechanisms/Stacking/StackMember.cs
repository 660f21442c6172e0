using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>One fold's models (of one arm) and their weights b ≥ 0: a + Σ b_m f_m(x).</summary>
/// <param name="Linear">On the columns.</param>
/// <param name="Terms">Curves and products.</param>
/// <param name="Curved">On columns, curves and products.</param>
/// <param name="Trees">Boosted trees.</param>
/// <param name="Sparse">On few of the columns, or null.</param>
/// <param name="Intercept">a.</param>
/// <param name="Weights">b, of each family there is.</param>
internal sealed record StackMember(LinearFit Linear, StackTerms Terms, LinearFit Curved, BoostedTrees Trees, LinearFit? Sparse,
    double Intercept, double[] Weights)
{
    internal const int LinearFamily = 0;
    internal const int CurvedFamily = 1;
    internal const int TreeFamily = 2;
    internal const int SparseFamily = 3;

    /// <summary>The names of the families, in their order.</summary>
    internal static IReadOnlyList<string> Families { get; } = ["linear", "curved", "trees", "sparse"];

    /// <summary>The sum for some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="link">What turns a family's linear predictor into what is summed; null: nothing.</param>
    internal double[] Predict(StackRows rows, Func<double, double>? link = null)
    {
        double[] sum = new double[rows.Linear.Rows];
        Array.Fill(sum, Intercept);
        for (int m = 0; m < Weights.Length; m++)
        {
            if (Weights[m] == 0)
            {
                continue;
            }

            double[] one = m switch
            {
                LinearFamily => Linear.Predict(rows.Linear),
                CurvedFamily => Curved.Predict(rows.With(Terms)),
                TreeFamily => Trees.Scores(rows.Trees),
                _ => Sparse!.Predict(rows.Linear),
            };
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += Weights[m] * (link is null ? one[i] : link(one[i]));
            }
        }

        return sum;
    }

    internal ModelState Save()
    {
        ModelState state = new("stack-member");
        StateReader.Put(state, "linear", [Linear.Intercept, .. Linear.Coefficients]);
        state.Put("terms", Terms.Save());
        StateReader.Put(state, "curved", [Curved.Intercept, .. Curved.Coefficients]);
        StateReader.Put(state, "trees", Trees.Export());
        if (Sparse is not null)
        {
            StateReader.Put(state, "sparse", [Sparse.Intercept, .. Sparse.Coefficients]);
        }

        StateReader.Put(state, "weights", [Intercept, .. Weights]);
        return state;
    }

    internal static StackMember Load(ModelState state, StackFeatures features)
    {
        StateReader.Expect(state, "stack-member");
        StackTerms terms = StackTerms.Load(state.Get("terms"), features.LinearWidth);
        bool sparse = state.Tensors.ContainsKey("sparse");
        double[] weights = state.Doubles("weights", Families.Count + (sparse ? 1 : 0));
        return new StackMember(
            Fit(state.Doubles("linear", features.LinearWidth + 1)), terms, Fit(state.Doubles("curved", terms.Width + 1)),
            StateReader.Trees(state, "trees", features.TreesWidth),
            sparse ? Fit(state.Doubles("sparse", features.LinearWidth + 1)) : null, weights[0], weights[1..]);
    }

    private static LinearFit Fit(double[] saved) => new(saved[0], saved[1..]);
}
