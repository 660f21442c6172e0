using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;
using static System.Math;

namespace CausalLoom.Simulators;

/// <summary>
/// The four set-ups of Nie and Wager (Biometrika 2021), §4: Y = b(X) + (W − ½) τ(X) + σ N(0, 1).
/// <para>A: X ~ U(0, 1)^d, e = sin(πX1X2) kept in [.1, .9], b = sin(πX1X2) + 2(X3 − ½)² + X4 + ½X5, τ = (X1 + X2)/2: hard nuisances, easy
/// effect.</para>
/// <para>B: X normal, e = ½, b = max(0, X1 + X2, X3) + max(0, X4 + X5), τ = X1 + log(1 + e^{X2}): a trial.</para>
/// <para>C: X normal, e = 1/(1 + e^{X2 + X3}), b = 2 log(1 + e^{X1 + X2 + X3}), τ = 1: strong confounding, constant effect.</para>
/// <para>D: X normal, e = 1/(1 + e^{−X1} + e^{−X2}), b and τ from max(0, X1 + X2 + X3) and max(0, X4 + X5): arms that share nothing.</para>
/// </summary>
public sealed class NieWagerSimulator : ISimulator
{
    private readonly NieWagerSetup _setup;
    private readonly int _dimensions;
    private readonly double _sigma;

    /// <summary>One of the set-ups.</summary>
    /// <exception cref="CausalLoomException">A number is out of range.</exception>
    public NieWagerSimulator(NieWagerSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_setup, _dimensions, _sigma) = (options.Setup, options.Dimensions, options.Sigma);
        if (_dimensions < 5 || !(_sigma > 0))
        {
            throw new CausalLoomException(FormattableString.Invariant(
                $"The Nie-Wager set-ups have at least 5 covariates and sigma above 0, not {_dimensions} and {_sigma}."));
        }
    }

    /// <inheritdoc />
    public string Name => "nie-wager";

    /// <inheritdoc />
    public string Treatment => "w";

    /// <inheritdoc />
    public string Outcome => "y";

    /// <summary>E[τ]: ½, E log(1 + e^Z) by quadrature, 1, and (√3 − √2)/√(2π).</summary>
    public double AverageEffect => _setup switch
    {
        NieWagerSetup.A => 0.5,
        NieWagerSetup.B => 0.8060592,
        NieWagerSetup.C => 1,
        _ => (Sqrt(3) - Sqrt(2)) / Sqrt(2 * PI),
    };

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double[][] x = [.. Enumerable.Range(0, _dimensions).Select(_ => new double[rows])];
        for (int j = 0; j < _dimensions; j++)
        {
            RandomStream column = stream.Child("x").Child(j);
            if (_setup != NieWagerSetup.A)
            {
                column.FillNormal(x[j]);
                continue;
            }

            for (int i = 0; i < rows; i++)
            {
                x[j][i] = column.NextDouble();
            }
        }

        double[] p = new double[rows], mu0 = new double[rows], mu1 = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            (p[i], double b, double tau) = Row(x[0][i], x[1][i], x[2][i], x[3][i], x[4][i]);
            mu0[i] = b - (0.5 * tau);
            mu1[i] = b + (0.5 * tau);
        }

        Column[] covariates = [.. x.Select((values, j) => new ContinuousColumn(FormattableString.Invariant($"x{j + 1}"), values))];
        return Draws.Assemble(covariates, p, mu0, mu1, _sigma, stream, Treatment, Outcome);
    }

    private (double E, double B, double Tau) Row(double a, double b, double c, double d, double e)
    {
        double wave = Sin(PI * a * b), first = Max(0, a + b + c), second = Max(0, d + e);
        return _setup switch
        {
            NieWagerSetup.A => (Clamp(wave, 0.1, 0.9), wave + (2 * (c - 0.5) * (c - 0.5)) + d + (0.5 * e), (a + b) / 2),
            NieWagerSetup.B => (0.5, Max(Max(0, a + b), c) + second, a + Log(1 + Exp(b))),
            NieWagerSetup.C => (1 / (1 + Exp(b + c)), 2 * Log(1 + Exp(a + b + c)), 1),
            _ => (1 / (1 + Exp(-a) + Exp(-b)), (first + second) / 2, first - second),
        };
    }
}
