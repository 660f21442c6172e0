using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// Kang and Schafer (Statistical Science 2007): Z ~ N(0, I₄), logit π = −Z1 + .5 Z2 − .25 Z3 − .1 Z4, Y = 210 + 27.4 Z1 + 13.7 (Z2 + Z3 +
/// Z4)
/// + N(0, 1) in both arms, so the effect is 0. What is observed is X1 = exp(Z1/2), X2 = Z2/(1 + exp Z1) + 10, X3 = (Z1 Z3/25 + .6)³,
/// X4 = (Z2 + Z4 + 20)²: linear models of either nuisance are wrong, and weights become extreme.
/// </summary>
/// <param name="observeLatent">Whether Z itself is observed, so that linear models are right.</param>
public sealed class KangSchaferSimulator(bool observeLatent = false) : ISimulator
{
    /// <inheritdoc />
    public string Name => "kang-schafer";

    /// <inheritdoc />
    public string Treatment => "w";

    /// <inheritdoc />
    public string Outcome => "y";

    /// <summary>0, exactly.</summary>
    public double AverageEffect => 0;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double[][] z = [.. Enumerable.Range(0, 4).Select(_ => new double[rows])],
            x = [.. Enumerable.Range(0, 4).Select(_ => new double[rows])];
        for (int j = 0; j < 4; j++)
        {
            stream.Child("z").Child(j).FillNormal(z[j]);
        }

        double[] p = new double[rows], mu = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            (double a, double b, double c, double d) = (z[0][i], z[1][i], z[2][i], z[3][i]);
            p[i] = Draws.Logistic(-a + (0.5 * b) - (0.25 * c) - (0.1 * d));
            mu[i] = 210 + (27.4 * a) + (13.7 * (b + c + d));
            x[0][i] = Math.Exp(a / 2);
            x[1][i] = (b / (1 + Math.Exp(a))) + 10;
            x[2][i] = Math.Pow((a * c / 25) + 0.6, 3);
            x[3][i] = (b + d + 20) * (b + d + 20);
        }

        string letter = observeLatent ? "z" : "x";
        Column[] covariates = [.. (observeLatent ? z : x)
            .Select((values, j) => new ContinuousColumn(FormattableString.Invariant($"{letter}{j + 1}"), values))];
        return Draws.Assemble(covariates, p, mu, [.. mu], 1, stream, Treatment, Outcome);
    }
}
