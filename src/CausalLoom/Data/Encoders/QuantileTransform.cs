using CausalLoom.Numerics.Statistics;
using MathNet.Numerics;

namespace CausalLoom.Data.Encoders;

/// <summary>
/// A monotone map of a column's numbers to a standard normal and back. The distribution function jumps from a lower to an
/// upper level at every knot and is straight between knots. A number with an atom is drawn uniformly within its jump
/// (randomised quantiles; Rüschendorf, 2009), so the scores are exactly normal whatever the ties, and every score within the
/// jump decodes to that number exactly: rates of ties, zeros and whole numbers are kept, and so is the range.
/// </summary>
public sealed class QuantileTransform
{
    // scikit-learn's bound on levels, which keeps Φ⁻¹ within ±5.2.
    private const double Edge = 1e-7;

    private readonly double[] _lower, _upper;

    /// <summary>The map through distinct numbers with their counts.</summary>
    /// <param name="values">Distinct finite numbers, ascending; not empty.</param>
    /// <param name="counts">How often each occurs, at least 1.</param>
    /// <param name="rule">How the distribution function passes through them.</param>
    public QuantileTransform(double[] values, double[] counts, QuantileRule rule)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(counts);
        if (values.Length == 0 || values.Length != counts.Length)
        {
            throw new ArgumentException($"There are {values.Length} numbers and {counts.Length} counts.", nameof(counts));
        }

        Values = values;
        Counts = counts;
        Rule = rule;
        (_lower, _upper) = Levels(counts, rule);
    }

    /// <summary>Distinct numbers, ascending.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>How often each occurs.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>How the distribution function passes through them.</summary>
    public QuantileRule Rule { get; }

    /// <summary>The map of a sample.</summary>
    /// <param name="sample">Numbers without NaN; not empty.</param>
    /// <param name="discrete">Whether they are whole numbers or codes; otherwise they are a lattice if each repeats thrice on
    /// average.</param>
    public static QuantileTransform Of(IEnumerable<double> sample, bool discrete)
    {
        double[] sorted = [.. sample];
        Array.Sort(sorted);
        (double[] values, double[] counts) = Distinct(sorted);
        bool lattice = discrete || sorted.Length >= 3 * values.Length;
        return new QuantileTransform(values, counts, lattice ? QuantileRule.Lattice : QuantileRule.Continuum);
    }

    /// <summary>The map through evenly spaced landmarks of a sample, as scikit-learn's QuantileTransformer with a normal output.</summary>
    /// <param name="sample">Numbers without NaN; not empty.</param>
    /// <param name="landmarks">How many, at least 2.</param>
    public static QuantileTransform Landmarks(IEnumerable<double> sample, int landmarks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(landmarks, 2);
        double[] sorted = [.. sample];
        Array.Sort(sorted);
        double[] marks = new double[landmarks];
        for (int k = 0; k < landmarks; k++)
        {
            double place = (double)k * (sorted.Length - 1) / (landmarks - 1);
            int below = Math.Min((int)place, sorted.Length - 1), above = Math.Min(below + 1, sorted.Length - 1);
            marks[k] = Between(sorted[below], sorted[above], place - below);
        }

        (double[] values, double[] counts) = Distinct(marks);
        return new QuantileTransform(values, counts, QuantileRule.Landmarks);
    }

    /// <summary>The normal score of a number.</summary>
    /// <param name="x">The number; beyond the range it counts as the nearest end.</param>
    /// <param name="uniform">In (0, 1): where within an atom's jump.</param>
    public double Score(double x, double uniform) => Normal(Level(x, uniform));

    /// <summary>The number of a normal score.</summary>
    public double Invert(double score)
    {
        double level = 0.5 * SpecialFunctions.Erfc(-score / Math.Sqrt(2));
        return Quantile(level < Edge ? 0 : level > 1 - Edge ? 1 : level);
    }

    /// <summary>The quantile at a level in [0, 1].</summary>
    public double Quantile(double level)
    {
        int k = Array.BinarySearch(_lower, level);
        k = k >= 0 ? k : ~k - 1;
        if (k < 0)
        {
            return Values[0];
        }

        // Levels of neighbours can be equal (a lattice): the search may land on either, and both are right.
        return k == Values.Count - 1 || level <= _upper[k]
            ? Values[k]
            : Between(Values[k], Values[k + 1], (level - _upper[k]) / (_lower[k + 1] - _upper[k]));
    }

    /// <summary>The number of the knot that is x, or −1.</summary>
    internal int Place(double x) => Array.BinarySearch((double[])Values, x) is var k and >= 0 ? k : -1;

    /// <summary>The normal score of a knot.</summary>
    internal double ScoreAt(int place, double uniform) => Normal(Between(_lower[place], _upper[place], uniform));

    /// <summary>Φ⁻¹, within ±5.2.</summary>
    internal static double Normal(double level) => -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * Math.Clamp(level, Edge, 1 - Edge));

    /// <summary>Weighted, not low + share·(high − low), which overflows for numbers near ±1e308.</summary>
    private static double Between(double low, double high, double share) => Math.Clamp(((1 - share) * low) + (share * high), low, high);

    private double Level(double x, double uniform)
    {
        int k = Array.BinarySearch((double[])Values, x);
        if (k >= 0)
        {
            return Between(_lower[k], _upper[k], uniform);
        }

        k = ~k - 1;
        if (k < 0 || k == Values.Count - 1)
        {
            return k < 0 ? _lower[0] : _upper[^1];
        }

        // Halves keep the differences of huge numbers finite.
        double share = ((0.5 * x) - (0.5 * Values[k])) / ((0.5 * Values[k + 1]) - (0.5 * Values[k]));
        return Between(_upper[k], _lower[k + 1], share);
    }

    private static (double[] Lower, double[] Upper) Levels(double[] counts, QuantileRule rule)
    {
        double n = counts.Sum(), before = 0;
        double[] lower = new double[counts.Length], upper = new double[counts.Length];
        for (int k = 0; k < counts.Length; k++)
        {
            double after = before + counts[k];
            (lower[k], upper[k]) = rule switch
            {
                QuantileRule.Lattice => (before / n, after / n),
                QuantileRule.Continuum => ((before + 0.5) / n, (after - 0.5) / n),
                _ => n > 1 ? (before / (n - 1), (after - 1) / (n - 1)) : (0, 1),
            };
            before = after;
        }

        return (lower, upper);
    }

    private static (double[] Values, double[] Counts) Distinct(double[] sorted)
    {
        if (sorted.Length == 0)
        {
            throw new ArgumentException("There is no number to learn a distribution from.", nameof(sorted));
        }

        return DistinctValues.Of(sorted);
    }
}
