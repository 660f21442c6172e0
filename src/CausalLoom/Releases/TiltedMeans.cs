using CausalLoom.Estimation.Average;
using CausalLoom.Synthesis;

namespace CausalLoom.Releases;

/// <summary>E[h μ_w]/E[h] of each level over rows that know their truth, added up a block at a time, with the covariance of these ratios by
/// the delta method.</summary>
/// <param name="levels">K.</param>
internal sealed class TiltedMeans(int levels)
{
    private readonly double[] _sums = new double[levels], _mixed = new double[levels];
    private readonly double[][] _squares = [.. Enumerable.Range(0, levels).Select(_ => new double[levels])];

    // Sums are taken about the first row's means: of outcomes far from 0 the squares would cancel.
    private double[]? _about;
    private double _weight, _squared;

    /// <summary>Adds rows.</summary>
    public void Add(Population population, Truth truth)
    {
        _about ??= [.. truth.Mu.Select(mu => mu[0])];
        double[] own = new double[levels];
        for (int i = 0; i < truth.Rows; i++)
        {
            double h = population.Tilting(truth.Propensity, i);
            _weight += h;
            _squared += h * h;
            for (int a = 0; a < levels; a++)
            {
                own[a] = h * (truth.Mu[a][i] - _about[a]);
                _sums[a] += own[a];
                _mixed[a] += h * own[a];
                for (int b = 0; b <= a; b++)
                {
                    _squares[a][b] += own[a] * own[b];
                }
            }
        }
    }

    /// <summary>The means, [K], and their covariance, [K][K].</summary>
    public (double[] Mean, double[][] Covariance) Of()
    {
        double[] centred = Array.ConvertAll(_sums, sum => sum / _weight);
        double[][] covariance = [.. Enumerable.Range(0, levels).Select(a => (double[])[.. Enumerable.Range(0, levels).Select(b =>
            (_squares[Math.Max(a, b)][Math.Min(a, b)] - (centred[a] * _mixed[b]) - (centred[b] * _mixed[a])
                + (centred[a] * centred[b] * _squared)) / (_weight * _weight))])];
        return ([.. centred.Zip(_about!, (mean, about) => mean + about)], covariance);
    }
}
