using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// Figures by Euclidean distance, numbers standardised by the real rows and a 0/1 feature a level: the energy distance over E‖r − r′‖ with
/// r and r′ different rows, and the distance of each real row to the closest synthetic row beside that to its closest other real row.
/// </summary>
internal sealed class DistanceRows
{
    private const double Floor = 1e-3;

    private readonly FeatureEncoder _encoder;
    private readonly Matrix _real;
    private readonly double[] _own;
    private readonly double _spread;

    public DistanceRows(Table real, FitContext context)
    {
        (_encoder, _real) = FeatureEncoder.FitEncode(PaperTable.FullOneHot(real), FeatureOptions.Default);
        _own = NearestRows.Among(_real, context).Distance;

        // Over pairs of different rows: that of a row with itself is 0 and is in the mean over all pairs.
        _spread = PairwiseMean.Of(_real, _real, Math.Sqrt, context) * _real.Rows / (_real.Rows - 1.0);
    }

    public IEnumerable<(string Key, double Value)> Measure(Table synthetic, FitContext context)
    {
        Matrix rows = _encoder.Encode(PaperTable.FullOneHot(synthetic));
        yield return ("energy", _spread > 0 ? EnergyDistance.Between(_real, rows, context) / _spread : double.NaN);
        double[] other = NearestRows.Of(_real, rows, context).Distance;
        foreach ((string key, double value) in Closest(_own, other))
        {
            yield return (key, value);
        }
    }

    /// <summary>Protection and ratios from the two distances of each real row.</summary>
    /// <param name="own">To its closest other real row.</param>
    /// <param name="other">To its closest synthetic row.</param>
    public static IEnumerable<(string Key, double Value)> Closest(double[] own, double[] other)
    {
        double[] positive = [.. own.Where(d => d > 0)];
        if (positive.Length == 0)
        {
            return [];
        }

        double least = Floor * SampleStatistics.Median(positive);
        double[] bound = Array.ConvertAll(own, d => Math.Max(d, least));
        double[] ratios = SampleStatistics.Sorted(
            [.. Enumerable.Range(0, own.Length).Where(i => own[i] > 0).Select(i => other[i] / bound[i])]);
        return
        [
            ("dcr_protection", Enumerable.Range(0, own.Length).Count(i => other[i] > bound[i]) / (double)own.Length),
            ("dcr_ratio_mean", SampleStatistics.Mean(ratios)),
            ("dcr_ratio_p5", SampleStatistics.Quantile(ratios, 0.05)),
            ("dcr_ratio_p50", SampleStatistics.Quantile(ratios, 0.5)),
            ("dcr_ratio_p95", SampleStatistics.Quantile(ratios, 0.95)),
        ];
    }
}
