using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// The log-probability of one cell under one network's outputs: of its category, and of its number within the continuum. A number
/// that repeats has the probability of its interval, Φ(T(b)) − Φ(T(a)); one that does not has the density of its normal score.
/// </summary>
internal sealed class FlowCell
{
    private readonly FlowLayout _layout;
    private readonly AffineSpline _spline;

    internal FlowCell(FlowLayout layout)
    {
        _layout = layout;
        _spline = new AffineSpline(layout.Spline);
    }

    /// <param name="output">The column's outputs.</param>
    /// <param name="rows">Coded rows.</param>
    /// <param name="at">The cell among them.</param>
    /// <param name="j">The column.</param>
    /// <param name="offsets">What is added to the logits.</param>
    /// <param name="map">The last map of the score, or null.</param>
    internal double Log(ReadOnlySpan<float> output, FlowRows rows, int at, int j, double[] offsets, FlowMap? map)
    {
        FlowColumn column = _layout.Columns[j];
        int category = rows.Categories[at], logits = FlowLayout.Logits(column);
        if (category < 0)
        {
            return double.NegativeInfinity;
        }

        double log = logits == 0 ? 0 : LogProbability(output[..logits], offsets, category);
        if (column.HasContinuum && category == 0)
        {
            _spline.Read(output[logits..]);
            log += column.Margin!.IsLattice
                ? Math.Log(Below(rows.High[at], map) - Below(rows.Low[at], map))
                : Point(rows.Scores[at], map);
        }

        return log;
    }

    private static double LogProbability(ReadOnlySpan<float> logits, double[] offsets, int category)
    {
        double max = double.NegativeInfinity, total = 0;
        for (int k = 0; k < logits.Length; k++)
        {
            max = Math.Max(max, logits[k] + offsets[k]);
        }

        for (int k = 0; k < logits.Length; k++)
        {
            total += Math.Exp(logits[k] + offsets[k] - max);
        }

        return logits[category] + offsets[category] - max - Math.Log(total);
    }

    private double Point(double score, FlowMap? map)
    {
        if (map is null)
        {
            return _spline.LogDensity(score);
        }

        (double z, double slope) = map.Inverse(score);
        return _spline.LogDensity(z) + slope;
    }

    /// <summary>The probability of lying below a place u.</summary>
    private double Below(double u, FlowMap? map)
    {
        if (u is <= 0 or >= 1)
        {
            return u <= 0 ? 0 : 1;
        }

        double score = NormalScores.Inverse(u), z = map is null ? score : map.Inverse(score).Value;
        return NormalScores.Cdf(_spline.ToNoise(z).Noise);
    }
}
