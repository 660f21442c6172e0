using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using MathNet.Numerics;

namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// The factorised posterior of a Dirichlet-process mixture of full Gaussians: stick k is Beta(a_k, b_k), component k is
/// Normal(m_k, (β_k Λ)⁻¹)·Wishart(Λ | W_k, ν_k). Equation numbers are Bishop's; the sticks are Blei and Jordan's (18)–(19).
/// </summary>
internal sealed class GaussianMixturePosterior
{
    // Responsibilities below this add nothing that a float64 sum over rows would notice.
    private const double Negligible = 1e-14;
    private const double Singular = 1e-9;

    private readonly Matrix _sample;
    private readonly GaussianMixtureOptions _options;
    private readonly double[] _priorMean, _a, _b, _beta, _nu, _count;
    private readonly Matrix _priorScatter;
    private readonly double _concentration;
    private readonly Cholesky[] _factors;

    internal GaussianMixturePosterior(Matrix sample, GaussianMixtureOptions options)
    {
        _sample = sample;
        _options = options;
        _concentration = options.WeightConcentration ?? (1.0 / options.Components);
        (_priorMean, _priorScatter) = Moments(sample, options.Ridge);
        int k = options.Components;
        (_a, _b, _beta, _nu, _count) = (new double[k], new double[k], new double[k], new double[k], new double[k]);
        Means = new Matrix(k, sample.Columns);
        Covariances = [.. Enumerable.Range(0, k).Select(_ => new Matrix(sample.Columns, sample.Columns))];
        _factors = new Cholesky[k];
    }

    /// <summary>m_k, [component × dimension].</summary>
    internal Matrix Means { get; }

    /// <summary>W_k⁻¹/ν_k, the inverses of the expected precisions.</summary>
    internal Matrix[] Covariances { get; }

    private int Dimension => _sample.Columns;

    private int Components => _a.Length;

    /// <summary>The M step: sticks, means and precisions from the responsibilities [row, component].</summary>
    internal void Maximise(double[] responsibilities)
    {
        double after = 0;
        for (int k = Components - 1; k >= 0; k--)
        {
            Component(k, responsibilities);
            (_a[k], _b[k]) = (1 + _count[k], _concentration + after);
            after += _count[k];
        }
    }

    /// <summary>The E step (10.46): overwrites the responsibilities and returns their entropy.</summary>
    internal double Expect(double[] responsibilities)
    {
        double[] offset = LogOffsets(), shifted = new double[Dimension];
        double entropy = 0;
        for (int i = 0; i < _sample.Rows; i++)
        {
            Span<double> row = responsibilities.AsSpan(i * Components, Components);
            for (int k = 0; k < Components; k++)
            {
                row[k] = offset[k] - (0.5 * Mahalanobis(i, k, shifted));
            }

            entropy += MixturePosterior.Normalise(row);
        }

        return entropy;
    }

    /// <summary>The lower bound (10.70 with Beta sticks) up to a constant, for responsibilities of the given entropy.</summary>
    internal double LowerBound(double entropy)
    {
        double bound = entropy;
        for (int k = 0; k < Components; k++)
        {
            // ½ ln |W_k|, of the Wishart's scale W_k = (ν_k C_k)⁻¹.
            double halfLogScale = -0.5 * (_factors[k].LogDeterminant + (Dimension * Math.Log(_nu[k])));
            bound += (_nu[k] * halfLogScale) + (0.5 * _nu[k] * Dimension * Math.Log(2)) - (0.5 * Dimension * Math.Log(_beta[k]));
            bound += SpecialFunctions.GammaLn(_a[k]) + SpecialFunctions.GammaLn(_b[k]) - SpecialFunctions.GammaLn(_a[k] + _b[k]);
            for (int a = 0; a < Dimension; a++)
            {
                bound += SpecialFunctions.GammaLn(0.5 * (_nu[k] - a));
            }
        }

        return bound;
    }

    /// <summary>The expected weights of the truncated sticks, made to sum to 1.</summary>
    internal double[] ExpectedWeights() => MixturePosterior.ExpectedWeights(_a, _b);

