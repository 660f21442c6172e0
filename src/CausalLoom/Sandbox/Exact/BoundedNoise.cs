using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// The real noise of a numeric outcome kept in a range: Y = clamp(l + σ ε), where the location l is the one at which E[Y] is the mean
/// asked.
/// That mean has a closed form (<see cref="SortedResiduals.ClampedMean"/>) which rises with l from one end of the range to the other, so
/// every mean in the range is met to the last bit, by bisection.
/// </summary>
/// <param name="law">The noise.</param>
/// <param name="range">The range.</param>
internal sealed class BoundedNoise(HeteroscedasticResidualLaw law, OutcomeRange range)
{
    private readonly SortedResiduals[] _arms = [law.Standardised(0), law.Standardised(1)];

    /// <summary>The location at which draws have a mean; the mean is in the range.</summary>
    public double Location(int arm, double mean, double sigma)
    {
        SortedResiduals residuals = _arms[arm];
        double least = sigma * residuals.Values[0], largest = sigma * residuals.Values[^1];
        if (sigma <= 0 || (mean + least >= range.Lower && mean + largest <= range.Upper))
        {
            return mean;
        }

        double low = range.Lower - largest, high = range.Upper - least;
        for (int k = 0; k < 200; k++)
        {
            double middle = low + (0.5 * (high - low));
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = Mean(arm, middle, sigma) < mean ? (middle, high) : (low, middle);
        }

        return low + (0.5 * (high - low));
    }

    /// <summary>E[clamp(l + σ ε)], σ above 0.</summary>
    public double Mean(int arm, double location, double sigma) =>
        sigma * _arms[arm].ClampedMean(location / sigma, new OutcomeRange(range.Lower / sigma, range.Upper / sigma));

    /// <summary>A draw.</summary>
    public double Next(int arm, double location, double sigma, RandomStream stream) =>
        range.Clamp(sigma <= 0 ? location : location + (sigma * _arms[arm].Values[stream.NextInt(_arms[arm].Count)]));
}
