using System.Globalization;
using CausalLoom.Data;

namespace CausalLoom.Synthesis;

/// <summary>The truth file (docs/files.md): a <see cref="Truth"/> as columns.</summary>
public static class TruthTable
{
    /// <summary>
    /// `mu0, mu1, cate, y0, y1, propensity` for two levels; `mu_L, y_L, propensity_L` for each level name L beyond that. A
    /// figure the model does not know (the propensity of `joint-xw`) is missing.
    /// </summary>
    /// <param name="truth">The truth.</param>
    /// <param name="levels">The level names, used with more than two.</param>
    public static Table Of(Truth truth, IReadOnlyList<string> levels)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(levels);
        if (truth.Levels == 2)
        {
            return new Table(
            [
                new ContinuousColumn("mu0", truth.Mu[0]),
                new ContinuousColumn("mu1", truth.Mu[1]),
                new ContinuousColumn("cate", truth.Cate()),
                new ContinuousColumn("y0", truth.PotentialOutcomes[0]),
                new ContinuousColumn("y1", truth.PotentialOutcomes[1]),
                new ContinuousColumn("propensity", truth.Propensity[1]),
                .. truth.More,
            ]);
        }

        List<Column> columns = [];
        AddKeyed(columns, "mu", truth.Mu, levels);
        AddKeyed(columns, "y", truth.PotentialOutcomes, levels);
        AddKeyed(columns, "propensity", truth.Propensity, levels);
        columns.AddRange(truth.More);
        return new Table(columns);
    }

    private static void AddKeyed(List<Column> columns, string figure, double[][] values, IReadOnlyList<string> levels)
    {
        for (int level = 0; level < values.Length; level++)
        {
            columns.Add(new ContinuousColumn(string.Create(CultureInfo.InvariantCulture, $"{figure}_{levels[level]}"), values[level]));
        }
    }
}
