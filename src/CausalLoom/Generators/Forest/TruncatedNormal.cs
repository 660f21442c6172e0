using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// A normal held between two bounds that its mean lies between. Where it has no width, since its numbers or its bounds are the same
/// to the last digit, it is a point: drawn as itself, with a probability for a density.
/// </summary>
internal readonly struct TruncatedNormal
{
    // Beyond this Φ is 0 or 1 to the last digit.
    private const double Far = 9;

    private readonly double _mean;
    private readonly double _deviation;
    private readonly double _low;
    private readonly double _high;
    private readonly double _below;
    private readonly double _mass;

    internal TruncatedNormal(double mean, double deviation, double low, double high)
    {
        (_mean, _deviation, _low, _high) = (mean, deviation, low, high);
        if (!(deviation > 0))
        {
            return;
        }

        double a = (low - mean) / deviation, b = (high - mean) / deviation;
        _below = a < -Far ? 0 : NormalScores.Cdf(a);
        _mass = (b > Far ? 1 : NormalScores.Cdf(b)) - _below;
    }

    /// <summary>The quantile at a uniform number.</summary>
    internal double Quantile(double uniform) =>
        !(_deviation > 0) ? _mean : Math.Clamp(_mean + (_deviation * NormalScores.Inverse(_below + (uniform * _mass))), _low, _high);

    /// <summary>The density; 0 outside the bounds.</summary>
    internal double Density(double x) =>
        x < _low || x > _high ? 0 : !(_mass > 0) ? 1 : NormalScores.Density((x - _mean) / _deviation) / (_deviation * _mass);
}
