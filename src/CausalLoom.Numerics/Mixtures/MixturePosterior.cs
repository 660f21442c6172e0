using MathNet.Numerics;

namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// The factorised posterior of a one-dimensional Dirichlet-process mixture: stick k is Beta(a_k, b_k), component k is
/// Normal(m_k, 1/(β_k λ))·Wishart(λ | ν_k). Equation numbers are Bishop's; the sticks are Blei and Jordan's (18)–(19).
/// </summary>
internal sealed class MixturePosterior
{
    private const double PriorDegrees = 1;
    private readonly BayesianMixtureOptions _options;
    private readonly double _priorMean, _priorScatter, _floor;
    private readonly double[] _a, _b, _beta, _nu, _count, _sum, _square;

    internal MixturePosterior(WeightedValues sample, BayesianMixtureOptions options)
    {
        _options = options;
        _priorMean = sample.Mean;
        // A constant sample has no scale of its own: any positive one will do.
        _priorScatter = sample.Variance > 0 ? sample.Variance : 1e-12 * Math.Max(1, sample.Mean * sample.Mean);
        _floor = options.VarianceFloor * _priorScatter;
        int k = options.Components;
        (_a, _b, _beta, _nu, Mean, Variance) = (new double[k], new double[k], new double[k], new double[k], new double[k], new double[k]);
        (_count, _sum, _square) = (new double[k], new double[k], new double[k]);
    }

    /// <summary>m_k.</summary>
    internal double[] Mean { get; }

    /// <summary>W_k⁻¹/ν_k, the inverse of the expected precision.</summary>
    internal double[] Variance { get; }

    /// <summary>The M step: sticks, means and precisions from the responsibilities [value, component].</summary>
    internal void Maximise(WeightedValues sample, double[] responsibilities)
    {
        int components = Mean.Length;
        Moments(sample, responsibilities);
        double after = 0;
        for (int k = components - 1; k >= 0; k--)
        {
            double n = _count[k], mean = _sum[k] / n, scatter = (_square[k] / n) + _floor;
            (_a[k], _b[k]) = (1 + n, _options.WeightConcentration + after);
            after += n;
            _beta[k] = _options.MeanPrecision + n; // 10.60
            _nu[k] = PriorDegrees + n; // 10.63
            Mean[k] = ((_options.MeanPrecision * _priorMean) + (n * mean)) / _beta[k]; // 10.61
            double shift = mean - _priorMean;
            double inverse = _priorScatter + (n * scatter) + (n * _options.MeanPrecision / _beta[k] * shift * shift); // 10.62
            Variance[k] = inverse / _nu[k];
        }
    }

    /// <summary>The E step (10.46): overwrites the responsibilities and returns their entropy.</summary>
    internal double Expect(WeightedValues sample, double[] responsibilities)
    {
        int components = Mean.Length;
        (double[] offset, double[] halfPrecision) = LogDensityTerms();
        double entropy = 0;
        for (int i = 0; i < sample.Values.Length; i++)
        {
            Span<double> row = responsibilities.AsSpan(i * components, components);
            for (int k = 0; k < components; k++)
            {
                double d = sample.Values[i] - Mean[k];
                row[k] = offset[k] - (halfPrecision[k] * d * d);
            }

            entropy += sample.Counts[i] * Normalise(row);
        }

        return entropy;
    }

    /// <summary>The lower bound (10.70 with Beta sticks) up to a constant, for responsibilities of the given entropy.</summary>
    internal double LowerBound(double entropy)
    {
        double bound = entropy;
        for (int k = 0; k < Mean.Length; k++)
        {
            double halfLogPrecision = -0.5 * Math.Log(Variance[k] * _nu[k]);
            bound += (_nu[k] * halfLogPrecision) + (_nu[k] * 0.5 * Math.Log(2)) + SpecialFunctions.GammaLn(0.5 * _nu[k]);
            bound += SpecialFunctions.GammaLn(_a[k]) + SpecialFunctions.GammaLn(_b[k]) - SpecialFunctions.GammaLn(_a[k] + _b[k]);
            bound -= 0.5 * Math.Log(_beta[k]);
        }

        return bound;
    }

    /// <summary>
    /// E[ln π_k] + ½E[ln λ_k] − 1/(2β_k) − ½ln 2π, and half the expected precision: ln ρ_k(x) = first − second·(x − m_k)².
    /// </summary>
    internal (double[] Offset, double[] HalfPrecision) LogDensityTerms()
    {
        double[] offset = new double[Mean.Length], halfPrecision = new double[Mean.Length];
        double before = 0;
        for (int k = 0; k < offset.Length; k++)
        {
            double total = SpecialFunctions.DiGamma(_a[k] + _b[k]);
            double logWeight = SpecialFunctions.DiGamma(_a[k]) - total + before;
            before += SpecialFunctions.DiGamma(_b[k]) - total;
            // ln of the Wishart's scale W_k is −ln(ν_k · Variance_k).
            double logPrecision = SpecialFunctions.DiGamma(0.5 * _nu[k]) + Math.Log(2) - Math.Log(_nu[k] * Variance[k]); // 10.65
            offset[k] = logWeight + (0.5 * (logPrecision - (1 / _beta[k]) - Math.Log(2 * Math.PI)));
            halfPrecision[k] = 0.5 / Variance[k];
        }

        return (offset, halfPrecision);
    }

    /// <summary>The expected weights of the truncated sticks, made to sum to 1.</summary>
    internal double[] ExpectedWeights() => ExpectedWeights(_a, _b);

    /// <summary>The expected weights of truncated sticks Beta(a_k, b_k), made to sum to 1.</summary>
    internal static double[] ExpectedWeights(double[] a, double[] b)
    {
        double[] weights = new double[a.Length];
        double rest = 1, total = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double share = a[k] / (a[k] + b[k]);
            weights[k] = share * rest;
            rest *= 1 - share;
            total += weights[k];
        }

        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] /= total;
        }

        return weights;
    }

    /// <summary>Turns log weights into probabilities in place and returns their entropy.</summary>
    internal static double Normalise(Span<double> logWeights)
    {
        double max = double.NegativeInfinity;
        foreach (double w in logWeights)
        {
            max = Math.Max(max, w);
        }

        double total = 0, weighted = 0;
        for (int k = 0; k < logWeights.Length; k++)
        {
            double gap = logWeights[k] - max;
            double e = gap < -700 ? 0 : Math.Exp(gap);
            logWeights[k] = e;
            total += e;
            weighted += e * Math.Max(gap, -700);
        }

        for (int k = 0; k < logWeights.Length; k++)
        {
            logWeights[k] /= total;
        }

        return Math.Log(total) - (weighted / total);
    }

    private void Moments(WeightedValues sample, double[] responsibilities)
    {
        int components = Mean.Length;
        // An emptied component keeps a sliver of count so that its mean is defined.
        Array.Fill(_count, 2.22e-15);
        Array.Clear(_sum);
        Array.Clear(_square);
        for (int i = 0; i < sample.Values.Length; i++)
        {
            for (int k = 0; k < components; k++)
            {
                double r = sample.Counts[i] * responsibilities[(i * components) + k];
                _count[k] += r;
                _sum[k] += r * sample.Values[i];
            }
        }

        for (int i = 0; i < sample.Values.Length; i++)
        {
            for (int k = 0; k < components; k++)
            {
                double d = sample.Values[i] - (_sum[k] / _count[k]);
                _square[k] += sample.Counts[i] * responsibilities[(i * components) + k] * d * d;
            }
        }
    }
}
