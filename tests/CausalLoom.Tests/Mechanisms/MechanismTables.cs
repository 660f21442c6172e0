using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>Small awkward data for the contracts of mechanisms.</summary>
internal static class MechanismTables
{
    private static readonly string[] Sites = ["a", "b", "c", "never"];

    /// <summary>
    /// Covariates of every kind (missing numbers and levels, a constant, nothing but missing values, a level that is never seen), a
    /// treatment of so many levels that depends on them, and an outcome, a number or of two levels, that depends on both.
    /// </summary>
    internal static CausalData Draw(int rows, int levels = 2, bool binary = false, long seed = 1)
    {
        RandomStream stream = RandomStream.Of(seed);
        Table x = Covariates(rows, stream.Child("x"));
        int[] w = new int[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double score = Score(x, i);
            w[i] = i < 2 * levels ? i % levels
                : stream.NextBernoulli(LogisticRegression.Sigmoid(score)) ? levels - 1 : stream.NextInt(levels);
            double mean = (2 * score) + w[i];
            y[i] = binary ? stream.NextBernoulli(LogisticRegression.Sigmoid(mean)) ? 1 : 0 : mean + stream.NextNormal();
        }

        string[] names = [.. Enumerable.Range(0, levels).Select(level => $"arm{level}")];
        Column treatment = levels == 2 ? new BinaryColumn("w", w, names) : new CategoricalColumn("w", w, names);
        Column outcome = binary ? new BinaryColumn("y", Array.ConvertAll(y, v => (int)v), ["0", "1"]) : new ContinuousColumn("y", y);
        return CausalData.From(x.With(treatment, outcome), "w", "y");
    }

    /// <summary>Other rows with the same columns, among them a level that the fit has never seen.</summary>
    internal static Table Fresh(int rows)
    {
        Table x = Covariates(rows, RandomStream.Of(99));
        int[] site = [.. ((CategoricalColumn)x["site"]).Codes];
        site[0] = Array.IndexOf(Sites, "never");
        return new Table([.. x.Columns.Select(c => c.Name == "site" ? new CategoricalColumn("site", site, Sites) : c)]);
    }

    /// <summary>The state after its settings have been written as text and read again, as in a file.</summary>
    internal static ModelState Reread(ModelState state)
    {
        ModelState read = new(state.Kind);
        foreach ((string key, JsonNode? value) in JsonNode.Parse(state.Settings.ToJsonString())!.AsObject().ToArray())
        {
            read.Settings[key] = value?.DeepClone();
        }

        foreach ((string key, Tensor tensor) in state.Tensors)
        {
            read.Tensors[key] = tensor;
        }

        return read;
    }

    private static double Score(Table x, int row)
    {
        double age = x["age"].NumberAt(row);
        return (double.IsNaN(age) ? 0 : age / 2) + (((BinaryColumn)x["sex"]).Codes[row] == 1 ? 0.5 : -0.5);
    }

    private static Table Covariates(int rows, RandomStream stream)
    {
        double[] age = new double[rows], flat = new double[rows], gone = new double[rows];
        int[] sex = new int[rows], site = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            age[i] = stream.NextBernoulli(0.1) ? double.NaN : stream.NextNormal();
            sex[i] = stream.NextInt(2);
            site[i] = i == 1 ? -1 : stream.NextInt(3);
            (flat[i], gone[i]) = (7.25, double.NaN);
        }

        return new Table([new ContinuousColumn("age", age), new BinaryColumn("sex", sex, ["f", "m"]),
            new CategoricalColumn("site", site, Sites), new ContinuousColumn("flat", flat), new ContinuousColumn("gone", gone)]);
    }
}