    private static (double[] Mean, Matrix Scatter) Moments(Matrix sample, double ridge)
    {
        int d = sample.Columns;
        double[] mean = new double[d];
        for (int i = 0; i < sample.Rows; i++)
        {
            SymmetricMatrix.Axpy(1.0 / sample.Rows, sample.Row(i), mean);
        }

        Matrix scatter = new(d, d);
        double[] shifted = new double[d];
        for (int i = 0; i < sample.Rows; i++)
        {
            AddOuter(scatter, sample.Row(i), mean, 1.0 / Math.Max(1, sample.Rows - 1), shifted);
        }

        Mirror(scatter);
        if (!Cholesky.TryFactor(scatter, out _, Singular))
        {
            // A direction without spread has no scale of its own: the ridge is one.
            for (int a = 0; a < d; a++)
            {
                scatter[a, a] += Math.Max(ridge, 1e-12);
            }
        }

        return (mean, scatter);
    }

    private static void AddOuter(Matrix sum, ReadOnlySpan<double> x, ReadOnlySpan<double> centre, double weight, double[] shifted)
    {
        for (int a = 0; a < shifted.Length; a++)
        {
            shifted[a] = x[a] - centre[a];
        }

        for (int a = 0; a < shifted.Length; a++)
        {
            SymmetricMatrix.Axpy(weight * shifted[a], shifted.AsSpan(0, a + 1), sum.Row(a)[..(a + 1)]);
        }
    }

    private static void Mirror(Matrix lower)
    {
        for (int a = 0; a < lower.Rows; a++)
        {
            for (int b = 0; b < a; b++)
            {
                lower[b, a] = lower[a, b];
            }
        }
    }

    private void Component(int k, double[] responsibilities)
    {
        double[] mean = new double[Dimension], shifted = new double[Dimension];
        // An emptied component keeps a sliver of count so that its mean is defined.
        double n = 2.22e-15;
        for (int i = 0; i < _sample.Rows; i++)
        {
            double r = responsibilities[((long)i * Components) + k];
            n += r;
            SymmetricMatrix.Axpy(r, _sample.Row(i), mean);
        }

        mean = Array.ConvertAll(mean, m => m / n);
        Matrix scatter = Covariances[k];
        Array.Clear(scatter.Data);
        for (int i = 0; i < _sample.Rows; i++)
        {
            double r = responsibilities[((long)i * Components) + k];
            if (r > Negligible)
            {
                AddOuter(scatter, _sample.Row(i), mean, r, shifted);
            }
        }

        Update(k, n, mean, scatter);
    }

    private void Update(int k, double n, double[] mean, Matrix scatter)
    {
        double beta0 = _options.MeanPrecision;
        (_count[k], _beta[k], _nu[k]) = (n, beta0 + n, Dimension + n); // 10.60, 10.63
        for (int a = 0; a < Dimension; a++)
        {
            Means[k, a] = ((beta0 * _priorMean[a]) + (n * mean[a])) / _beta[k]; // 10.61
            scatter[a, a] += n * _options.Ridge;
            for (int b = 0; b <= a; b++)
            {
                double shift = n * beta0 / _beta[k] * (mean[a] - _priorMean[a]) * (mean[b] - _priorMean[b]);
                scatter[a, b] = (_priorScatter[a, b] + scatter[a, b] + shift) / _nu[k]; // 10.62
            }
        }

        Mirror(scatter);
        _factors[k] = Cholesky.Factor(scatter);
    }

    /// <summary>E[ln π_k] + ½E[ln |Λ_k|] − d/(2β_k) − (d/2) ln 2π.</summary>
    private double[] LogOffsets()
    {
        double[] offset = new double[Components];
        double before = 0;
        for (int k = 0; k < Components; k++)
        {
            double total = SpecialFunctions.DiGamma(_a[k] + _b[k]);
            double logPrecision = -_factors[k].LogDeterminant - (Dimension * Math.Log(_nu[k])) + (Dimension * Math.Log(2)); // 10.65
            for (int a = 0; a < Dimension; a++)
            {
                logPrecision += SpecialFunctions.DiGamma(0.5 * (_nu[k] - a));
            }

            offset[k] = SpecialFunctions.DiGamma(_a[k]) - total + before + (
                0.5 * (logPrecision - (Dimension / _beta[k]) - (Dimension * Math.Log(2 * Math.PI))));
            before += SpecialFunctions.DiGamma(_b[k]) - total;
        }

        return offset;
    }

    private double Mahalanobis(int row, int k, double[] white)
    {
        ReadOnlySpan<double> x = _sample.Row(row), mean = Means.Row(k);
        Matrix lower = _factors[k].Lower;
        double sum = 0;
        for (int a = 0; a < white.Length; a++)
        {
            Span<double> l = lower.Row(a);
            white[a] = (x[a] - mean[a] - SymmetricMatrix.Dot(l[..a], white.AsSpan(0, a))) / l[a];
            sum += white[a] * white[a];
        }

        return sum;
    }
}
