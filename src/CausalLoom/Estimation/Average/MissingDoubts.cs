using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Confounding that is left where a covariate is missing: such rows are adjusted for that it is missing, not for what it is. In the rows
/// that have it, a linear model with it and one without differ in the treatment's coefficient by what it confounds; the share of rows that
/// lack it
/// is left with that much.
/// </summary>
internal static class MissingDoubts
{
    private const double Notable = 0.5;
    private const int Fewest = 10;

    /// <summary>A sentence for each covariate whose missing cells leave more than half a standard error.</summary>
    public static IEnumerable<string> Of(CausalData data, AverageEffects effects)
    {
        if (effects.Effects[0].Scale != EffectScale.Difference || data.Covariates.Columns.All(column => column.MissingCount == 0)
            || !LinearAdjustment.Carries(data))
        {
            yield break;
        }

        CausalData rows = LinearAdjustment.Thinned(data);
        foreach (Column column in rows.Covariates.Columns.Where(column => column.MissingCount >= Fewest))
        {
            int[] present = [.. Enumerable.Range(0, rows.Rows).Where(i => !column.IsMissing(i))];
            CausalData seen = rows.Take(present);
            if (seen.Treatment.Fewest < Fewest)
            {
                continue;
            }

            double share = (double)column.MissingCount / rows.Rows;
            double[] without = LinearAdjustment.Of(seen, seen.Covariates.Without(column.Name)).Levels,
                with = LinearAdjustment.Of(seen, seen.Covariates).Levels;
            (double left, AverageEffect effect) = effects.Effects.Select(e => (Left(e), e)).MaxBy(of => Math.Abs(of.Item1) / of.e.Se);
            if (Math.Abs(left) > Notable * effect.Se)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{CellText.Show(column.Name)} is missing in {100 * share:0} % of rows, where nothing adjusts for it: by a linear "
                    + $"model the effect is moved by about {left:+0.###;-0.###} ({Math.Abs(left) / effect.Se:0.0} standard errors). "
                    + $"Impute the missing cells (‹impute›). Leaving the rows out (‹where›) is right where cells are missing by chance "
                    + $"alone.");
            }

            double Left(AverageEffect e)
            {
                int level = Level(e.Level), reference = Level(e.Reference);
                return share * (without[level] - without[reference] - with[level] + with[reference]);
            }
        }

        int Level(string name) => data.TreatmentSpace.Levels.ToList().IndexOf(name);
    }
}
