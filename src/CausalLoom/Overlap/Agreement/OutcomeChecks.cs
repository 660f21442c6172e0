using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Overlap.Agreement;

/// <summary>
/// What is compared: chosen from both sides together without a look at which row is whose, so that the choice tells nothing.
/// </summary>
internal sealed class OutcomeChecks
{
    /// <summary>The slope along what the covariates predict.</summary>
    public const int Predicted = -1;

    private const int MostFeatures = 40, MostValues = 8, RowsAValue = 8;
    private const double ShareAValue = 0.02;
    private static readonly double[] Quantiles = [0.1, 0.25, 0.5, 0.75, 0.9];
    private readonly double[] _outcome;
    private readonly Matrix _features;

    private OutcomeChecks(double[] outcome, Matrix features, OutcomeCheck[] checks) =>
        (_outcome, _features, All) = (outcome, features, checks);

    /// <summary>The checks of every arm.</summary>
    public OutcomeCheck[] All { get; }

    public static OutcomeChecks Of(CausalData both)
    {
        (FeatureEncoder encoder, Matrix z) = FeatureEncoder.FitEncode(both.Covariates);
        double[] y = both.Outcome.Values;
        List<OutcomeCheck> checks = [new(DisagreementKind.Mean, string.Empty, 0),
            new(DisagreementKind.Slope, "the predicted outcome", Predicted)];
        int[] telling = [.. Enumerable.Range(0, z.Columns).OrderByDescending(j => Math.Abs(Correlation(z.Column(j), y)))
            .Take(MostFeatures).Order()];
        checks.AddRange(telling.Select(j => new OutcomeCheck(DisagreementKind.Slope, encoder.FeatureNames[j], j)));
        if (!both.IsBinaryOutcome)
        {
            checks.Add(new OutcomeCheck(DisagreementKind.Spread, string.Empty, 0));
            checks.AddRange(Quantiles.Select(q => new OutcomeCheck(DisagreementKind.Shape, q.ToString("0.##", CultureInfo.InvariantCulture),
                q)));
            checks.AddRange(y.Select((v, i) => (Value: v, Row: i)).GroupBy(p => p.Value)
                .Where(g => g.Count() >= Math.Max(RowsAValue, ShareAValue * y.Length))
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostValues).Select(g =>
                    new OutcomeCheck(DisagreementKind.Value, both.OutcomeColumn.TextAt(g.First().Row), g.Key)));
        }

        return new OutcomeChecks(y, z, [.. checks]);
    }

    /// <summary>The same checks in some rows of one arm.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="side">1 of the data, 0 of the donors; [rows].</param>
    /// <param name="share">The probability of 1 given the covariates; [rows].</param>
    /// <param name="mean">The outcome's mean given arm and covariates, of all rows.</param>
    public ArmChecks In(int[] rows, int[] side, double[] share, double[] mean) => new(All, side, share,
        [.. rows.Select(i => _outcome[i])], [.. rows.Select(i => mean[i])], _features.TakeRows(rows));

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average(), xy = 0, xx = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
        }

        return xx > 0 ? xy / Math.Sqrt(xx) : 0;
    }
}
